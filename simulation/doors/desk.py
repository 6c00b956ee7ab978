"""What reviewers do at the desk: they open what waits, decide it, ask a colleague, ask a provider."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from accounts.models import User
from activities.reviewable import DRAWN
from activities.reviewables import Reviewable
from review import answering, assigning, deciding, granting, waiting
from review.models import Appeal, Claim, Verdict
from simulation.doors.in_their_name import in_their_name

ACT, APPEAL, CLAIM = "act", "appeal", "claim"
ODOMETERS = frozenset({"pledge", "odometer"})


class Item(NamedTuple):
    """One thing that waits. `named` is what it is called in every run, by which nothing random goes."""

    kind: str
    public_id: str
    citizen_id: int
    named: str
    against: "Item | None"
    """What an appeal is about."""
    was_routed: bool
    row: Any
    of: Reviewable


@in_their_name
def open_next(*, by: User, now: datetime) -> Item | None:
    """What has waited longest for this reviewer, who has it from now on. What was drawn for audit comes apart."""
    return _taken([kind for kind in waiting.kinds_of(by) if kind is not DRAWN], by, now)


@in_their_name
def open_drawn(*, by: User, now: datetime) -> Item | None:
    """The next act drawn for audit: the portal draws by chance of its own, another in each run."""
    return _taken([DRAWN], by, now)


def how_many_wait(*, by: User) -> int:
    return sum(waiting.rows_waiting(kind).count() for kind in waiting.kinds_of(by) if kind is not DRAWN)


@in_their_name
def accept(item: Item, *, by: User, now: datetime) -> None:
    deciding.accept(kind=item.of, row=item.row, by=by, now=now)


@in_their_name
def refuse(item: Item, *, reason: str, by: User, now: datetime) -> None:
    deciding.refuse(kind=item.of, row=item.row, reason=reason, note="", by=by, now=now)


def reasons(item: Item) -> list[str]:
    return sorted(item.of.reasons)


@in_their_name
def ask_another(item: Item, *, would_accept: bool, by: User, now: datetime) -> None:
    verdict = Verdict.ACCEPT if would_accept else Verdict.REFUSE
    deciding.ask_another(kind=item.of, row=item.row, verdict=verdict, words="", by=by, now=now)


def has_opinion(item: Item) -> bool:
    return bool(assigning.opinions_on(item.of, item.row).exists())


@in_their_name
def pass_on(item: Item, *, by: User, now: datetime) -> None:
    assigning.give_back(kind=item.of, row=item.row, by=by, now=now)


@in_their_name
def ask_provider(item: Item, *, by: User, now: datetime) -> None:
    pass_on(item, by=by, now=now)
    granting.route(claim=item.row, note="运营方，请核对", by=by, now=now)


@in_their_name
def provider_answers(item: Item, *, confirms: bool, by: User, now: datetime) -> None:
    granting.come_back(claim=item.row, note="运营方已答复", is_confirmed=confirms, by=by, now=now)


def item_of(kind: Reviewable, row: Any) -> Item:
    """A row that is waiting or decided, as the simulation knows it."""
    against = item_of(row.against, answering.refused_row(row)) if isinstance(row, Appeal) else None
    named = against.named if against else " ".join(map(str, _names(kind, row)))
    was_routed = isinstance(row, Claim) and row.routed_at is not None
    return Item(kind.code, row.public_id, row.citizen_id, named, against, was_routed, row, kind)


def _names(kind: Reviewable, row: Any) -> Iterator[object]:
    yield from (kind.code, kind.scenario_of(row))
    if kind.code in (ACT, DRAWN.code):
        yield from (row.activity.started_at, sorted(row.activity.values.items()))
    else:
        yield getattr(row, kind.since)


def _taken(kinds: list[Reviewable], by: User, now: datetime) -> Item | None:
    one = waiting.take_next(kinds=kinds, by=by, now=now)
    if one is None:
        return None
    one.kind.opened(one.row, by=by, now=now)
    return item_of(one.kind, one.row)
