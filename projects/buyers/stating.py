"""An organisation's year: it says what it emitted, retires units for that, and publishes the statement if it wants.

An editor writes, as everywhere; an owner publishes. What is retired goes by an order that another releases.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from projects.models import Need, Order, Organisation, Part, Purpose, UnitBlock, YearRetirement, YearStatement
from projects.organisations.access import check_acts
from projects.refusals import NoNeed, NothingStated, NotYourPart, YearNotOver
from projects.registry import ordering
from projects.registry.moving import lock_holder
from projects.registry.ordering import ORDERS
from projects.serials import Numbers

PUBLISHES = (Part.OWNER,)


class Emitted(NamedTuple):
    """Whole tonnes of CO₂e of a year, the document that says so, and what it counts."""

    tonnes: int
    document: str
    scope: str


@transaction.atomic
def state(*, organisation: Organisation, year: int, emitted: Emitted, by: User, now: datetime) -> Need:
    """What is said later counts; what was said before stays to be read.

    Raises `NotYourPart`, `NotApproved`, `YearNotOver`, `NoNeed`.
    """
    holder = lock_holder(organisation.pk)
    check_acts(holder, by, *ORDERS)
    if year >= city_day(now).year:
        raise YearNotOver(year=year)
    if emitted.tonnes <= 0 or not emitted.document.strip() or not emitted.scope.strip():
        raise NoNeed
    statement, _is_new = YearStatement.objects.get_or_create(organisation=holder, year=year)
    return Need.objects.create(
        statement=statement,
        nth=statement.needs.count() + 1,
        tonnes=emitted.tonnes,
        document=emitted.document.strip(),
        scope=emitted.scope.strip(),
        by=by,
        stated_at=now,
    )


@transaction.atomic
def retire(
    *, statement: YearStatement, block: UnitBlock, tonnes: int, by: User, now: datetime, shown: Numbers | None = None
) -> Order:
    """Orders that units are retired for the year; they count for it once another has released the order.

    Raises `NothingStated`, `NotYourPart` for units of others, and as `ordering.retire`.
    """
    if not statement.needs.exists():
        raise NothingStated
    if block.holder_id != statement.organisation_id:
        raise NotYourPart
    order = ordering.retire(
        block=block,
        tonnes=tonnes,
        beneficiary=str(statement.organisation.name["zh-hans"]),
        purpose=Purpose.ENTERPRISE,
        year=statement.year,
        words="",
        by=by,
        now=now,
        shown=shown,
    )
    YearRetirement.objects.create(statement=statement, order=order)
    return order


@transaction.atomic
def publish(*, statement: YearStatement, by: User, now: datetime) -> YearStatement:
    """Whoever has its address reads it from now on. Raises `NotYourPart`, `NotApproved`, `NothingStated`."""
    found = _locked(statement, by)
    if not found.needs.exists():
        raise NothingStated
    if found.published_at is None:
        found.published_by, found.published_at = by, now
        found.save(update_fields=["published_by", "published_at"])
    return found


@transaction.atomic
def take_back(*, statement: YearStatement, by: User) -> YearStatement:
    """Nobody else reads it any more. Raises `NotYourPart`, `NotApproved`."""
    found = _locked(statement, by)
    found.published_by = found.published_at = None
    found.save(update_fields=["published_by", "published_at"])
    return found


def _locked(statement: YearStatement, by: User) -> YearStatement:
    check_acts(lock_holder(statement.organisation_id), by, *PUBLISHES)
    return YearStatement.objects.select_related("organisation").get(pk=statement.pk)
