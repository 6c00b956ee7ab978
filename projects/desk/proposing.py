"""What one person of the desk proposes for the registry and another agrees to: it is done then, as it was shown.

Locks: the proposal, then as the deed itself does. Nobody proposes or decides for an organisation of their own.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from common import document_numbers, editions
from projects.desk import concerned, own_organisation
from projects.models import (
    BlockStatus,
    CarbonProject,
    Issuance,
    MonitoringReport,
    Proposal,
    ProposalKind,
    ProposalStatus,
    UnitBlock,
)
from projects.refusals import NeedsAnother, NotTheirUnits, NotYourPart, ProposalDecided, ReportIssued, WordsMissing
from projects.registry import issuing, keeping


@transaction.atomic
def propose_issuance(
    *,
    project: CarbonProject,
    vintage: int,
    kilograms: int,
    document: str,
    by: User,
    now: datetime,
    report: MonitoringReport,
) -> Proposal:
    """Proposes to issue what was verified of a year of a monitoring report, once; nothing else is ever issued.

    Raises `OwnOrganisation`, `OwnProject`, `NotADocumentNumber`, `OutsideCrediting`, `NothingVerified`,
    `NotAsVerified`, `YearIssued`, `ReportIssued`.
    """
    own_organisation.check(by, *concerned.by_report(report))
    concerned.check_took_no_part(report, by)
    issuing.check_vintage(project, vintage)
    issuing.check_verified(report, project, vintage=vintage, kilograms=kilograms)
    issuing.foresee(project, kilograms=kilograms)
    written = _proposal(ProposalKind.ISSUE, project, document, by, now)
    written.vintage, written.kilograms, written.report = vintage, kilograms, report.public_id
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError as error:
        if Proposal.objects.filter(report=report.public_id, vintage=vintage).exists():
            raise ReportIssued from error
        raise
    return written


@transaction.atomic
def propose_cancellation(*, block: UnitBlock, document: str, words: str, by: User, now: datetime) -> Proposal:
    """Proposes that exactly these units cease to be. Raises as above, `NotTheirUnits`, `WordsMissing`."""
    project = block.issuance.project
    own_organisation.check(by, *concerned.by_block(block))
    if block.status != BlockStatus.HELD:
        raise NotTheirUnits
    written = _proposal(ProposalKind.CANCEL, project, document, by, now, words)
    written.numbers = block.numbers
    written.save()
    return written


@transaction.atomic
def propose_loss(
    *, project: CarbonProject, tonnes: int, document: str, words: str, by: User, now: datetime
) -> Proposal:
    """Proposes to take from a project's buffer what its sink has lost. Raises as above, `BufferTooSmall`."""
    own_organisation.check(by, project.owner)
    keeping.taken_for(project, tonnes)
    written = _proposal(ProposalKind.LOSE, project, document, by, now, words)
    written.tonnes = tonnes
    written.save()
    return written


@transaction.atomic
def agree(*, proposal: Proposal, by: User, now: datetime, edition: str | None = None) -> Proposal:
    """The second person lets it happen, as the page showed it.

    Raises `ProposalDecided`, `NeedsAnother`, `OwnOrganisation`, `ChangedMeanwhile`, and what the deed raises.
    """
    found = _undecided(proposal)
    if found.by_id == by.pk:
        raise NeedsAnother
    own_organisation.check(by, *concerned.by_proposal(found))
    CarbonProject.objects.select_for_update(no_key=True).get(pk=found.project_id)
    if found.kind == ProposalKind.ISSUE:
        issuing.wait_for_numbers()
    editions.check(edition, *foreseen(found))
    _do(found, by, now)
    return _decide(found, ProposalStatus.AGREED, by, now)


@transaction.atomic
def decline(*, proposal: Proposal, answer: str, by: User, now: datetime) -> Proposal:
    """Says no, and why. Raises `ProposalDecided`, `NeedsAnother`, `OwnOrganisation`, `WordsMissing`."""
    found = _undecided(proposal)
    if found.by_id == by.pk:
        raise NeedsAnother
    own_organisation.check(by, *concerned.by_proposal(found))
    if not answer.strip():
        raise WordsMissing
    found.answer = answer.strip()
    return _decide(found, ProposalStatus.DECLINED, by, now)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Whoever proposed it takes it back. Raises `ProposalDecided`, `NotYourPart`."""
    found = _undecided(proposal)
    if found.by_id != by.pk:
        raise NotYourPart
    return _decide(found, ProposalStatus.WITHDRAWN, by, now)


def foreseen(proposal: Proposal) -> list[object]:
    """What agreeing to it comes to now: what the page shows, and what its edition is of.

    Raises what the deed would be refused for.
    """
    match proposal.kind:
        case ProposalKind.ISSUE:
            assert proposal.kilograms is not None
            come = issuing.foresee(proposal.project, kilograms=proposal.kilograms)
            return [proposal.pk, *come, issuing.next_number()]
        case ProposalKind.CANCEL:
            return [proposal.pk, block_of(proposal).pk]
        case _:
            assert proposal.tonnes is not None
            taken = keeping.taken_for(proposal.project, proposal.tonnes)
            return [proposal.pk, *(numbers for _block, numbers in taken)]


def _do(proposal: Proposal, agreed_by: User, now: datetime) -> None:
    two: dict[str, Any] = {"by": proposal.by, "agreed_by": agreed_by, "now": now}
    match proposal.kind:
        case ProposalKind.ISSUE:
            proposal.issuance = _issue(proposal, agreed_by, now)
        case ProposalKind.CANCEL:
            keeping.cancel(block=block_of(proposal), words=proposal.words, **two)
        case _:
            assert proposal.tonnes is not None
            keeping.lose(project=proposal.project, tonnes_lost=proposal.tonnes, words=proposal.words, **two)


def _issue(proposal: Proposal, agreed_by: User, now: datetime) -> Issuance:
    assert proposal.vintage is not None
    assert proposal.kilograms is not None
    report = MonitoringReport.objects.get(public_id=proposal.report)
    concerned.check_took_no_part(report, agreed_by)
    return issuing.issue(
        project=proposal.project,
        vintage=proposal.vintage,
        kilograms=proposal.kilograms,
        document=proposal.document,
        by=proposal.by,
        agreed_by=agreed_by,
        now=now,
        report=report,
    )


def block_of(proposal: Proposal) -> UnitBlock:
    """The block of exactly the units that were proposed. Raises `NotTheirUnits` where they were moved or cut since."""
    blocks = UnitBlock.objects.filter(status=BlockStatus.HELD, numbers=proposal.numbers)
    found = blocks.select_related("issuance__project", "holder").first()
    if found is None:
        raise NotTheirUnits
    return found


def _proposal(
    kind: ProposalKind, project: CarbonProject, document: str, by: User, now: datetime, words: str | None = None
) -> Proposal:
    if words is not None and not words.strip():
        raise WordsMissing
    number, said = document_numbers.read(document), (words or "").strip()
    return Proposal(kind=kind, project=project, document=number, words=said, by=by, proposed_at=now)


def _undecided(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("project__owner", "by")
    found = rows.get(pk=proposal.pk)
    if found.status != ProposalStatus.WAITING:
        raise ProposalDecided(status=found.get_status_display())
    return found


def _decide(proposal: Proposal, status: ProposalStatus, by: User, now: datetime) -> Proposal:
    proposal.status, proposal.decided_by, proposal.decided_at = status, by, now
    proposal.save(update_fields=["status", "decided_by", "decided_at", "answer", "issuance"])
    return proposal
