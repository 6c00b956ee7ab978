"""What a visitor has shown at the door and what it is not enough for: the code of a number that may have changed hands.

Ten minutes long they may show more, or begin anew. The number stands in their session and nowhere else.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from accounts import arriving, known_devices, proofs
from accounts.changing_phone import numbers, passing_on
from accounts.changing_phone.refusals import ProofTooOld
from accounts.models import User
from accounts.rate_limits import TriedTooOften, count_try
from accounts.refusals import TooManyFactorCodes, TooManySignIns
from accounts.ways_in import PHONE

SHOWN = "number_shown"
LASTS = timedelta(minutes=10)


def keep(request: HttpRequest, phone: str, *, now: datetime) -> None:
    """This visitor has just entered the right code for a number (E.164)."""
    request.session.cycle_key()
    request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
    request.session[SHOWN] = {"phone": phone, "at": now.timestamp()}


def shown(request: HttpRequest, *, now: datetime) -> str:
    """The number that they have shown; empty where that is too long ago."""
    kept = request.session.get(SHOWN)
    if not kept or not 0 <= now.timestamp() - kept["at"] < LASTS.total_seconds():
        return ""
    return str(kept["phone"])


def open_by_code(request: HttpRequest, code: str, *, then: str | None, now: datetime) -> HttpResponse:
    """Signs in who has shown the number and, besides, a code of the account's second factor.

    Raises `ProofTooOld`, `TooManyFactorCodes`, `WrongFactorCode`.
    """
    phone = _of(request, now)
    # Not among the owner's own tries: else whoever has their number by now would keep them from their factor.
    try:
        count_try(request, ("second_factor_at_door", phone))
    except TriedTooOften:
        raise TooManyFactorCodes from None
    factor = passing_on.prove_by_code(phone=phone, code=code, now=now)
    response = _sign_in(request, factor.user, phone, then=then, now=now)
    if SESSION_KEY in request.session:
        proofs.remember(request, factor, now=now)
    return response


def begin_anew(request: HttpRequest, *, language: str, then: str | None, now: datetime) -> HttpResponse:
    """Signs in a new citizen with the number. Raises `ProofTooOld`, `TooManySignIns`, `ChangedMeanwhile`."""
    phone = _of(request, now)
    try:
        count_try(request, ("begin_anew", phone))
    except TriedTooOften as refused:
        raise TooManySignIns(wait_s=refused.wait_s) from None
    newcomer = passing_on.begin_anew(phone=phone, language=language, now=now)
    return _sign_in(request, newcomer, phone, then=then, now=now, is_new=True)


def settle(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Whoever came in another way after showing their number has shown it on this device."""
    kept = request.session.pop(SHOWN, None)
    if kept and kept["phone"] == numbers.phone_of(user.pk):
        known_devices.remember(request, response, kept["phone"])


def _of(request: HttpRequest, now: datetime) -> str:
    phone = shown(request, now=now)
    if not phone:
        raise ProofTooOld
    return phone


def _sign_in(
    request: HttpRequest, user: User, phone: str, *, then: str | None, now: datetime, is_new: bool = False
) -> HttpResponse:
    response = arriving.sign_in(request, user=user, way=PHONE, then=then, now=now, is_new=is_new)
    request.session.pop(SHOWN, None)
    known_devices.remember(request, response, phone)
    return response
