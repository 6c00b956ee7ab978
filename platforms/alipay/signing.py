"""RSA2: what we ask is signed with our key, and what is answered is believed if Alipay's key has signed it.

https://opendocs.alipay.com/common/02mse7 (signing) and `/02mse3` (verifying): SHA-256 with RSA, PKCS #1 v1.5, of 2048
bits, in Base64. Signed is `name=value` of each parameter that has a value, in the order of the names, joined by `&`,
in the characters before any encoding for an address. What Alipay has signed is the text of the answer's one member.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from platforms.asking import NoAnswer, members

LEAST_BITS = 2048


class NoKey(ValueError):
    """A text that is no RSA key of 2048 bits or more; it does not repeat the text."""


def private_key(text: str) -> RSAPrivateKey:
    """Our key: PEM, or the bare Base64 that Alipay's tool saves (PKCS #1 or #8). Raises NoKey."""
    try:
        key = load_der_private_key(_der(text), password=None)
    except (ValueError, TypeError):
        raise NoKey("no private key") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise NoKey("no RSA key of 2048 bits")
    return key


def public_key(text: str) -> RSAPublicKey:
    """Alipay's key, as its console shows it; not ours, which stands beside it. Raises NoKey."""
    try:
        key = load_der_public_key(_der(text))
    except (ValueError, TypeError):
        raise NoKey("no public key") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise NoKey("no RSA key of 2048 bits")
    return key


def signed_text(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters) if parameters[name] and name != "sign")


def sign(parameters: Mapping[str, str], key: RSAPrivateKey) -> str:
    return base64.b64encode(key.sign(signed_text(parameters).encode(), PKCS1v15(), SHA256())).decode()


def verified(answer: str, member: str, key: RSAPublicKey) -> dict[str, Any]:
    """What the answer says under `member`, if Alipay has signed exactly that. Raises NoAnswer."""
    whole = members(answer)
    signature = whole.get("sign")
    if not isinstance(signature, str) or not isinstance(whole.get(member), dict):
        raise NoAnswer("no signed answer")
    content = _text_of(answer, member)
    try:
        key.verify(base64.b64decode(signature, validate=True), content.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error):
        raise NoAnswer("the signature is not Alipay’s") from None
    # What was signed is read, and not what a second member of the name would say.
    return members(content)


def _text_of(answer: str, member: str) -> str:
    """The object under `member`, character by character as it came."""
    start = answer.find("{", answer.index(f'"{member}"'))
    try:
        _value, end = json.JSONDecoder().raw_decode(answer, start)
    except ValueError:
        raise NoAnswer("no JSON") from None
    return answer[start:end]


def _der(text: str) -> bytes:
    lines = [line.strip() for line in text.replace("\\n", "\n").splitlines()]
    return base64.b64decode("".join(line for line in lines if not line.startswith("-----")), validate=True)
