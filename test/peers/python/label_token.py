"""Text, header, sealed form and opening of a label token: sections 2 to 6 of docs/token-format.md."""

import hashlib

import payload_v1
import payload_v2
from chacha20_poly1305 import open_sealed

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PAYLOAD_VERSIONS = {1: payload_v1, 2: payload_v2}
DOOR = ("delivery", "payment")
GROUPS_OF_KIND = {0: DOOR, 1: DOOR, 2: DOOR + ("contact", "sender", "contents")}
SUBKEY_IDS = {"delivery": 1, "payment": 2, "contact": 3, "sender": 4, "contents": 5}
MAC_SUBKEY_ID = 15


def from_base45(text):
    """The bytes of base45 text (RFC 9285); None where it is not the text of any."""
    if len(text) % 3 == 1 or any(character not in ALPHABET for character in text):
        return None
    data = bytearray()
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        value = sum(ALPHABET.index(character) * 45**i for i, character in enumerate(part))
        if value >= 256 ** (len(part) - 1):
            return None
        data += value.to_bytes(len(part) - 1, "big")
    return bytes(data)


def parse(text):
    """The bytes of a token; None where the text is malformed."""
    if len(text) > 970 or not text.startswith("TK1:"):
        return None
    data = from_base45(text[4:])
    if data is None or not 25 <= len(data) <= 644 or data[0] >> 4 not in PAYLOAD_VERSIONS:
        return None
    return data


def subkey(label_key, number):
    salt = number.to_bytes(8, "little") + bytes(8)
    person = b"TKlabel1" + bytes(8)
    return hashlib.blake2b(b"", digest_size=32, key=label_key, salt=salt, person=person).digest()


def keyed_hash16(key, message):
    return hashlib.blake2b(len(message).to_bytes(4, "big") + message, digest_size=16, key=key).digest()


def _cut(form, groups, ladders):
    """Header with rungs, and the sealed groups; None where the lengths are impossible."""
    body_at = 9 + len(groups) // 2
    rungs = [nibble for byte in form[9:body_at] for nibble in (byte >> 4, byte & 15)]
    if len(groups) % 2 == 0 and rungs and rungs[-1] != 0:
        return None
    sealed = {}
    at = body_at
    for index, group in enumerate(groups):
        ladder = ladders[group]
        if index == len(groups) - 1:
            length = len(form) - at - 16
        else:
            length = ladder[rungs[index]] if rungs[index] < len(ladder) else None
        if length not in ladder:
            return None
        sealed[group] = form[at : at + length + 16]
        at += length + 16
    return form[:body_at], sealed


def plaintexts_of(token, label_key, stored_groups=None):
    """The padded plaintexts of all groups of the kind; None where anything is broken."""
    version, kind = token[0] >> 4, token[0] & 15
    if version not in PAYLOAD_VERSIONS or kind not in GROUPS_OF_KIND:
        return None
    form = token
    if kind == 0:
        mac = keyed_hash16(subkey(label_key, MAC_SUBKEY_ID), token[:9])
        if token[9:] != mac or stored_groups is None:
            return None
        form = token[:9] + stored_groups
    cut = _cut(form, GROUPS_OF_KIND[kind], PAYLOAD_VERSIONS[version].LADDERS)
    if cut is None:
        return None
    associated_data, sealed = cut
    opened = {
        group: open_sealed(subkey(label_key, SUBKEY_IDS[group]), associated_data, data)
        for group, data in sealed.items()
    }
    return None if None in opened.values() else opened


def decode_group(version, group, plaintext):
    """The fields of a padded plaintext, None for an absent sender; ValueError where it is broken."""
    return PAYLOAD_VERSIONS[version].decode_group(group, plaintext)
