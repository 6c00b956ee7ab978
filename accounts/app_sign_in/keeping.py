"""Sign-ins of apps: an access token for an hour, and a token that renews it, once; used again it ends the sign-in.

Every token of a sign-in comes from its seed, the server's key and the number of the renewal. So a token of before is
known as one of ours without a row for each. A renewal whose answer was lost can be asked for again: within a minute,
and with the word that came with it, which only that app knows, it is answered with the same tokens. Otherwise two hold
what one was given, and neither is believed.
"""

import base64
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from accounts.models import AccessToken, AppSignIn, AppWay, Profile, User
from accounts.refusals import RenewalRefused
from accounts.tokens import PREFIX, digest_of
from common.city_time import city_day

RENEWAL_PREFIX = "cr_"
SALT = "accounts.app_sign_in"
ACCESS_LASTS = timedelta(hours=1)
UNUSED_LASTS = timedelta(days=60)
"""After the last renewal."""
LASTS = timedelta(days=365)
"""After signing in, as any token at the most (docs/adr/0043)."""
REPEATED_WITHIN = timedelta(minutes=1)
MOST = 20
"""Of one citizen; the one used longest ago makes room."""
_RENEWAL = re.compile(r"cr_([2-9a-z]{16})\.([0-9]{1,9})\.([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str
    access_ends_at: datetime
    renewal: str
    renewal_ends_at: datetime
    scopes: list[str]


@transaction.atomic
def start(*, citizen: User, scopes: Collection[str], way: AppWay, device: str, now: datetime) -> Tokens:
    """An app has shown whose it is."""
    # Locked so that of two that begin at once both count.
    User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    surplus = AppSignIn.objects.filter(user=citizen).order_by("-renewed_at", "-pk")[MOST - 1 :]
    _end(AppSignIn.objects.filter(pk__in=[one.pk for one in surplus]))
    # What opens nothing yet stands in the row until the sign-in has its id.
    token = AccessToken.objects.create(
        user=citizen, label="", digest=secrets.token_hex(32), scopes=list(scopes), ends_at=now + ACCESS_LASTS
    )
    sign_in = AppSignIn.objects.create(
        user=citizen,
        token=token,
        way=way,
        device=device,
        seed=secrets.token_urlsafe(32),
        at=now,
        renewed_at=now,
        ends_at=now + UNUSED_LASTS,
    )
    _note_use(citizen, now)
    return _given(sign_in)


def renew(*, renewal: str, now: datetime, word: str = "") -> Tokens:
    """The next tokens. `word` is the app's own random one, by which a repeat is known; without it none is answered.

    Raises RenewalRefused; where a token of before is shown, the sign-in has ended, too.
    """
    tokens = _renewed(renewal, word, now)
    if tokens is None:
        raise RenewalRefused
    return tokens


@transaction.atomic
def _renewed(renewal: str, word: str, now: datetime) -> Tokens | None:
    found = _found(renewal)
    if found is None:
        return None
    sign_in, number = found
    is_next = number == sign_in.renewals
    is_repeated = number == sign_in.renewals - 1 and _is_repeat(sign_in, word, now)
    if now >= sign_in.ends_at or not sign_in.user.is_active or not (is_next or is_repeated):
        _end(AppSignIn.objects.filter(pk=sign_in.pk))
        return None
    if is_next:
        sign_in.renewals, sign_in.renewed_at = number + 1, now
        sign_in.word_digest = digest_of(word) if word else ""
        sign_in.ends_at = min(now + UNUSED_LASTS, sign_in.at + LASTS)
        sign_in.save(update_fields=["renewals", "word_digest", "renewed_at", "ends_at"])
        sign_in.token.ends_at = now + ACCESS_LASTS
        _note_use(sign_in.user, now)
    return _given(sign_in)


def _is_repeat(sign_in: AppSignIn, word: str, now: datetime) -> bool:
    """Whether it comes from who sent the last renewal: a thief of the tokens does not know its word."""
    # Of two requests at once the later one may have looked at the clock first.
    is_soon = abs(now - sign_in.renewed_at) < REPEATED_WITHIN
    return is_soon and word != "" and compare_digest(digest_of(word), sign_in.word_digest)


def end(sign_in: AppSignIn) -> None:
    """Ends one, at once."""
    _end(AppSignIn.objects.filter(pk=sign_in.pk))


@transaction.atomic
def end_by(*, renewal: str) -> None:
    """Ends the one that gave this token, be it the last or one of before; of any other nothing is said."""
    found = _found(renewal)
    if found is not None:
        end(found[0])


def end_all(user: User) -> None:
    _end(AppSignIn.objects.filter(user=user))


def of(user: User, *, now: datetime) -> QuerySet[AppSignIn]:
    """Those that are not over, the latest first."""
    return AppSignIn.objects.filter(user=user, ends_at__gt=now).select_related("token").order_by("-pk")


def forget_old(*, now: datetime, limit: int) -> int:
    """Delete at most `limit` that are over, and return how many."""
    over = list(AppSignIn.objects.filter(ends_at__lt=now).order_by("ends_at")[:limit])
    _end(AppSignIn.objects.filter(pk__in=[one.pk for one in over]))
    return len(over)


def _found(renewal: str) -> tuple[AppSignIn, int] | None:
    """The sign-in that gave this token, locked, and of which renewal it is."""
    read = _RENEWAL.fullmatch(renewal)
    if read is None:
        return None
    # Its token and citizen are read once it is locked: who waited for the lock would be told what was before.
    sign_in = AppSignIn.objects.select_for_update().filter(public_id=read[1]).first()
    number = int(read[2])
    return (sign_in, number) if sign_in and _is_ours(sign_in, number, read[3]) else None


def _end(sign_ins: "QuerySet[AppSignIn]") -> None:
    """The tokens go, and the rows with them."""
    AccessToken.objects.filter(pk__in=list(sign_ins.values_list("token_id", flat=True))).delete()


def _note_use(user: User, now: datetime) -> None:
    """The rows go with the sign-in; that the account was used stays known."""
    today = city_day(now)
    Profile.objects.filter(user=user).exclude(last_used_on=today).update(last_used_on=today)


def _given(sign_in: AppSignIn) -> Tokens:
    """The tokens of the renewal that `sign_in` is at; its row of the access token learns its digest."""
    token, number = sign_in.token, sign_in.renewals
    access = PREFIX + _mac(sign_in, "access", number, settings.SECRET_KEY)
    token.digest = digest_of(access)
    token.save(update_fields=["digest", "ends_at"])
    renewal = f"{RENEWAL_PREFIX}{sign_in.public_id}.{number}.{_mac(sign_in, 'renewal', number, settings.SECRET_KEY)}"
    return Tokens(access, token.ends_at, renewal, sign_in.ends_at, list(token.scopes))


def _is_ours(sign_in: AppSignIn, number: int, mac: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(compare_digest(mac, _mac(sign_in, "renewal", number, key)) for key in keys)


def _mac(sign_in: AppSignIn, kind: str, number: int, key: str) -> str:
    words = f"{kind}:{sign_in.public_id}:{number}:{sign_in.seed}"
    digest = salted_hmac(SALT, words, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
