"""ChaCha20-Poly1305 (RFC 8439) for opening test vectors: plain and slow, and not in constant time."""

import struct


def _quarter_round(state, a, b, c, d):
    for first, second, target, distance in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[first] = (state[first] + state[second]) & 0xFFFFFFFF
        mixed = state[target] ^ state[first]
        state[target] = ((mixed << distance) | (mixed >> (32 - distance))) & 0xFFFFFFFF


def _block(key, counter, nonce):
    """Section 2.3."""
    start = list(struct.unpack("<4I", b"expand 32-byte k"))
    start += struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce)
    state = list(start)
    for _ in range(10):
        for column in range(4):
            _quarter_round(state, column, column + 4, column + 8, column + 12)
        for column in range(4):
            _quarter_round(
                state, column, (column + 1) % 4 + 4, (column + 2) % 4 + 8, (column + 3) % 4 + 12
            )
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(state, start)))


def _poly1305(key, message):
    """Section 2.5."""
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        total = (total + int.from_bytes(message[at : at + 16] + b"\x01", "little")) * r % (2**130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def _padded(data):
    return data + bytes(-len(data) % 16)


def open_sealed(key, associated_data, sealed, nonce=bytes(12)):
    """The plaintext of ciphertext and tag (section 2.8); None where the tag is wrong."""
    if len(sealed) < 16:
        return None
    ciphertext, tag = sealed[:-16], sealed[-16:]
    lengths = struct.pack("<QQ", len(associated_data), len(ciphertext))
    expected = _poly1305(_block(key, 0, nonce)[:32], _padded(associated_data) + _padded(ciphertext) + lengths)
    if expected != tag:
        return None
    stream = b"".join(_block(key, 1 + i, nonce) for i in range((len(ciphertext) + 63) // 64))
    return bytes(a ^ b for a, b in zip(ciphertext, stream))
