"""Makes the calls of schemathesis as somebody who is logged in: with the session that `coffre` keeps in a profile folder, signed as
docs/FORMATS.md says (sections 5 and 6), the PIN proved where it is asked for, and mostly about things that exist.

SIGNED_AS names a folder with session.json (the profile of `coffre`), credential.txt and pin.txt, SIGNED_IDS the demo's demo.json,
SIGNED_URL and SIGNED_CA the server. With SIGNED_NEEDED operations or fewer answered with success, the run has shown nothing and fails.
"""

import atexit
import base64
import hashlib
import hmac
import json
import os
import pathlib
import secrets
import struct
import sys
import time
from collections import Counter, defaultdict

import requests
import schemathesis
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

METHODS = {"GET": 1, "POST": 2, "PUT": 3, "DELETE": 4}
PROFILE = pathlib.Path(os.environ["SIGNED_AS"])
URL = os.environ["SIGNED_URL"]


def from_text(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def to_text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def derive(salt, secret, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret)


def pin_tag():
    """The proof of the PIN, out of the credential file (section 6)."""
    lines = (PROFILE / "credential.txt").read_text().splitlines()
    code = next(line for line in lines if line.strip() and not line.startswith("#") and ": " not in line)
    secret = base64.b32decode("".join(code.split("#")[-1].replace("-", "").split()).upper() + "====")
    name, secret = secret[1:10], secret[10:30]
    pin = (PROFILE / "pin.txt").read_text().strip().encode()
    key = derive(name, secret, b"card/pin/v1")
    return hmac.digest(key, b"vault/pin/v1\0" + name + pin, "sha256")


class Person(requests.auth.AuthBase):
    """Signs whatever is sent, as it is sent."""

    def __init__(self):
        kept = json.loads((PROFILE / "session.json").read_text())
        self.account, self.token = bytes.fromhex(kept["account"]), kept["token"]
        bearer = {"Authorization": f"Bearer {self.token}"}
        session = requests.get(f"{URL}/v1/session", headers=bearer, verify=os.environ["SIGNED_CA"], timeout=60)
        session.raise_for_status()
        halves = from_text(kept["local_half"]) + from_text(session.json()["session_half"])
        key, sealed = derive(b"", halves, b"vault/session/v1" + self.account), from_text(kept["sealed_root"])
        root = AESGCM(key).decrypt(sealed[:12], sealed[12:], b"vault/session-root/v1\0" + self.account)
        self.key = Ed25519PrivateKey.from_private_bytes(root[32:])
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.kid = hashlib.sha256(public).digest()[:16]
        self.origin = hashlib.sha256(URL.encode()).digest()

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        path, body = request.path_url.encode(), request.body or b""
        body = body.encode() if isinstance(body, str) else body
        if request.method in METHODS and len(path) <= 1024 and isinstance(body, bytes):
            said = b"VRQ1" + bytes(4) + self.account + self.kid + self.origin + struct.pack(">Q", time.time_ns() // 1_000_000)
            said += secrets.token_bytes(16) + hashlib.sha256(body).digest()
            said += struct.pack(">BBH", METHODS[request.method], 0, len(path)) + path
            request.headers["Coffre-Request"] = to_text(said + self.key.sign(b"vault/request/v1\0" + said))
        return request


PERSON, TAG = Person(), to_text(pin_tag())
KNOWN, ANSWERS = defaultdict(list), defaultdict(Counter)
schemathesis.auth.set_from_requests(PERSON)


def learn(value, name=""):
    """Remembers every id that is told, by its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            learn(inner, key)
    elif isinstance(value, list):
        for inner in value:
            learn(inner, name)
    elif isinstance(value, str) and is_id(value) and value not in KNOWN[name]:
        KNOWN[name].append(value)


def is_id(value):
    return isinstance(value, str) and len(value) == 32 and all(digit in "0123456789abcdef" for digit in value)


def real(value, name=""):
    """The same value, its well-formed ids replaced by true ones of that name three times in four, its proofs of a PIN always."""
    if isinstance(value, dict):
        return {key: real(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [real(inner, name) for inner in value]
    if name.endswith("pin_tag") and isinstance(value, str) and len(value) == 43:
        return TAG
    chance = hashlib.sha256(repr((name, value)).encode()).digest()
    if is_id(value) and KNOWN[name] and chance[0] % 4:
        return KNOWN[name][chance[1] % len(KNOWN[name])]
    return value


@schemathesis.hook
def before_call(_context, case, _kwargs):
    case.path_parameters = real(case.path_parameters)
    case.query = real(case.query)
    if isinstance(case.body, (dict, list)):
        case.body = real(case.body)


@schemathesis.hook
def after_call(_context, case, response):
    ANSWERS[case.operation.label][response.status_code] += 1
    if response.status_code == 200 and "json" in response.headers.get("content-type", [""])[0]:
        learn(json.loads(response.content))


@atexit.register
def tell():
    succeeded = sorted(label for label, answers in ANSWERS.items() if any(status < 300 for status in answers))
    total = sum((answers for answers in ANSWERS.values()), Counter())
    print(f"answers: {dict(sorted(total.items()))}; {len(succeeded)} operations with success: {', '.join(succeeded)}")
    if ANSWERS and len(succeeded) <= int(os.environ.get("SIGNED_NEEDED", "10")):
        print("too few operations succeeded to show anything", file=sys.stderr)
        sys.stdout.flush()
        os._exit(3)


made = json.loads(pathlib.Path(os.environ["SIGNED_IDS"]).read_text())
learn(made)
KNOWN["folder_id"] = list(made["folders"].values())
