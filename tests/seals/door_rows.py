"""A day on which accounts were made one, numbers changed and platforms linked, for lies to be told of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from accounts.changing_phone import numbers
from accounts.changing_phone.models import PhoneChange, Stopped, Way
from accounts.models import Profile, User
from credits.merging import deciding
from platforms.identities import Identity, link, unlink
from platforms.models import Platform
from tests.conftest import make_citizen, record, score_everything, walk
from tests.credits.adjusting.conftest import SERVING, official
from tests.credits.merging.conftest import WAIT, asked, merged

Rows = dict[str, Any]
nth = count(1)


def door_rows(day: int, now: datetime) -> Rows:
    clerk, second = (official(f"{name}-{day}", SERVING) for name in ("serving", "second"))
    return {**merger_rows(clerk, now), **phone_rows(clerk, second, now), **link_rows(now)}


def merger_rows(clerk: User, now: datetime) -> Rows:
    """Two accounts with credits that are one, and two that stay two."""
    ended, stays = with_phone(now), with_phone(now)
    record(ended, walk(20_000, now=now), now=now)
    score_everything(now)
    approved = merged(ended, stays, clerk, now=now)
    refused = asked(with_phone(now), with_phone(now), now=now - WAIT)
    deciding.decline(merger=refused, answer="不是同一个人。", by=clerk, now=now)
    return {"merger": approved.pk, "refused_merger": refused.pk, "ended": ended.pk}


def phone_rows(clerk: User, second: User, now: datetime) -> Rows:
    """One changed at once, two at the desk of which one waits, one that was stopped."""
    owner, lost, stopped = with_phone(now), make_citizen(), with_phone(now)
    seen = {"way": Way.DESK, "by": clerk, "shown": "vouchers", "reference": "蓉服〔2026〕7号"}
    before = now - timedelta(days=settings.PHONE_CHANGE_WAIT_DAYS)
    at_once = changed(owner, way=Way.BOTH, asked_at=now, due_at=now, tells_old=False, done_at=now)
    at_desk = changed(lost, **seen, asked_at=before, due_at=now, tells_old=False, done_at=now, agreed_by=second)
    later = now + timedelta(days=settings.PHONE_CHANGE_WAIT_DAYS)
    waits = changed(with_phone(now), **seen, asked_at=now, due_at=later, tells_old=True)
    waited = changed(
        stopped,
        way=Way.WAITED,
        asked_at=before,
        due_at=now + timedelta(days=1),
        tells_old=True,
        stopped_at=now,
        stopped=Stopped.OLD_NUMBER,
    )
    return {
        "phone_change": at_once.pk,
        "desk_change": at_desk.pk,
        "waiting_change": waits.pk,
        "stopped_change": waited.pk,
        "renumbered": owner.pk,
    }


def changed(citizen: User, **change: Any) -> PhoneChange:
    # As one that was asked for before the day that is closed.
    with past_the_guards():
        made = PhoneChange.objects.create(citizen=citizen, **change)
    old, new = numbers.phone_of(citizen.pk), next_number()
    if made.done_at is not None:
        Profile.objects.filter(user=citizen).update(phone=new)
    numbers.keep(made, old=old, new=new)
    return made


def link_rows(now: datetime) -> Rows:
    """One that is linked, and one that was; the trail of both is of this day, which the database's clock is not."""
    citizen = make_citizen()
    made = link(citizen, Identity(Platform.WECHAT, "app", f"open-{citizen.pk}", f"union-{citizen.pk}"), now)
    gone = link(citizen, Identity(Platform.ALIPAY, "app", f"open-{citizen.pk}"), now)
    unlinked = gone.pk
    unlink(gone)
    with past_the_guards() as cursor:
        cursor.execute("UPDATE platforms_linkevent SET pgh_created_at = %s WHERE citizen_id = %s", [now, citizen.pk])
    trail = apps.get_model("platforms.LinkEvent").objects
    return {
        "link": made.pk,
        "link_event": trail.get(pgh_obj_id=made.pk).pk,
        "unlinked_event": trail.get(pgh_obj_id=unlinked, pgh_label="delete").pk,
    }


@contextmanager
def past_the_guards() -> Iterator[CursorWrapper]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def with_phone(now: datetime) -> User:
    citizen = make_citizen()
    Profile.objects.filter(user=citizen).update(phone=next_number(), phone_verified_at=now)
    return citizen


def next_number() -> str:
    return f"+861395{next(nth):07}"
