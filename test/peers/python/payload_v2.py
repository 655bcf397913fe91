"""Payload version 2: sections 12 to 17 of docs/token-format.md."""

import json
import pathlib
import re

from dense_text import DenseTexts
from range_coder import Decoder, Encoder
from texts import require_normal

LADDERS = {
    "delivery": [24, 46, 62, 90, 118, 150, 187, 222, 265, 295, 343, 380, 432, 487, 590, 1024],
    "payment": [12, 34, 50, 78, 106, 138, 175, 210, 253, 283, 331, 368, 420, 475, 578, 700],
    "contact": [9, 18],
    "sender": [27, 64, 99, 142, 172, 220, 257, 309, 364, 426, 467, 640, 1024],
    "contents": [41, 78, 113, 156, 186, 234, 271, 323, 378, 440, 481, 640, 1024],
}

_TABLES = json.loads((pathlib.Path(__file__).parents[2] / "vectors/dense-tables.json").read_text("utf-8"))
_TEXTS = DenseTexts(_TABLES)
_SMALL = _TEXTS.small

# Name, type, and place in the table `present` of what may be absent.
_FIELDS = {
    "delivery": (("communeCode", "commune"), ("recipientName", "name"), ("street", "street")),
    "payment": (("codAmountVnd", "dong", 0), ("handlingNote", "note", 1)),
    "contact": (("recipientPhone", "phone"), ("senderPhone", "phone", 2)),
    "sender": (("communeCode", "commune"), ("name", "name"), ("street", "street")),
    "contents": (("description", "goods"), ("weightGrams", "grams", 4), ("declaredValueVnd", "dong", 5)),
}


def _present(coder, place, given):
    return coder.symbol(_SMALL["present"][place], int(given)) == 1


def _commune(coder, given):
    number = int(given or 0)
    regular = number % 3 == 1 and number <= 32767
    if coder.symbol(_SMALL["commune"][0], 0 if regular else 1) == 0:
        return f"{1 + 3 * coder.uniform(10923, (number - 1) // 3):05}"
    return f"{coder.uniform(65536, number):05}"


def _digits(coder, count, given):
    digits = ""
    while len(digits) < count:
        size = min(4, count - len(digits))
        block = given[len(digits) : len(digits) + size] or "0"
        digits += f"{coder.uniform(10**size, int(block)):0{size}}"
    return digits


def _phone(coder, given):
    given = given or ""
    mobile, fixed = re.fullmatch(r"\+84[35789][0-9]{8}", given), re.fullmatch(r"\+842[0-9]{9}", given)
    kind = coder.symbol(_SMALL["phone"][0], 0 if mobile else 1 if fixed else 2)
    if kind == 0:
        begin = "35789"[coder.uniform(5, "35789".index(given[3]) if mobile else 0)]
        return f"+84{begin}{_digits(coder, 8, given[4:])}"
    if kind == 1:
        return f"+842{_digits(coder, 9, given[4:])}"
    return f"+{_digits(coder, 2 + coder.uniform(14, max(len(given) - 3, 0)), given[1:])}"


def _number(coder, table, given):
    value = given or 0
    zeros = 0
    while zeros < 15 and value > 0 and value % 10 ** (zeros + 1) == 0:
        zeros += 1
    zeros = coder.symbol(_SMALL["zeros"][table], zeros)
    mantissa = value // 10**zeros
    left = coder.symbol(_SMALL["magnitude"][table * 2 + (1 if zeros > 2 else 0)], mantissa.bit_length())
    number = min(left, 1)
    left -= 1
    while left > 0:
        bits = min(12, left)
        left -= bits
        number = (number << bits) + coder.uniform(1 << bits, (mantissa >> left) % (1 << bits))
    return number * 10**zeros


def _value(coder, kind, given, text):
    if kind == "commune":
        return _commune(coder, given)
    if kind == "phone":
        return _phone(coder, given)
    if kind in ("dong", "grams"):
        return _number(coder, 0 if kind == "dong" else 1, given)
    return text(kind, given)


def _group(coder, group, given, text):
    if group == "sender" and not _present(coder, 3, given is not None):
        return None
    fields = {}
    for name, kind, *place in _FIELDS[group]:
        value = (given or {}).get(name)
        if not place or _present(coder, place[0], value is not None):
            fields[name] = _value(coder, kind, value, text)
    return fields


def _require_possible(group, fields):
    for name, kind, *_ in _FIELDS[group]:
        if fields is None or name not in fields:
            continue
        value = fields[name]
        if kind == "phone" and not re.fullmatch(r"\+[1-9][0-9]{1,14}", value):
            raise ValueError("a phone that cannot be")
        if kind in ("dong", "grams") and value > 2**53 - 1:
            raise ValueError("a number that cannot be")
        if kind in ("name", "street", "note", "goods"):
            require_normal(value)


def encode_group(group, fields):
    """The content of a group, without padding."""
    coder = Encoder()
    _group(coder, group, fields, lambda kind, text: _TEXTS.write(coder, kind, text))
    return coder.finish()


def decode_group(group, plaintext):
    coder = Decoder(plaintext)
    fields = _group(coder, group, None, lambda kind, _: _TEXTS.read(coder, kind))
    _require_possible(group, fields)
    content = encode_group(group, fields)
    if next((rung for rung in LADDERS[group] if rung >= len(content)), None) != len(plaintext):
        raise ValueError("another length")
    if content + bytes(len(plaintext) - len(content)) != plaintext:
        raise ValueError("not what a writer writes")
    return fields
