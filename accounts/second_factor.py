"""A second factor: codes that an app on somebody's own phone makes (TOTP, RFC 6238), and ten recovery codes.

Built on allauth's rows and arithmetic. Who needs one is for those to say who ask for it; here nobody does.
Locks: the user.
"""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.vault import unseal
from common.editions import ChangedMeanwhile
from common.errors import DomainError

STEP_S = 30
DRIFT_STEPS = 1
"""How many steps a phone's clock may be early or late."""
DIGITS = 6


class WrongFactorCode(DomainError):
    """Also said of a code that was used before."""

    code = "wrong_factor_code"
    message = _("This code is not right, or was used before. Enter the one that the app shows now.")


def find(user: User) -> Authenticator | None:
    """The factor that somebody has enrolled."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def address_of(user: User, secret: str) -> str:
    """What an app reads from the QR code."""
    address: str = get_adapter().build_totp_url(user, secret)
    return address


@transaction.atomic
def enrol(*, user: User, secret: str, code: str, now: datetime) -> tuple[Authenticator, list[str]]:
    """Makes a secret the user's factor, in place of the one before; returns it with its recovery codes.

    Raises `WrongFactorCode` where the code is not that of the secret: nothing has changed then.
    """
    _lock(user)
    step = _step_of(secret, code, now)
    if step is None:
        raise WrongFactorCode
    remove(user=user)
    factor = TOTP.activate(user, secret).instance
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return factor, RecoveryCodes.activate(user).get_unused_codes()


@transaction.atomic
def prove(*, user: User, code: str, now: datetime) -> Authenticator:
    """The user's factor, where the code is right and was never used. Raises `WrongFactorCode`, `vault.Unreadable`."""
    _lock(user)
    factor = find(user)
    if factor is None or not (_uses_step(factor, code, now) or _uses_recovery_code(user, code)):
        raise WrongFactorCode
    factor.last_used_at = now
    factor.save(update_fields=["data", "last_used_at"])
    return factor


@transaction.atomic
def remove(*, user: User) -> None:
    """Nothing of the factor is left; whoever needs one enrols anew."""
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def reset(*, user: User, shown: int | None) -> None:
    """Removes the factor whose key was shown, unless the user has enrolled another since. Raises `ChangedMeanwhile`."""
    _lock(user)
    factor = find(user)
    if factor is not None and shown is not None and factor.pk != shown:
        raise ChangedMeanwhile
    remove(user=user)


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet; needs no key to count them."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    used: int = kept.data["used_mask"].bit_count() if kept else 0
    return int(app_settings.RECOVERY_CODE_COUNT) - used if kept else 0


def code_at(secret: str, moment: datetime) -> str:
    """What the app shows at a moment."""
    return _code(secret, _step_at(moment))


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


def _uses_recovery_code(user: User, code: str) -> bool:
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept is not None and RecoveryCodes(kept).validate_code(code)


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step around now whose code this is."""
    middle = _step_at(now)
    steps = range(middle - DRIFT_STEPS, middle + DRIFT_STEPS + 1)
    return next((step for step in steps if compare_user_code(actual=code, expected=_code(secret, step))), None)


def _code(secret: str, step: int) -> str:
    code: str = format_hotp_value(hotp_value(secret, step))
    return code


def _step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_S


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
