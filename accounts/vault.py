"""Secrets that must be read again: kept encrypted, under keys derived from SECRET_KEY and those before it."""

from base64 import urlsafe_b64encode
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import Profile
from accounts.phones import mask_phone
from accounts.refusals import Unreadable

PURPOSE = b"accounts.vault"


class VaultAdapter(DefaultMFAAdapter):
    """How allauth keeps the secrets of second factors, and names them to an app."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        phone = Profile.objects.filter(user_id=user.pk).values_list("phone", flat=True).first()
        return mask_phone(phone) if phone else str(user)


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises `Unreadable`, also for what somebody has changed."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise Unreadable from error


def derived_keys(purpose: bytes) -> list[bytes]:
    """32 bytes of a purpose's own from SECRET_KEY, then from each key before it."""
    return [_derived(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived_keys(PURPOSE)])


@cache
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
