"""Opens every vector of test/vectors/label-token.json by the document alone; shares no code with the product."""

import json
import pathlib
import sys
from functools import partial

from chacha20_poly1305 import open_sealed
from label_token import PAYLOAD_VERSIONS, decode_group, keyed_hash16, parse, plaintexts_of
from payload_v1 import PAGE

KINDS = {"opaque": 0, "sealed": 1, "sealed-all": 2}


def is_broken(vector):
    try:
        decode_group(vector["payloadVersion"], vector["group"], bytes.fromhex(vector["plaintext"]))
    except ValueError:
        return True
    return False


def check_cipher():
    """RFC 8439, section 2.8.2, read backwards."""
    key = bytes(range(0x80, 0xA0))
    nonce = bytes.fromhex("070000004041424344454647")
    associated_data = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    sealed = bytes.fromhex(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
        "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        "3ff4def08e4b7a9de576d26586cec64b6116"
        "1ae10b594f09e26a7e902ecbd0600691"
    )
    opened = open_sealed(key, associated_data, sealed, nonce)
    return opened is not None and opened.startswith(b"Ladies and Gentlemen of the class of '99")


def check_label(vector):
    token = parse(vector["token"])
    key = bytes.fromhex(vector["key"])
    stored = bytes.fromhex(vector["storedGroups"]) if "storedGroups" in vector else None
    if token is None or token.hex() != vector["bytes"] or token[1:9].hex() != vector["labelId"]:
        return False
    if token[0] != vector["payloadVersion"] * 16 + KINDS[vector["kind"]]:
        return False
    opened = plaintexts_of(token, key, stored)
    if opened is None or {group: data.hex() for group, data in opened.items()} != vector["plaintexts"]:
        return False
    fields = {group: decode_group(vector["payloadVersion"], group, data) for group, data in opened.items()}
    return {group: content for group, content in fields.items() if content is not None} == vector["fields"]


def check_digest(label, digest_key):
    return keyed_hash16(digest_key, bytes.fromhex(label["bytes"])).hex() == label["digest"]


def judge(text, label, digest_key):
    token = parse(text)
    if token is None:
        return "malformed"
    if token[1:9].hex() != label["labelId"]:
        return "unknown"
    return "genuine" if keyed_hash16(digest_key, token).hex() == label["digest"] else "forged"


def check_verdict(vector, label, digest_key):
    if judge(vector["token"], label, digest_key) != vector["verdict"]:
        return False
    if vector["verdict"] in ("malformed", "genuine"):
        return True
    # Whoever opens it unjudged must come upon something broken.
    return plaintexts_of(parse(vector["token"]), bytes.fromhex(label["key"])) is None


def main():
    path = pathlib.Path(__file__).parents[2] / "vectors/label-token.json"
    vectors = json.loads(path.read_text("utf-8"))
    digest_key = bytes.fromhex(vectors["digestKey"])
    labels = {label["name"]: label for label in vectors["labels"]}
    page = dict(zip(bytes.fromhex(vectors["codePage"]["bytes"]), vectors["codePage"]["text"]))
    checks = [("cipher: RFC 8439, section 2.8.2", check_cipher), ("the code page", lambda: page == PAGE)]
    for label in labels.values():
        checks.append((f"label: {label['name']}", partial(check_label, label)))
        checks.append((f"digest: {label['name']}", partial(check_digest, label, digest_key)))
    for vector in vectors["verdicts"]:
        check = partial(check_verdict, vector, labels[vector["stored"]], digest_key)
        checks.append((f"verdict: {vector['stored']}: {vector['name']}", check))
    for vector in vectors["brokenPlaintexts"]:
        checks.append((f"broken: {vector['name']}", partial(is_broken, vector)))
    there = {(label["payloadVersion"], label["kind"]) for label in labels.values()}
    every = {(version, kind) for version in PAYLOAD_VERSIONS for kind in KINDS}
    checks.append(("every kind in every version", lambda: there == every))
    failed = 0
    for name, check in checks:
        try:
            passed = check()
        except Exception as error:  # A check that cannot run has failed.
            passed = False
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        if not passed:
            failed += 1
            print(f"failed: {name}", file=sys.stderr)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
