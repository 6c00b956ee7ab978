"""Where a citizen is signed in: a row for each session, written at sign-in and touched once a day; how sessions end.

Apps, which have tokens instead of a session, end with them (`accounts/app_sign_in/`).

A session is read with every request, so one that was ended is over at once. Of a device only its kind is kept.
"""

import re
from datetime import datetime

from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import looks
from accounts.app_sign_in import keeping as apps
from accounts.models import SignedIn, User
from accounts.requests import citizen_of
from accounts.sessions import USED_ON
from common.city_time import city_day

# The first that is found says it: a tablet of Apple's calls itself a Mac, WeChat names the phone that it runs on.
_KINDS = [
    ("iphone", re.compile("iPhone")),
    ("ipad", re.compile("iPad")),
    ("harmony", re.compile("HarmonyOS|OpenHarmony|ArkWeb")),
    ("android", re.compile("Android")),
    ("windows", re.compile("Windows")),
    ("mac", re.compile("Macintosh")),
    ("linux", re.compile("Linux|X11")),
]
WORDS = {
    "iphone": _("iPhone"),
    "ipad": _("iPad"),
    "harmony": _("HarmonyOS phone"),
    "android": _("Android phone"),
    "windows": _("Windows computer"),
    "mac": _("Mac"),
    "linux": _("Linux computer"),
    "other": _("Other device"),
}


def kind_of(request: HttpRequest) -> str:
    """What the browser says it runs on, in one word."""
    told = request.headers.get("User-Agent", "")[:500]
    return next((kind for kind, pattern in _KINDS if pattern.search(told)), "other")


def note(request: HttpRequest, *, now: datetime) -> SignedIn:
    """This session has just signed in."""
    request.session[USED_ON] = city_day(now).isoformat()
    user, device = citizen_of(request), kind_of(request)
    looks.note_sign_in(user=user, device=device, now=now)
    return SignedIn.objects.create(
        user=user, session_key=_key_of(request), device=device, at=now, last_used_on=city_day(now)
    )


def _key_of(request: HttpRequest) -> str:
    key = request.session.session_key
    assert key is not None  # signing in has made one
    return key


def signed_in(user: User, *, now: datetime) -> QuerySet[SignedIn]:
    """The sessions of a citizen that are not over."""
    open_ones = Session.objects.filter(expire_date__gt=now)
    return SignedIn.objects.filter(user=user, session_key__in=open_ones.values("session_key")).order_by("-pk")


@transaction.atomic
def end(session: SignedIn) -> None:
    """Ends one session, at once."""
    Session.objects.filter(pk=session.session_key).delete()
    session.delete()


@transaction.atomic
def end_others(request: HttpRequest) -> None:
    """Ends every other session of who is signed in, also such as began before there were rows of them, and all apps."""
    user, own = citizen_of(request), request.session.session_key
    _end(user, but=own)
    if not user.has_usable_password():
        # What a session was signed in with is another now; this one learns it.
        user.set_unusable_password()
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)


@transaction.atomic
def end_all(user: User) -> None:
    """Ends every session of a citizen, and all apps."""
    _end(user)
    if not user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _end(user: User, *, but: str | None = None) -> None:
    ended = SignedIn.objects.filter(user=user).exclude(session_key=but)
    Session.objects.filter(pk__in=list(ended.values_list("session_key", flat=True))).delete()
    ended.delete()
    apps.end_all(user)
