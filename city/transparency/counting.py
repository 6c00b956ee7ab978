"""What is counted of a month, each number with the citizens behind it: read by the job alone, never for a visitor."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, DurationField, F, Min, Q, QuerySet

from accounts.models import Freeze
from activities.models import Activity, Status
from activities.reviewables import all_kinds
from city.models import Subject
from common.city_time import city_day
from common.few import FEWEST
from credits import books, budgets, reach
from credits.books import AccountKind, Asset
from review.models import Appeal, Claim

HOUR = timedelta(hours=1)
ALL = "all"
"""The code of what has no parts."""
OTHER = "taken_back"
COUNTERPARTS = {
    AccountKind.BUDGET: "issued",
    AccountKind.REDEEMED: "spent",
    AccountKind.CAUSE: "given",
    AccountKind.EXPIRED: "expired",
}
"""Where credits of citizens come from and go to. All other accounts are the scheme's own: there they are taken back."""
OUTSTANDING = "outstanding"
SENT = "sent"


class Fact(NamedTuple):
    subject: Subject
    code: str
    amount: int
    citizens: int | None


class Percentile(Aggregate):
    """The least of the values below or at which such a share of them lies."""

    def __init__(self, expression: Any, share: str) -> None:
        super().__init__(expression, output_field=DurationField())
        self.template = f"percentile_disc({share}) WITHIN GROUP (ORDER BY %(expressions)s)"


def of_month(since: datetime, before: datetime) -> Iterator[Fact]:
    """What happened in a month that is over; of its acts those that stand refused at the moment of the count."""
    for count in (credits_of, _acts, _appeals_and_claims, _decisions, _freezes, _budgets):
        yield from count(since, before)


def at(now: datetime) -> Iterator[Fact]:
    """What is so at a moment: what waits."""
    yield from _waiting(now)


def credits_of(since: datetime, before: datetime) -> Iterator[Fact]:
    """By what the books keep: what came to citizens and what left them, less what was reversed; what they held then."""
    moved = Counter[str](dict.fromkeys([*COUNTERPARTS.values(), OTHER], 0))
    citizens = Counter[str]()
    for way, sums in books.flows(city_day(since), before).items():
        came, went = way.credit_kind in reach.CITIZENS, way.debit_kind in reach.CITIZENS
        if way.asset == Asset.CREDIT and came != went:
            kind = way.debit_kind if came else way.credit_kind
            moved[_code(kind)] += sums.amount if came == (kind == AccountKind.BUDGET) else -sums.amount
    for kind, number in reach.citizens_by_counterpart(since, before).items():
        citizens[_code(kind)] = max(citizens[_code(kind)], number)
    for code, amount in moved.items():
        yield Fact(Subject.CREDITS, code, amount, citizens[code])
    yield Fact(Subject.CREDITS, OUTSTANDING, _held(before), citizens["issued"])


def _code(kind: str) -> str:
    return COUNTERPARTS.get(AccountKind(kind), OTHER)


def _held(before: datetime) -> int:
    trials = [trial for trial in books.balances_at(before) if trial.asset == Asset.CREDIT]
    return sum(line.closing for trial in trials for line in trial.lines if line.kind in reach.CITIZENS)


def _acts(since: datetime, before: datetime) -> Iterator[Fact]:
    """Acts that were recorded in the month, and those of them that stand refused, by reason."""
    acts = Activity.objects.filter(recorded_at__gte=since, recorded_at__lt=before).order_by()
    whole = acts.aggregate(acts=Count("pk"), citizens=Count("citizen_id", distinct=True))
    yield Fact(Subject.RECORDED, ALL, whole["acts"], whole["citizens"])
    yield from _by(acts.filter(status=Status.REJECTED), Subject.REFUSED, "refusal")


def _appeals_and_claims(since: datetime, before: datetime) -> Iterator[Fact]:
    """What was sent in the month, and what was answered in it, whenever that had been sent."""
    for subject, rows, sent in (
        (Subject.APPEALS, Appeal.objects.all(), "raised_at"),
        (Subject.CLAIMS, Claim.objects.all(), "sent_at"),
    ):
        came = rows.filter(**{f"{sent}__gte": since, f"{sent}__lt": before})
        found = came.aggregate(number=Count("pk"), citizens_of=Count("citizen_id", distinct=True))
        yield Fact(subject, SENT, found["number"], found["citizens_of"])
        yield from _by(rows.filter(decided_at__gte=since, decided_at__lt=before), subject, "status")


