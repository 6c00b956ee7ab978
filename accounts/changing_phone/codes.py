"""A code to a number that is to become somebody's: sent, awaited in the session, and shown once."""

import secrets
from datetime import datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from accounts.code_requests import DIGITS, admit_new_number
from accounts.rate_limits import may_try
from accounts.refusals import WrongCode
from accounts.requests import citizen_of
from accounts.sms import gateway

AWAITED = "new_phone"
DECIMALS = "0123456789"


def send(request: HttpRequest, *, phone: str, of: int, now: datetime) -> None:
    """Sends a code to a number (E.164) that is to become the user's of that key.

    Raises `TooManyCodes`, `CeilingReached`, `CodeNotSent`.
    """
    admit_new_number(request, citizen_of(request), phone)
    code = get_random_string(DIGITS, DECIMALS)
    gateway().send_code(phone=phone, code=code)
    request.session[AWAITED] = {
        "phone": phone,
        "of": of,
        "code": code,
        "id": secrets.token_hex(8),
        "at": now.timestamp(),
    }


def awaited(request: HttpRequest, *, of: int, now: datetime) -> dict[str, Any] | None:
    """The code that was sent for this user and is still good."""
    sent: dict[str, Any] | None = request.session.get(AWAITED)
    is_good = sent and sent["of"] == of and 0 <= now.timestamp() - sent["at"] <= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    return sent if is_good else None


def prove(request: HttpRequest, code: str, *, of: int, now: datetime) -> str:
    """The number (E.164) whose code this is. It is good for once. Raises `WrongCode`."""
    sent = awaited(request, of=of, now=now)
    if sent is None or not may_try(request, action="confirm_login_code", key=sent["id"]):
        raise WrongCode
    if not compare_user_code(actual=code, expected=sent["code"]):
        raise WrongCode
    del request.session[AWAITED]
    return str(sent["phone"])


def forget(request: HttpRequest) -> None:
    request.session.pop(AWAITED, None)
