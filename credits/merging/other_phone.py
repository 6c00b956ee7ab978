"""A code to the number of the other account, asked for while signed in on the one that stays.

The limits are those of signing in (`accounts/code_requests.py`), and whether anybody has the number is not looked up
before the code is right: the page and its timing tell nothing of it.
"""

import secrets
from datetime import datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from accounts.citizens import find_citizen
from accounts.code_requests import admit
from accounts.models import User
from accounts.rate_limits import TriedTooOften, count_try
from accounts.refusals import TooManyTriesFromHere, WrongCode
from accounts.requests import citizen_of
from accounts.sms import gateway
from credits.merging.asking import is_proven_by_number
from credits.merging.refusals import NoOtherAccount

AWAITED = "merging_phone"
DECIMALS = "0123456789"


def send(request: HttpRequest, phone: str, *, now: datetime) -> None:
    """Sends a code to `phone` (E.164). Raises TooManyCodes, PuzzleFirst, CeilingReached, CodeNotSent."""
    digits = admit(request, phone=phone)
    code = get_random_string(digits, DECIMALS)
    gateway().send_code(phone=phone, code=code)
    sent = {"phone": phone, "code": code, "id": secrets.token_hex(8), "at": now.timestamp()}
    request.session[AWAITED] = sent


def awaited(request: HttpRequest, *, now: datetime) -> dict[str, Any] | None:
    """What was sent and is still good."""
    sent: dict[str, Any] | None = request.session.get(AWAITED)
    return sent if sent and 0 <= now.timestamp() - sent["at"] <= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT else None


def forget(request: HttpRequest) -> None:
    request.session.pop(AWAITED, None)


def prove(request: HttpRequest, code: str, *, now: datetime) -> User:
    """The account that the number opens, where the code is right; it is used up then.

    One that was not used for long is not proven by its number alone, which may be somebody else's by now; nor is one
    with a second factor, which whoever reads the code may lack.
    Raises `WrongCode`, `TooManyTriesFromHere`, `NoOtherAccount`.
    """
    sent = awaited(request, now=now)
    if sent is None:
        raise WrongCode
    try:
        count_try(request, ("confirm_login_code", sent["id"]), ("confirm_from_address", ""))
    except TriedTooOften as refused:
        if refused.per != "key":
            raise TooManyTriesFromHere(wait_s=refused.wait_s) from None
        raise WrongCode from None
    if not compare_user_code(actual=code, expected=sent["code"]):
        raise WrongCode
    forget(request)
    found = find_citizen(sent["phone"])
    if found is None or found.pk == citizen_of(request).pk or not found.is_active:
        raise NoOtherAccount
    if not is_proven_by_number(found, now=now):
        raise NoOtherAccount
    return found
