"""The keys that sign trophies: Ed25519, derived from SECRET_KEY and those before it, so that none is kept apart.

The first signs; all verify, so that what was signed before SECRET_KEY changed stays good as long as it is among the
fallbacks. Each is named by its thumbprint (RFC 7638).
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.vault import derived_keys

PURPOSE = b"campaigns.trophies"
ALGORITHM = "EdDSA"
PARTS = 3


class NotSigned(Exception):
    """Not a JWT that one of these keys has signed."""


def own_keys() -> dict[str, Ed25519PrivateKey]:
    """By thumbprint, the one that signs first."""
    keys = map(Ed25519PrivateKey.from_private_bytes, derived_keys(PURPOSE))
    return {_thumbprint(key): key for key in keys}


def as_jwks() -> dict[str, Any]:
    """The public halves (RFC 7517, RFC 8037)."""
    shared = {"alg": ALGORITHM, "use": "sig"}
    return {"keys": [{**_public(key), "kid": kid, **shared} for kid, key in own_keys().items()]}


def signed(claims: dict[str, Any], *, keys_at: str) -> str:
    """A JWT, in the compact form of JWS (RFC 7515); `keys_at` is the address of the public halves."""
    kid, key = next(iter(own_keys().items()))
    head = {"alg": ALGORITHM, "kid": f"{keys_at}#{kid}", "typ": "JWT"}
    text = f"{_coded(head)}.{_coded(claims)}"
    return f"{text}.{_base64(key.sign(text.encode()))}"


def claims_of(token: str) -> dict[str, Any]:
    """What one of our keys has signed, whatever the token says of its algorithm or key. Raises `NotSigned`."""
    parts = token.split(".")
    if len(parts) != PARTS:
        raise NotSigned
    try:
        signature = _bytes(parts[2])
        text = f"{parts[0]}.{parts[1]}".encode("ascii")
        if not any(_is_by(key, signature, text) for key in own_keys().values()):
            raise NotSigned
        claims: dict[str, Any] = json.loads(_bytes(parts[1]))
    except ValueError as error:
        raise NotSigned from error
    return claims


def _is_by(key: Ed25519PrivateKey, signature: bytes, text: bytes) -> bool:
    try:
        key.public_key().verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _public(key: Ed25519PrivateKey) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64(key.public_key().public_bytes_raw())}


def _thumbprint(key: Ed25519PrivateKey) -> str:
    canonical = json.dumps(_public(key), sort_keys=True, separators=(",", ":"))
    return _base64(hashlib.sha256(canonical.encode()).digest())


def _coded(said: dict[str, Any]) -> str:
    return _base64(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
