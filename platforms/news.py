"""That a way in was added or taken away, told to whoever it opens the account of: they may not have done it."""

from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from accounts.models import User
from platforms.models import Platform

LINKED, UNLINKED = "platform_linked", "platform_unlinked"


def tell_linked(citizen: User, platform: Platform, *, now: datetime) -> None:
    _tell(LINKED, citizen, platform, now)


def tell_unlinked(citizen: User, platform: Platform, *, now: datetime) -> None:
    _tell(UNLINKED, citizen, platform, now)


def _tell(code: str, citizen: User, platform: Platform, now: datetime) -> None:
    key = f"{code}:{platform.value}:{now.isoformat()}"
    tell([News(citizen.pk, code, key, reverse("platforms:mine"), {"platform": platform.value})], now=now)
