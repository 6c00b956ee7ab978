"""What the books say: the audit's findings, what was scored and moved, decided and taken back."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Sum, Value
from django.db.models.functions import Concat

from accounts.models import Freeze, Notice
from activities.models import Activity, Assessment, Doubted, QueuedAct, Recounting, Revocation, Status
from activities.scoring import frozen
from common.audit import Extent, Finding
from common.city_time import day_span
from credits.books import TransferKind, Trial, flows
from credits.books import books as books_of
from credits.movements import Movement, movements
from credits.reading import TRANSFERS
from merchants.models import RedemptionStep, StatementStep
from portal import books
from review.models import Claim, ClaimStatus
from scenarios.models import Scenario

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Simulated days may lie before the migrations that the audit goes by: all of them are judged."""

DAYS_BESIDE = 3
"""What lies farther apart than this meets no act of the simulation."""

__all__ = ["Finding", "Movement", "Scored", "findings", "movements", "pending", "scored"]


class Scored(NamedTuple):
    citizen_id: int
    day: date
    scenario: str
    evidence: str
    status: str
    grams: int | None
    credits: int | None


class Recounted(NamedTuple):
    citizen_id: int
    day: date
    scenario: str
    grams: int
    credits: int


def findings(*, seed: str, citizens: int, with_seals: bool) -> list[Finding]:
    """All that the audit finds, with so many citizens reckoned anew. Not within a transaction of the caller's."""
    apps = [app for app in books.apps_with_books() if with_seals or app != "seals"]
    return list(books.findings(Extent(seed, citizens, judged_since=BEFORE_ALL), only=apps))


def trials(day: date) -> list[Trial]:
    """The trial balance of a day that is over."""
    return books_of(day, day, now=day_span(day)[1]).trials()


def moved(day: date) -> dict[tuple[str, str], int]:
    """What moved from the beginning to the end of a day, by kind and asset, as the books say."""
    amounts = Counter[tuple[str, str]]()
    for way, sums in flows(None, day_span(day)[1]).items():
        amounts[way.kind, way.asset] += sums.amount
    return amounts


def every_movement() -> Iterator[Movement]:
    """Also what filled budgets."""
    return movements([kind.value for kind in TransferKind])


def scored() -> Iterator[Scored]:
    """Every act and what came of it, in no order."""
    rows = Activity.objects.order_by().values_list(
        "citizen_id", "city_day", "scenario__code", "evidence", "status", "assessment__grams", "assessment__credits"
    )
    for row in rows.iterator(chunk_size=5000):
        yield Scored(*row)


def doubted() -> Iterator[tuple[int, str, str, list[str]]]:
    """Every act with its citizen and status, what came of its doubts and the codes of these; both empty for most."""
    rows = Activity.objects.order_by().values_list("citizen_id", "status", "doubted__came", "doubted__doubts")
    for citizen_id, status, came, doubts in rows.iterator(chunk_size=5000):
        yield citizen_id, status, came if doubts else "", [doubt["code"] for doubt in doubts or ()]


def written() -> tuple[int | None, ...]:
    """The last of each kind of row that tells of something done: where they are the same, nothing was."""
    kinds = (Activity, Assessment, RedemptionStep, StatementStep, Revocation, Recounting)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {TRANSFERS} AS transfer")  # noqa: S608, an expression of this program alone
        [last_transfer] = cursor.fetchone()
    return last_transfer, *(kind.objects.aggregate(last=Max("pk"))["last"] for kind in kinds)


def pending() -> int:
    """Acts that nobody has scored and that wait for no budget, and for no freeze to end."""
    frozen_now = Freeze.objects.open().filter(earning=True).values("citizen_id")
    return QueuedAct.objects.filter(waits_since=None).exclude(citizen_id__in=frozen_now).count()


def recounted() -> Iterator[Recounted]:
    """What acts count with besides what they were paid."""
    rows = Recounting.objects.values_list("citizen_id", "city_day", "scenario_id", "grams", "credits")
    codes = dict(Scenario.objects.values_list("pk", "code"))
    return (Recounted(citizen_id, day, codes[scenario_id], *amounts) for citizen_id, day, scenario_id, *amounts in rows)


def undecided(*, overdue_at: datetime) -> int:
    """Acts in review whose time was over by then."""
    return Doubted.objects.overdue(overdue_at).count()


def frozen_beyond(moment: datetime) -> int:
    """Freezes that have run out by then and are not over."""
    return Freeze.objects.due(moment).count()


def unanswered_by_providers(*, asked_before: datetime) -> int:
    return Claim.objects.filter(status=ClaimStatus.ROUTED, routed_at__lte=asked_before).count()


def given_back() -> dict[int, int]:
    """Credits that taken back acts gave back, by citizen."""
    sums = Revocation.objects.order_by().values_list("activity__citizen_id")
    return dict(sums.annotate(Sum("credits")))


def taken_back_alone() -> Iterator[tuple[str, int, int]]:
    """Of taken back acts beside which their citizens did nothing: what they are called, earned and gave back."""
    near = timedelta(days=DAYS_BESIDE)
    others = Activity.objects.filter(
        citizen=OuterRef("activity__citizen"),
        city_day__range=(OuterRef("activity__city_day") - near, OuterRef("activity__city_day") + near),
    ).exclude(pk=OuterRef("activity_id"))
    alone = Revocation.objects.filter(~Exists(others))
    return alone.values_list("activity__public_id", "activity__assessment__credits", "credits").iterator()


def refused_and_untold() -> list[str]:
    """Acts that were refused without a word; of freezes their citizens are told in sum."""
    told = Notice.objects.filter(
        citizen=OuterRef("citizen"), key=Concat(Value("act:"), OuterRef("public_id"), Value(":rejected"))
    )
    refused = Activity.objects.filter(~Exists(told), status=Status.REJECTED).exclude(refusal=frozen.REFUSAL)
    return list(refused.values_list("public_id", flat=True))
