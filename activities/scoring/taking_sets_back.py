"""Takes a set of acts back that somebody has chosen and seen: exactly those, citizen by citizen, each piece whole.

Locks: the set, then what `taking_back` locks for one citizen. Whoever goes on takes up after the last piece, so that
nothing is taken twice, however often it is begun and killed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import takewhile

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse

from accounts.inbox.telling import News, tell
from accounts.models import User
from activities import refusals
from activities.models import (
    Activity,
    ActivityQuerySet,
    Outcome,
    Reason,
    Revocation,
    RevocationSet,
    RevocationSetAct,
    Status,
)
from activities.scoring import taking_back
from common import editions
from common.city_time import city_day, day_span
from common.errors import DomainError
from credits import statements

MOST_ACTS = 20_000
"""In one set; what is more is taken back in several. Proposed, nobody's rule."""
ACTS_A_PIECE = 50
SET_REVOKED = "acts_revoked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the acts are chosen by: when they were recorded, both days included, and what is not empty."""

    first_on: date
    last_on: date
    scenario: str = ""
    channel: str = ""
    citizen: str = ""
    """By public id."""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What taking a set back comes to, at most: where acts share a time, what another one is worth is kept."""

    acts: Sequence[int]
    citizens: int
    grams: int
    credits: int
    owed: int
    """By who has less than that available; by today's balances, so that no edition goes by it."""

    @property
    def edition(self) -> str:
        return editions.edition_of(*self.shown)

    @property
    def shown(self) -> Sequence[object]:
        return (*self.acts, self.citizens, self.grams, self.credits)


def acts_of(asked: Asked, *, by: User) -> ActivityQuerySet:
    """The scored acts that are meant; never those of who asks."""
    first, after = day_span(asked.first_on)[0], day_span(asked.last_on)[1]
    acts = Activity.objects.filter(status=Status.SCORED, recorded_at__gte=first, recorded_at__lt=after)
    named = {"scenario__code": asked.scenario, "channel": asked.channel, "evidence": asked.evidence}
    named["citizen__public_id"] = asked.citizen
    return acts.filter(**{name: value for name, value in named.items() if value}).exclude(citizen_id=by.pk)


def foresee(asked: Asked, *, by: User, now: datetime) -> Foreseen:
    """Raises `NothingInSet`, `SetTooLarge`."""
    return _foreseen(_rows(asked, by), now)


def begin(*, asked: Asked, reason: Reason, by: User, now: datetime, edition: str | None = None) -> RevocationSet:
    """The set as it was shown; a job takes it back. Raises what `foresee` and `common.editions.check` do."""
    with transaction.atomic():
        rows = _rows(asked, by)
        foreseen = _foreseen(rows, now)
        editions.check(edition, *foreseen.shown)
        said = {name: str(value) for name, value in asdict(asked).items()}
        counted = {"acts": len(foreseen.acts), "citizens": foreseen.citizens, "owed": foreseen.owed}
        worth = {"grams": foreseen.grams, "credits": foreseen.credits}
        taken = RevocationSet.objects.create(asked=said, reason=reason, by=by, begun_at=now, **counted, **worth)
        RevocationSetAct.objects.bulk_create(
            [RevocationSetAct(revocation_set=taken, activity_id=act, citizen_id=whose) for act, whose, *_worth in rows],
            batch_size=1000,
        )
    return taken


def go_on(*, now: datetime) -> int:
    """Takes the next piece of the oldest set back that nobody is at; returns of how many acts, 0 when there is none."""
    with transaction.atomic():
        sets = RevocationSet.objects.under_way().select_related("by").order_by("pk")
        current = sets.select_for_update(skip_locked=True, of=("self",)).first()
        if current is None:
            return 0
        piece = _piece(current)
        for member in piece:
            member.outcome = _taken_back(member, current, now)
        RevocationSetAct.objects.bulk_update(piece, ["outcome"])
        _tell(current, piece[0].citizen_id, now)
        if not current.members.waiting().exists():
            current.done_at = now
            current.save(update_fields=["done_at"])
    return len(piece)


Row = tuple[int, int, int, int]


def _rows(asked: Asked, by: User) -> list[Row]:
    """Act, citizen, grams and credits of each, citizen by citizen: in the order of the locks."""
    acts = acts_of(asked, by=by).order_by("citizen_id", "pk")
    rows = list(acts.values_list("pk", "citizen_id", "assessment__grams", "assessment__credits")[: MOST_ACTS + 1])
    if not rows:
        raise refusals.NothingInSet
    if len(rows) > MOST_ACTS:
        raise refusals.SetTooLarge(most=MOST_ACTS)
    return rows


def _foreseen(rows: Sequence[Row], now: datetime) -> Foreseen:
    credits: Counter[int] = Counter()
    for _act, citizen_id, _grams, earned in rows:
        credits[citizen_id] += earned
    available = statements.available_of(credits.keys(), today=city_day(now))
    owed = sum(max(0, taken - available.get(citizen_id, 0)) for citizen_id, taken in credits.items())
    acts = [act for act, *_rest in rows]
    return Foreseen(acts, len(credits), sum(row[2] for row in rows), credits.total(), owed)


def _piece(current: RevocationSet) -> list[RevocationSetAct]:
    """The next acts, all of one citizen. A set under way has some."""
    waiting = list(current.members.waiting().order_by("pk")[:ACTS_A_PIECE])
    return list(takewhile(lambda member: member.citizen_id == waiting[0].citizen_id, waiting))


def _taken_back(member: RevocationSetAct, current: RevocationSet, now: datetime) -> Outcome:
    act, reason = Activity(pk=member.activity_id, citizen_id=member.citizen_id), Reason(current.reason)
    try:
        taking_back.take_back(activity=act, reason=reason, by=current.by, now=now, is_told=False)
    except DomainError:
        # Taken back or withdrawn since it was shown.
        return Outcome.PASSED_OVER
    return Outcome.TAKEN_BACK


def _tell(current: RevocationSet, citizen_id: int, now: datetime) -> None:
    """One line for all of a citizen's acts, once none of them waits."""
    own = current.members.filter(citizen_id=citizen_id)
    taken = own.filter(outcome=Outcome.TAKEN_BACK)
    if own.waiting().exists() or not taken.exists():
        return
    acts = taken.values_list("activity_id", flat=True)
    credits = Revocation.objects.filter(pk__in=acts).aggregate(total=Sum("credits"))["total"]
    path = f"{reverse('activities:diary')}?status={Status.REVOKED}"
    facts = {"acts": len(acts), "credits": credits, "reason": current.reason}
    tell([News(citizen_id, SET_REVOKED, f"set:{current.public_id}", path, facts)], now=now)