def _decisions(since: datetime, before: datetime) -> Iterator[Fact]:
    """How many were decided in the month by a person, of each kind that waits at the desk, and how long they waited.

    Behind a number of hours stand the citizens on the smaller side of it: where one has sent most of it all, the middle
    is theirs alone.
    """
    for kind in filter(lambda kind: kind.is_queued, all_kinds().values()):
        rows = kind.rows().filter(decided_at__gte=since, decided_at__lt=before, decided_by__isnull=False)
        waited = F("decided_at") - F(kind.since)
        found = rows.order_by().aggregate(
            decided=Count("pk"),
            citizens_of=Count("citizen_id", distinct=True),
            median=Percentile(waited, "0.5"),
            ninetieth=Percentile(waited, "0.9"),
        )
        if found["decided"]:
            yield Fact(Subject.DECIDED, kind.code, found["decided"], found["citizens_of"])
            for subject, hours in ((Subject.MEDIAN_H, found["median"]), (Subject.NINETIETH_H, found["ninetieth"])):
                yield Fact(subject, kind.code, _hours(hours), _on_the_smaller_side(rows.annotate(waited=waited), hours))


def _on_the_smaller_side(rows: QuerySet[Any], waited: timedelta) -> int:
    sides = rows.order_by().aggregate(
        shorter=Count("citizen_id", distinct=True, filter=Q(waited__lte=waited)),
        longer=Count("citizen_id", distinct=True, filter=Q(waited__gte=waited)),
    )
    return min(sides.values())


def _freezes(since: datetime, before: datetime) -> Iterator[Fact]:
    begun = Freeze.objects.filter(begun_at__gte=since, begun_at__lt=before)
    found = begun.aggregate(freezes=Count("pk"), citizens=Count("citizen_id", distinct=True))
    yield Fact(Subject.FREEZES, ALL, found["freezes"], found["citizens"])


def _budgets(since: datetime, before: datetime) -> Iterator[Fact]:
    """What was put into each budget until the month's end and what was left then, and whom it paid in the month."""
    codes = {pot.pk: pot.code for pot in budgets.pots()}
    put_in, left = Counter[str](), Counter[str]()
    for holder, sums in books.shares(None, before, budget__isnull=False).items():
        assert holder.budget_id is not None
        amount = sums.amount if holder.gained else -sums.amount
        left[codes[holder.budget_id]] += amount
        put_in[codes[holder.budget_id]] += amount if holder.kind == books.TransferKind.FUND else 0
    citizens = reach.citizens_by_budget(since, before)
    for pk, code in codes.items():
        yield Fact(Subject.FUNDED, code, put_in[code], None)
        yield Fact(Subject.LEFT, code, left[code], citizens.get(pk, 0))


def _waiting(now: datetime) -> Iterator[Fact]:
    """How many, and how long five citizens have waited: the longest wait is one citizen's own."""
    for kind in filter(lambda kind: kind.is_queued, all_kinds().values()):
        rows: QuerySet[Any] = kind.rows().filter(kind.waiting).order_by()
        found = rows.aggregate(waits=Count("pk"), citizens=Count("citizen_id", distinct=True))
        yield Fact(Subject.WAITING, kind.code, found["waits"], found["citizens"])
        longest = rows.values("citizen_id").annotate(first=Min(kind.since)).order_by("first")
        for first in longest.values_list("first", flat=True)[FEWEST - 1 : FEWEST]:
            yield Fact(Subject.OLDEST_H, kind.code, _hours(now - first), found["citizens"])


def _by(rows: QuerySet[Any], subject: Subject, field: str) -> Iterator[Fact]:
    grouped = rows.order_by().values_list(field)
    for code, number, citizens in grouped.annotate(number=Count("pk"), citizens_of=Count("citizen_id", distinct=True)):
        yield Fact(subject, code or ALL, number, citizens)


def _hours(waited: timedelta) -> int:
    """Whole ones, rounded up: what waited a minute has waited."""
    return max(0, -(-waited // HOUR))
