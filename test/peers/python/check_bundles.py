"""Opens every bundle of test/vectors/bundle.json, and those that come by standard input in the same form."""

import base64
import json
import pathlib
import sys

from bundle import from_base64url, open_bundle


def check(vectors, vector):
    bundle = base64.b64decode(vector["bundle"])
    verdict, plaintext = open_bundle(bundle, vector["deviceKey"], [vectors["signingKey"]])
    if verdict != vector["verdict"]:
        return False
    if verdict != "opens":
        return plaintext is None
    return plaintext == from_base64url(vectors["plaintext"]) and json.loads(plaintext) == vectors["content"]


def main():
    path = pathlib.Path(__file__).parents[2] / "vectors/bundle.json"
    passed = failed = 0
    for vectors in (json.loads(path.read_text("utf-8")), json.load(sys.stdin)):
        for vector in vectors["bundles"]:
            try:
                is_right = check(vectors, vector)
            except Exception as error:  # A check that cannot run has failed.
                is_right = False
                print(f"{type(error).__name__}: {error}", file=sys.stderr)
            passed, failed = passed + is_right, failed + (not is_right)
            if not is_right:
                print(f"failed: bundle: {vector['name']}", file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
