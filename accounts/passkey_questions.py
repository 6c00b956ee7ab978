"""What a browser is asked to sign: a challenge for its own host, good for one answer within ten minutes.

Who is signed in is asked by a page, and their session keeps the challenge. A visitor is asked beside a page, while they
type their number: a session would be written by two requests at once there, and the later one would lose what the other
has kept. So their challenge is a signed cookie of its own.
"""

import json
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import get_credentials
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts import devices, passkeys, proofs
from accounts.models import User
from accounts.passkeys import Question
from accounts.rate_limits import TriedTooOften, count_try, may_try
from accounts.refusals import TooManySignIns, WrongPasskey
from accounts.requests import citizen_of

NEW_KEY, SIGNATURE = "passkey_to_make", "passkey_to_show"
COOKIE, SALT = "passkey_question", "accounts.passkey_questions"
LASTS = timedelta(minutes=10)
NAME = "碳惠天府"


def for_new_key(request: HttpRequest, *, now: datetime) -> str:
    """What the browser is asked to make a passkey for, as JSON; nothing where the host can have none."""
    if not may_have_keys(request):
        return ""
    user = citizen_of(request)
    options, state = _server(request).register_begin(
        _named(user),
        credentials=_kept_already(user),
        resident_key_requirement=(
            ResidentKeyRequirement.DISCOURAGED if user.is_staff else ResidentKeyRequirement.REQUIRED
        ),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _kept(request, NEW_KEY, dict(options), state, now)


def for_sign_in(request: HttpRequest) -> HttpResponse:
    """What a visitor's browser is asked to sign with whichever passkey of this host they choose, as JSON.

    It names no key, so that it tells nobody of anybody. Nothing where the host can have none.
    """
    if not may_have_keys(request):
        return HttpResponse("{}", content_type="application/json")
    options, state = _server(request).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    response = HttpResponse(json.dumps(dict(options)), content_type="application/json")
    response.set_signed_cookie(
        COOKIE,
        state["challenge"],
        salt=SALT,
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def for_signature(request: HttpRequest, *, now: datetime) -> str:
    """What the browser is asked to sign with one of the user's passkeys, as JSON; nothing where there is none."""
    credentials = get_credentials(citizen_of(request)) if may_have_keys(request) else []
    if not credentials:
        return ""
    options, state = _server(request).authenticate_begin(
        credentials, user_verification=UserVerificationRequirement.REQUIRED
    )
    return _kept(request, SIGNATURE, dict(options), state, now)


def register(request: HttpRequest, answer: str, *, now: datetime) -> list[str]:
    """Takes the answer to `for_new_key`; returns recovery codes where these are the first.

    Raises `TooManyFactorCodes` and what `passkeys.register` does.
    """
    proofs.count_try(request)
    passkey, codes = passkeys.register(
        user=citizen_of(request),
        question=_asked(request, NEW_KEY, now),
        answer=answer,
        device=devices.kind_of(request),
        now=now,
    )
    proofs.remember(request, passkey, now=now)
    return codes


def prove(request: HttpRequest, answer: str, *, now: datetime) -> Authenticator:
    """Takes the answer to `for_signature`. Raises `TooManyFactorCodes`, `WrongPasskey`."""
    proofs.count_try(request)
    question = _asked(request, SIGNATURE, now)
    passkey = passkeys.prove(user=citizen_of(request), question=question, answer=answer, now=now)
    proofs.remember(request, passkey, now=now)
    return passkey


def enter(request: HttpRequest, answer: str, *, now: datetime) -> Authenticator:
    """Takes the answer to `for_sign_in`; whose passkey it is may come in. Raises `TooManySignIns`, `WrongPasskey`."""
    try:
        count_try(request, ("sign_in_by_passkey", ""))
    except TriedTooOften as refused:
        raise TooManySignIns(wait_s=refused.wait_s) from None
    return passkeys.enter(question=_asked_visitor(request), answer=answer, now=now)


def _kept(request: HttpRequest, kind: str, options: dict[str, Any], state: dict[str, Any], now: datetime) -> str:
    """The later question takes the place of the one before."""
    request.session[kind] = {"challenge": state["challenge"], "at": now.timestamp()}
    return json.dumps(options)


def _asked(request: HttpRequest, kind: str, now: datetime) -> Question:
    """Forgets the question, however its answer turns out."""
    asked = request.session.pop(kind, None)
    if not asked or now.timestamp() >= asked["at"] + LASTS.total_seconds():
        raise WrongPasskey
    return _question(request, asked["challenge"])


def _asked_visitor(request: HttpRequest) -> Question:
    """Takes one answer for each challenge, however it turns out."""
    challenge = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=LASTS)
    if not challenge or not may_try(request, action="answer_passkey_question", key=challenge):
        raise WrongPasskey
    return _question(request, challenge)


def _question(request: HttpRequest, challenge: str) -> Question:
    state = {"challenge": challenge, "user_verification": UserVerificationRequirement.REQUIRED}
    return Question(server=_server(request), state=state)


def _server(request: HttpRequest) -> Fido2Server:
    """Of exactly the host, scheme and port that the browser asked; its neighbours and what lies below are others."""
    origin = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(name=NAME, id=_host(request))
    return Fido2Server(party, verify_origin=lambda told: told == origin)


def _host(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def may_have_keys(request: HttpRequest) -> bool:
    """Browsers keep passkeys for names, none for numbers."""
    try:
        ip_address(_host(request))
    except ValueError:
        return True
    return False


def _kept_already(user: User) -> list[AttestedCredentialData]:
    """The keys beside which their devices make no other. What opens nothing yet stands in no way."""
    return get_credentials(user) if user.is_staff else passkeys.credentials(passkeys.opening().filter(user=user))


def _named(user: User) -> PublicKeyCredentialUserEntity:
    label = get_adapter().get_totp_label(user)
    return PublicKeyCredentialUserEntity(id=user.public_id.encode(), name=label, display_name=label)
