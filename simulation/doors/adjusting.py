"""Credits are adjusted: one member of staff proposes with a document, another decides."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from accounts.models import User
from common.attached import Sent
from credits import budgets
from credits.adjusting import deciding, proposing
from credits.adjusting.models import Adjustment
from simulation.doors.in_their_name import in_their_name

LETTER = Sent("说明.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
BUDGET = "citizens"


class Posted(NamedTuple):
    """An adjustment that was approved: by whom, and on how many documents it rests."""

    name: str
    citizen_id: int
    proposed_by: int
    decided_by: int | None
    documents: int


@in_their_name
def propose(*, citizen: User, credits: int, by: User, now: datetime) -> Adjustment:
    reason = "system_error" if credits > 0 else "given_twice"
    said = {"reason": reason, "words": "按核实的结果更正。", "internal_note": "模拟"}
    written = proposing.draft(
        citizen=citizen, credits=credits, budget=budgets.find(BUDGET), files=[LETTER], by=by, now=now, **said
    )
    return proposing.submit(adjustment=written, by=by, now=now)


@in_their_name
def approve(adjustment: Adjustment, *, by: User, now: datetime) -> None:
    deciding.approve(adjustment=adjustment, by=by, now=now)


@in_their_name
def decline(adjustment: Adjustment, *, by: User, now: datetime) -> None:
    deciding.decline(adjustment=adjustment, answer="依据不足", by=by, now=now)


@in_their_name
def withdraw(adjustment: Adjustment, *, by: User, now: datetime) -> None:
    proposing.withdraw(adjustment=adjustment, by=by, now=now)


def run_out(*, now: datetime) -> int:
    """Ends what nobody has answered; returns how many."""
    ended = 0
    while some := proposing.run_out(now=now):
        ended += some
    return ended


def posted() -> Iterator[Posted]:
    """All that were approved."""
    rows = Adjustment.objects.posted().annotate(documents=Count("attachments")).order_by("pk")
    yield from map(
        Posted._make, rows.values_list("public_id", "citizen_id", "proposed_by_id", "decided_by_id", "documents")
    )


def said() -> Counter[int]:
    """What approved adjustments say that each citizen got, or gave."""
    sums = Counter[int]()
    for citizen_id, credits in Adjustment.objects.posted().values_list("citizen_id", "credits"):
        sums[citizen_id] += credits
    return sums


def waiting_since(moment: datetime) -> int:
    """How many should have run out by then."""
    return Adjustment.objects.waiting().filter(proposed_at__lte=moment - proposing.lasts()).count()
