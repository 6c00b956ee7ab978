"""The portal's key, which signs the heads of sealed days: Ed25519, out of `SEALS_KEY` or a file that is made once.

Whoever has the key can sign another chain; that one was published before shows by the copies that others have kept.
"""

import os
from base64 import b64decode
from pathlib import Path
from secrets import token_hex

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

KEY_FILE = "signing.key"


def private_key() -> Ed25519PrivateKey:
    """The key of this installation. Raises `ValueError` where what is given is no key."""
    given: str = settings.SEALS_KEY
    return Ed25519PrivateKey.from_private_bytes(b64decode(given) if given else _kept(settings.SEALS_ROOT / KEY_FILE))


def public_of_this_portal() -> str | None:
    """The public half of the key that is there; none is made, and none is told where it can't be read."""
    if not settings.SEALS_KEY and not (settings.SEALS_ROOT / KEY_FILE).exists():
        return None
    try:
        return public_hex(private_key())
    except (OSError, ValueError):
        return None


def public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def is_signed(signature: str, signed: bytes, public_key: str) -> bool:
    """Whether the key of that name has signed these bytes; what can't be read is no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _kept(path: Path) -> bytes:
    """The key in a file that only its owner reads; of two who make one at once, one does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{KEY_FILE}.{token_hex(4)}")
    if not path.exists():
        made.touch(mode=0o600)
        made.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes()
