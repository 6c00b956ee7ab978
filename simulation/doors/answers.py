"""Citizens answer: to a refusal by an appeal, to silence by a claim that something did not arrive."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from activities.gate.drafts import Draft
from activities.models import Activity, Came, Doubted, Reinstatement, Revocation, Status
from activities.reviewable import DOUBTFUL
from activities.reviewables import all_kinds
from activities.scoring import frozen
from channels.household.models import OdometerReading, OdometerReview, Pledge
from channels.photo_reports.models import PhotoReport
from common.city_time import city_day
from review import appealing, claiming, granting
from review.models import Claim
from scenarios.rulebook import RuleBook
from simulation.doors.desk import Item, item_of
from simulation.habits.base import Act

NOWHERE = "nowhere"
COUNTS = {Status.SCORED, Status.REVOKED, Status.WAITING, Status.PENDING, Status.BEHIND, frozen.REFUSAL}


def refused(since: datetime, until: datetime) -> Iterator[Item]:
    """What was refused in that time and may be appealed, by a person, by a deadline or by the weight of doubts."""
    for kind in all_kinds().values():
        if not kind.can_be_appealed:
            continue
        decided = Q(decided_at__gte=since, decided_at__lt=until)
        if kind is DOUBTFUL:
            decided |= Q(came=Came.REFUSED, raised_at__gte=since, raised_at__lt=until)
        for row in kind.rows().filter(kind.refused).filter(decided).order_by("pk"):
            yield item_of(kind, row)


def appeal(item: Item, *, citizen: User, words: str, now: datetime) -> None:
    appealing.appeal(kind=item.of, row=item.row, by=citizen, words=words, photo=None, now=now)


def without_an_act(won: Collection[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Of what was granted on an appeal, by kind and name, what has no act that counts, counted or waits its turn."""
    for code in sorted({kind for kind, _name in won}):
        kind, names = all_kinds()[code], [name for of, name in won if of == code]
        acts = {row.public_id: act_of(row) for row in kind.rows().filter(public_id__in=names)}
        found = Activity.objects.filter(pk__in=acts.values()).values_list("pk", "status", "refusal")
        states = {pk: frozen.REFUSAL if refusal == frozen.REFUSAL else status for pk, status, refusal in found}
        for name, act_id in acts.items():
            state = states.get(act_id, NOWHERE) if act_id else NOWHERE
            if state not in COUNTS:
                yield code, name, state


def act_of(row: Any) -> int | None:
    """The number of the act that a row is, or has become."""
    match row:
        case Doubted():
            return row.pk
        case PhotoReport():
            return row.photo.acts.values_list("activity_id", flat=True).first()
        case OdometerReview():
            return _of_car(row).activity_id
        case Claim():
            return row.activity_id
        case Revocation():
            return Reinstatement.objects.filter(revocation=row).values_list("activity_id", flat=True).first()
    raise AssertionError(f"{row} becomes no act")


def _of_car(review: OdometerReview) -> Pledge | OdometerReading:
    kept = review.pledge or review.reading
    assert kept is not None
    return kept


def claim(act: Act, *, citizen: User, through: str, now: datetime) -> None:
    """That an act did not arrive."""
    book = RuleBook()
    in_force = book.rule_on(book.scenarios[act.scenario].pk, city_day(now))
    assert in_force is not None
    draft = Draft(act.scenario, act.span, act.started_at, act.ended_at, act.values)
    claiming.claim(citizen=citizen, draft=draft, rule=in_force[1], through=through, words="", photo=None, now=now)


def bring_back(*, now: datetime) -> int:
    """Claims that a provider has not answered in time; returns how many."""
    return granting.bring_back(now=now)
