"""That whoever sits there is the owner of the account: shown within the last ten minutes, by any of their ways in.

Signing in shows it. Who signed in earlier has a code sent to their own number, or shows the second factor.
"""

import secrets
from datetime import datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from accounts import proofs, second_factor
from accounts.code_requests import DIGITS, admit_owner
from accounts.models import Profile
from accounts.rate_limits import may_try
from accounts.refusals import NoPhone, WrongCode
from accounts.requests import citizen_of
from accounts.sms import gateway
from accounts.ways_in import PHONE

PROVEN_AT, PROVEN_BY, AWAITED = "phone_proven_at", "proven_by", "phone_proof"
DECIMALS = "0123456789"


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Whether this session has shown phone or second factor lately. A clock set back since asks once more."""
    since_s = now.timestamp() - request.session.get(PROVEN_AT, float("-inf"))
    return 0 <= since_s < proofs.FRESH.total_seconds() or proofs.is_proven(request, now=now, within=proofs.FRESH)


def is_enough(request: HttpRequest, *, now: datetime) -> bool:
    """Whether a weighty act may go on: who has a second factor has shown that lately, everybody else any way in.

    A code to the number is not enough beside a factor: whoever reads it may be the one whom the factor keeps out.
    """
    if second_factor.has_one(citizen_of(request)):
        return proofs.is_proven(request, now=now, within=proofs.FRESH)
    return is_fresh(request, now=now)


def has_shown_phone(request: HttpRequest, *, now: datetime) -> bool:
    """Whether what this session has shown lately is that its owner reads what is sent to the account's number."""
    since_s = now.timestamp() - request.session.get(PROVEN_AT, float("-inf"))
    return request.session.get(PROVEN_BY) == PHONE and 0 <= since_s < proofs.FRESH.total_seconds()


def remember(request: HttpRequest, *, way: str = "", now: datetime) -> None:
    """This session has shown a way in: a kind of `accounts.ways_in`. What is not named counts as no phone."""
    request.session[PROVEN_AT] = now.timestamp()
    request.session[PROVEN_BY] = way


def send(request: HttpRequest, *, now: datetime) -> None:
    """Sends a code to the citizen's own number. Raises NoPhone, TooManyCodes, CodeNotSent."""
    phone = Profile.objects.filter(user=citizen_of(request)).values_list("phone", flat=True).first()
    if not phone:
        raise NoPhone
    admit_owner(request, citizen_of(request))
    code = get_random_string(DIGITS, DECIMALS)
    gateway().send_code(phone=phone, code=code)
    request.session[AWAITED] = {"code": code, "id": secrets.token_hex(8), "at": now.timestamp()}


def awaited(request: HttpRequest, *, now: datetime) -> dict[str, Any] | None:
    """The code that was sent and is still good."""
    sent: dict[str, Any] | None = request.session.get(AWAITED)
    return sent if sent and 0 <= now.timestamp() - sent["at"] <= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT else None


def prove(request: HttpRequest, code: str, *, now: datetime) -> None:
    """This session has shown the phone, where the code is right. Raises WrongCode."""
    sent = awaited(request, now=now)
    if sent is None or not may_try(request, action="confirm_login_code", key=sent["id"]):
        raise WrongCode
    if not compare_user_code(actual=code, expected=sent["code"]):
        raise WrongCode
    del request.session[AWAITED]
    request.session.cycle_key()
    remember(request, way=PHONE, now=now)
