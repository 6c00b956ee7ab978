"""The registry of units: two of the desk issue and cancel, one of a holder orders and another releases."""

from datetime import datetime

from accounts.models import User
from projects.desk import proposing
from projects.models import (
    BlockStatus,
    CarbonProject,
    MonitoringReport,
    Order,
    Organisation,
    Part,
    Proposal,
    Purpose,
    UnitBlock,
)
from projects.registry import keeping, ordering


def propose(
    report: MonitoringReport, *, vintage: int, kilograms: int, document: str, by: User, now: datetime
) -> Proposal:
    return proposing.propose_issuance(
        project=report.project,
        vintage=vintage,
        kilograms=kilograms,
        document=document,
        by=by,
        now=now,
        report=report,
    )


def propose_loss(
    project: CarbonProject, *, tonnes: int, document: str, words: str, by: User, now: datetime
) -> Proposal:
    return proposing.propose_loss(project=project, tonnes=tonnes, document=document, words=words, by=by, now=now)


def agree(proposal: Proposal, *, by: User, now: datetime) -> Proposal:
    return proposing.agree(proposal=proposal, by=by, now=now)


def freeze(block: UnitBlock, *, words: str, by: User, now: datetime) -> None:
    keeping.freeze(block=block, by=by, words=words, now=now)


def held_by(holder: Organisation) -> list[UnitBlock]:
    blocks = UnitBlock.objects.filter(holder=holder, status=BlockStatus.HELD, is_frozen=False)
    return list(blocks.select_related("holder").order_by("numbers"))


def issued_to(project: CarbonProject) -> UnitBlock:
    """The first block of a project that its owner still holds."""
    return next(block for block in held_by(project.owner) if block.issuance.project_id == project.pk)


def buffered(project: CarbonProject) -> int:
    """Tonnes that are set aside for what a sink may lose."""
    return sum(block.tonnes for block in keeping.buffer_of(project))


def transfer(block: UnitBlock, *, tonnes: int, taker: Organisation, now: datetime) -> Order:
    return ordering.transfer(block=block, tonnes=tonnes, taker=taker, by=_of(block, Part.EDITOR), words="", now=now)


def retire(block: UnitBlock, *, tonnes: int, beneficiary: str, purpose: str, now: datetime) -> Order:
    return ordering.retire(
        block=block,
        tonnes=tonnes,
        beneficiary=beneficiary,
        purpose=Purpose(purpose),
        by=_of(block, Part.EDITOR),
        words="",
        now=now,
    )


def cancel(block: UnitBlock, *, tonnes: int, words: str, now: datetime) -> Order:
    return ordering.cancel(block=block, tonnes=tonnes, by=_of(block, Part.EDITOR), words=words, now=now)


def release(order: Order, *, now: datetime) -> Order:
    return ordering.release(order=order, by=who(order.holder, Part.OWNER), now=now)


def who(organisation: Organisation, part: Part) -> User:
    by = organisation.seats.current().select_related("user").get(part=part).user
    assert by is not None
    return by


def _of(block: UnitBlock, part: Part) -> User:
    assert block.holder is not None
    return who(block.holder, part)
