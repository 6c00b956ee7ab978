"""Which office has looked at what of a citizen, for that citizen to read; and when they signed in, on what.

An office is the groups of the member of staff: the citizen learns who is to answer for it, and no colleague is named.
Who it was is kept beside it, for the city to look into; every single look, with its moment, is in the trail of the desk
(`accounts/deeds/`), for ever.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.deeds.noting import note_looks
from accounts.models import Look, PastSignIn, Seen, User
from common.city_time import city_day

KEPT = timedelta(days=183)
MOST_SHOWN = 200


def note(
    *,
    of: Iterable[int | None],
    seen: Seen,
    by: AbstractBaseUser | AnonymousUser,
    now: datetime,
    reason: str = "",
) -> None:
    """The desk has shown this of these citizens to a member of staff; told the trail each time, and them once a day."""
    citizens = sorted({citizen for citizen in of if citizen is not None and citizen != by.pk})
    if not citizens:
        return
    note_looks(of=citizens, by=by, now=now, facts={"seen": seen} | ({"reason": reason} if reason else {}))
    office, day = _office_of(by), city_day(now)
    looks = (Look(citizen_id=citizen, day=day, seen=seen, office=office, by_id=by.pk) for citizen in citizens)
    Look.objects.bulk_create(looks, ignore_conflicts=True)


def note_sign_in(*, user: User, device: str, now: datetime) -> None:
    """Somebody has signed in as this user, on a device of this kind."""
    PastSignIn.objects.create(user=user, device=device, at=now)


def at(citizen: User) -> list[tuple[date, Seen, str]]:
    """What was looked at of a citizen, the latest first: the day, what, and which office."""
    told = Look.objects.filter(citizen=citizen).order_by("-day", "seen", "office").values_list("day", "seen", "office")
    return [(day, Seen(seen), office) for day, seen, office in told.distinct()[:MOST_SHOWN]]


def sign_ins_of(user: User) -> QuerySet[PastSignIn]:
    """When they signed in, the latest first."""
    return PastSignIn.objects.filter(user=user).order_by("-at")[:MOST_SHOWN]


def forget_old(*, now: datetime, limit: int) -> int:
    """Delete at the most `limit` of each that are older than six months, and return how many of the more."""
    looks = Look.objects.filter(day__lt=city_day(now - KEPT))[:limit]
    sign_ins = PastSignIn.objects.filter(at__lt=now - KEPT)[:limit]
    return max(
        Look.objects.filter(pk__in=looks.values("pk")).delete()[0],
        PastSignIn.objects.filter(pk__in=sign_ins.values("pk")).delete()[0],
    )


def _office_of(by: AbstractBaseUser | AnonymousUser) -> str:
    """The names of the groups; empty for who needs none."""
    groups = by.groups.order_by("name").values_list("name", flat=True) if isinstance(by, User) else []
    return "、".join(groups)[: Look.LONGEST_OFFICE]
