"""A second factor: codes that an app on somebody's own phone makes (TOTP, RFC 6238), and ten recovery codes.

Passkeys are the other kind of factor (`passkeys`); whoever has several shows one, or a recovery code in its place.
Built on allauth's rows and on `common.step_codes`. Who needs one is for those to say who ask for it (`is_needed_by`).
Locks: the user.
"""

from base64 import b32decode
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.db.models import QuerySet

from accounts import ways_in
from accounts.models import User
from accounts.refusals import OwnFactor, WrongFactorCode
from accounts.vault import unseal
from accounts.ways_in import PASSKEY, WayIn
from common import step_codes
from common.brought import brought
from common.editions import ChangedMeanwhile, NothingShown

OF_APPS = "sha1"
"""The digest that every app on a phone knows."""


def factors(user: User) -> QuerySet[Authenticator]:
    """Everything that somebody can show, app and passkeys; the oldest first."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).order_by("pk")


def has_one(user: User) -> bool:
    return factors(user).exists()


def find(user: User) -> Authenticator | None:
    """The app that somebody has enrolled."""
    return factors(user).filter(type=Authenticator.Type.TOTP).first()


def address_of(user: User, secret: str) -> str:
    """What an app reads from the QR code."""
    address: str = get_adapter().build_totp_url(user, secret)
    return address


@transaction.atomic
def enrol(*, user: User, secret: str, code: str, now: datetime) -> tuple[Authenticator, list[str]]:
    """Makes a secret the user's app, in place of the one before; returns it with its recovery codes. Passkeys stay.

    Raises `WrongFactorCode` where the code is not that of the secret: nothing has changed then.
    """
    lock(user)
    step = _step_of(secret, code, now)
    if step is None:
        raise WrongFactorCode
    Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).delete()
    factor = TOTP.activate(user, secret).instance
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return factor, RecoveryCodes.activate(user).get_unused_codes()


@transaction.atomic
def prove(*, user: User, code: str, now: datetime) -> Authenticator:
    """The row that the right code is of, where it was never used. Raises `WrongFactorCode`, `vault.Unreadable`."""
    lock(user)
    app, recovery = find(user), _recovery_codes(user)
    if app is not None and _uses_step(app, code, now):
        used = app
    elif recovery is not None and RecoveryCodes(recovery).validate_code(code):
        used = app or recovery
    else:
        raise WrongFactorCode
    used.last_used_at = now
    used.save(update_fields=["data", "last_used_at"])
    return used


@transaction.atomic
def remove(*, user: User) -> None:
    """Nothing is left, of passkeys neither; whoever needs a factor enrols anew. Raises `LastWayIn`."""
    lock(user)
    leaving = [WayIn(PASSKEY, pk) for pk in factors(user).values_list("pk", flat=True)]
    ways_in.check_another(user.pk, leaving=leaving)
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def reset(*, user: User, by: User, shown: int | None) -> None:
    """Removes what the user has, unless the newest is not the one whose key was shown.

    Raises `OwnFactor`, `NothingShown`, `ChangedMeanwhile`.
    """
    if user.pk == by.pk:
        raise OwnFactor
    if shown is None:
        raise NothingShown
    lock(user)
    newest = factors(user).last()
    if newest is None or newest.pk != shown:
        raise ChangedMeanwhile
    remove(user=user)


def is_needed_by(user: User) -> bool:
    """Whether some room asks this user for a factor: each app says so, in `FACTOR_NEEDS` of its `factor_needs.py`."""
    return any(needs(user) for module in brought("factor_needs") for needs in module.FACTOR_NEEDS)


def forget_recovery_codes(user: User) -> None:
    """They stand in for a factor, and there is none any more."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()


def first_recovery_codes(user: User) -> list[str]:
    """Ten codes for whoever has none yet."""
    if _recovery_codes(user) is not None:
        return []
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet; needs no key to count them."""
    kept = _recovery_codes(user)
    used: int = kept.data["used_mask"].bit_count() if kept else 0
    return int(app_settings.RECOVERY_CODE_COUNT) - used if kept else 0


def code_at(secret: str, moment: datetime) -> str:
    """What the app shows at a moment."""
    return step_codes.code_at(_key(secret), moment, digest=OF_APPS)


def code_now(factor: Authenticator, now: datetime) -> str:
    """What the app that holds a factor shows now; for the demonstration."""
    return code_at(unseal(factor.data["secret"]), now)


def _uses_step(factor: Authenticator, code: str, now: datetime) -> bool:
    """No step counts twice, nor one before the last that counted."""
    step = _step_of(unseal(factor.data["secret"]), code, now)
    if step is None or step <= factor.data["last_step"]:
        return False
    factor.data["last_step"] = step
    return True


def _recovery_codes(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step around now whose code this is."""
    return step_codes.step_shown(_key(secret), code, now, digest=OF_APPS)


def _key(secret: str) -> bytes:
    """A secret is kept as apps are given it."""
    return b32decode(secret, casefold=True)


def lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
