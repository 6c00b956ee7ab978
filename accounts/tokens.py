"""Access tokens: shown once, kept as a digest, presented as `Authorization: Bearer cc_…`, revoked for good."""

import hashlib
import secrets
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import AccessToken, User
from common.city_time import city_day
from common.errors import DomainError
from common.prepared import Prepared

PREFIX = "cc_"
SCHEME = "Bearer"
MAX_TOKENS = 20


class TooManyTokens(DomainError):
    code = "too_many_tokens"
    message = _("You can have at most %(limit)s tokens. Revoke one that you no longer use.")


@transaction.atomic
def issue(*, user: User, label: str) -> tuple[AccessToken, str]:
    """A new token and its secret, which nobody can read again. Raises TooManyTokens."""
    # Locked so that two requests at once cannot both take the last place.
    User.objects.select_for_update().get(pk=user.pk)
    if AccessToken.objects.valid().filter(user=user).count() >= MAX_TOKENS:
        raise TooManyTokens(limit=MAX_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    return AccessToken.objects.create(user=user, label=label, digest=digest_of(secret)), secret


def revoke(*, token: AccessToken, now: datetime) -> AccessToken:
    """End a token. Ending it again changes nothing."""
    AccessToken.objects.valid().filter(pk=token.pk).update(revoked_at=now)
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
        token = _find(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This access token is not valid."))
        _note_use(token, timezone.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


_OF_TOKEN = Prepared(
    "token_and_citizen",
    """
    SELECT token.id, token.last_used_on, citizen.id, citizen.public_id, citizen.is_active
    FROM accounts_accesstoken AS token JOIN accounts_user AS citizen ON citizen.id = token.user_id
    WHERE token.digest = $1::text AND token.revoked_at IS NULL AND citizen.is_active
    """,
)


def _find(secret: str) -> AccessToken | None:
    """Asked with every request of the API: one look at one index, and no more of either row than is needed."""
    row = _OF_TOKEN.row(digest_of(secret))
    if row is None:
        return None
    token = AccessToken.from_db(connection.alias, ["id", "last_used_on"], row[:2])
    token.user = User.from_db(connection.alias, ["id", "public_id", "is_active"], row[2:])
    return token


def _note_use(token: AccessToken, now: datetime) -> None:
    today = city_day(now)
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
