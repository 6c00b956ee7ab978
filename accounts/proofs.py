"""What a session has proven: that whoever sits there holds the second factor, and when they last showed it."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest

from accounts import second_factor
from accounts.rate_limits import may_try
from accounts.refusals import TooManyFactorCodes, Unreadable
from accounts.requests import citizen_of
from accounts.vault import seal, unseal

PROOF, NEW_SECRET = "second_factor_proof", "second_factor_secret"
FRESH = timedelta(minutes=10)
"""How old a proof may be to replace or remove the factor itself."""


def count_try(request: HttpRequest) -> None:
    """Raises `TooManyFactorCodes`; counted per user, in all their sessions together."""
    if not may_try(request, action="second_factor", key=str(citizen_of(request).pk)):
        raise TooManyFactorCodes


def prove_by_code(request: HttpRequest, code: str, *, now: datetime) -> None:
    """Raises `TooManyFactorCodes` and what `second_factor.prove` does."""
    count_try(request)
    remember(request, second_factor.prove(user=citizen_of(request), code=code, now=now), now=now)


def remember(request: HttpRequest, factor: Authenticator, *, now: datetime) -> None:
    """This session has proven a factor. The session gets another key, as at every step up."""
    request.session.cycle_key()
    request.session[PROOF] = {"factor": factor.pk, "at": now.timestamp()}


def is_proven(request: HttpRequest, *, now: datetime, within: timedelta | None = None) -> bool:
    """Whether this session has proven, lately, something its user still has. A clock set back since asks once more."""
    proof = request.session.get(PROOF)
    if not proof:
        return False
    within = within or timedelta(seconds=settings.SECOND_FACTOR_S)
    is_recent = 0 <= now.timestamp() - proof["at"] < within.total_seconds()
    return is_recent and Authenticator.objects.filter(user=citizen_of(request), pk=proof["factor"]).exists()


def new_secret(request: HttpRequest) -> str:
    """The secret that this session offers to an app, the same until it is enrolled; sealed, as sessions are rows."""
    if sealed := request.session.get(NEW_SECRET):
        try:
            return unseal(sealed)
        except Unreadable:
            pass  # SECRET_KEY is another since: a new secret is as good.
    secret: str = generate_totp_secret()
    request.session[NEW_SECRET] = seal(secret)
    return secret


def forget_new_secret(request: HttpRequest) -> None:
    request.session.pop(NEW_SECRET, None)
