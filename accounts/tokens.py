"""Access tokens: shown once, kept as a digest, presented as `Authorization: Bearer cc_…`, ended or revoked for good.

Each says what it may be used for (`accounts/scopes.py`); each view of the API says what it asks for, by method.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import AccessToken, User
from accounts.refusals import ScopeMissing, TooManyTokens
from accounts.scopes import Scope
from common.city_time import city_day
from common.prepared import Prepared

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which itself imports this module, by its name in the settings

PREFIX = "cc_"
SCHEME = "Bearer"
MAX_TOKENS = 20
LASTS = timedelta(days=365)
"""Unless somebody chooses less."""


@transaction.atomic
def issue(
    *, user: User, label: str, now: datetime, scopes: Collection[str] = tuple(Scope), lasts: timedelta = LASTS
) -> tuple[AccessToken, str]:
    """A new token and its secret, which nobody can read again. Raises TooManyTokens."""
    # Locked so that two requests at once cannot both take the last place.
    User.objects.select_for_update().get(pk=user.pk)
    if AccessToken.objects.valid(now).filter(user=user, app_sign_in=None).count() >= MAX_TOKENS:
        raise TooManyTokens(limit=MAX_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user, label=label, digest=digest_of(secret), scopes=list(scopes), ends_at=now + lasts
    )
    return token, secret


def revoke(*, token: AccessToken, now: datetime) -> AccessToken:
    """End a token. Ending it again changes nothing."""
    AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    token.refresh_from_db()
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenAuthentication(BaseAuthentication):
    """Knows the citizen behind a token, by one query; the first use of a token on a day costs one more."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        now = timezone.now()
        token = _find(secret.strip(), now)
        if token is None:
            raise AuthenticationFailed(_("This access token is not valid."))
        _note_use(token, now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


def may(request: Request, scope: Scope) -> bool:
    """Whether the token that this request brings is for `scope`."""
    assert isinstance(request.auth, AccessToken)
    return scope in request.auth.scopes


class HasScope(BasePermission):
    """Whether the token is for what the view does: its `scopes` say so by method; one that they leave out is shut."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        method = "GET" if request.method == "HEAD" else str(request.method)
        wanted = getattr(view, "scopes", {}).get(method)
        if wanted is None:
            # What the view cannot do is answered by DRF as such.
            return method == "OPTIONS" or not hasattr(view, method.lower())
        if not may(request, wanted):
            raise ScopeMissing(scope=str(wanted))
        return True


_OF_TOKEN = Prepared(
    "token_and_citizen",
    """
    SELECT token.id, token.scopes, token.last_used_on, citizen.id, citizen.public_id, citizen.is_active
    FROM accounts_accesstoken AS token JOIN accounts_user AS citizen ON citizen.id = token.user_id
    WHERE token.digest = $1::text AND token.revoked_at IS NULL AND token.ends_at > $2 AND citizen.is_active
    """,
)


def _find(secret: str, now: datetime) -> AccessToken | None:
    """Asked with every request of the API: one look at one index, and no more of either row than is needed."""
    row = _OF_TOKEN.row(digest_of(secret), now)
    if row is None:
        return None
    token = AccessToken.from_db(connection.alias, ["id", "scopes", "last_used_on"], row[:3])
    token.user = User.from_db(connection.alias, ["id", "public_id", "is_active"], row[3:])
    return token


def _note_use(token: AccessToken, now: datetime) -> None:
    today = city_day(now)
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
