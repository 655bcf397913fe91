"""Opens a shift's bundle by docs/device-protocol.md and RFC 9180; shares no code with the product."""

import base64
import hashlib
import hmac
import json

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CONTEXT = b"temkin-bundle-v1"
HEAD_BYTES = 38
SIGNATURE_BYTES = 64
TAG_BYTES = 16

# KEM (RFC 9180, section 7.1): the curve of the device's key, and the length of the encapsulated key.
KEMS = {0x0020: ("X25519", 32), 0x0010: ("P-256", 65)}


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def thumbprint(key):
    """RFC 7638."""
    members = {"crv": key["crv"], "kty": key["kty"], "x": key["x"]}
    return hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()


def agree(kem, device, encapsulated):
    """Answers the Diffie-Hellman secret and the device's own public key, as RFC 9180 writes it."""
    secret = from_base64url(device["d"])
    if kem == 0x0020:
        key = x25519.X25519PrivateKey.from_private_bytes(secret)
        public = key.public_key().public_bytes_raw()
        return key.exchange(x25519.X25519PublicKey.from_public_bytes(encapsulated)), public
    key = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), encapsulated)
    public = b"\x04" + from_base64url(device["x"]) + from_base64url(device["y"])
    return key.exchange(ec.ECDH(), other), public


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def extract(salt, suite, label, ikm):
    return mac(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)


def expand(key, suite, label, info, length):
    """One block is enough for every length that is asked for here."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return mac(key, labelled + b"\x01")[:length]


def unseal(kem, device, encapsulated, aad, ciphertext):
    """RFC 9180, base mode, HKDF-SHA256 (1) and AES-128-GCM (1)."""
    shared, public = agree(kem, device, encapsulated)
    kem_suite = b"KEM" + kem.to_bytes(2, "big")
    prk = extract(b"", kem_suite, b"eae_prk", shared)
    secret = expand(prk, kem_suite, b"shared_secret", encapsulated + public, 32)
    suite = b"HPKE" + kem.to_bytes(2, "big") + b"\x00\x01\x00\x01"
    context = b"\x00" + extract(b"", suite, b"psk_id_hash", b"") + extract(b"", suite, b"info_hash", CONTEXT)
    schedule = extract(secret, suite, b"secret", b"")
    key = expand(schedule, suite, b"key", context, 16)
    nonce = expand(schedule, suite, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, ciphertext, aad)


def open_bundle(bundle, device, signing_keys):
    """Answers a verdict, and the plaintext where it is "opens"."""
    if len(bundle) < HEAD_BYTES or bundle[:4] != b"TKB\x01":
        return "malformed", None
    head = bundle[:HEAD_BYTES]
    kem = int.from_bytes(head[4:6], "big")
    if kem not in KEMS:
        return "malformed", None
    curve, length = KEMS[kem]
    if len(bundle) < HEAD_BYTES + length + TAG_BYTES + SIGNATURE_BYTES:
        return "malformed", None
    encapsulated = bundle[HEAD_BYTES : HEAD_BYTES + length]
    signed, signature = bundle[:-SIGNATURE_BYTES], bundle[-SIGNATURE_BYTES:]
    signer = next((key for key in signing_keys if thumbprint(key) == head[6:]), None)
    if signer is None:
        return "unknown-signer", None
    statement = CONTEXT + b"\x00" + hashlib.sha256(signed).digest()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(from_base64url(signer["x"])).verify(signature, statement)
    except InvalidSignature:
        return "forged", None
    if device["crv"] != curve:
        return "other-device", None
    try:
        return "opens", unseal(kem, device, encapsulated, head, signed[HEAD_BYTES + length :])
    except InvalidTag:
        return "other-device", None
