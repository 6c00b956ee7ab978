"""Which organisations gain or lose by what the desk does with units: nobody of theirs decides on it."""

from accounts.models import User
from projects.models import (
    BlockStatus,
    MonitoringReport,
    Organisation,
    Proposal,
    ProposalKind,
    ReportStep,
    ReportStepKind,
    UnitBlock,
)
from projects.refusals import OwnProject

OF_A_SIDE = (
    *(ReportStepKind.SUBMITTED, ReportStepKind.ANSWERED, ReportStepKind.SAMPLED, ReportStepKind.FOUND),
    *(ReportStepKind.KEPT_OPEN, ReportStepKind.CLOSED, ReportStepKind.STATED),
)
"""Steps of the owner or the verifier; the desk itself begins a report that is gathered."""


def by_block(block: UnitBlock) -> list[Organisation]:
    """The owner of the project and whoever holds the units."""
    return [block.issuance.project.owner, *([block.holder] if block.holder else [])]


def by_report(report: MonitoringReport) -> list[Organisation]:
    """The owner of the project and who has verified it."""
    return [report.project.owner, *([report.verifier] if report.verifier else [])]


def check_took_no_part(report: MonitoringReport, by: User) -> None:
    """Whoever has reported or verified for a side decides nothing, having left it, too. Raises `OwnProject`."""
    if ReportStep.objects.filter(report=report, by=by, kind__in=OF_A_SIDE).exists():
        raise OwnProject


def by_proposal(proposal: Proposal) -> list[Organisation]:
    """As above, of the units that are to be cancelled or the report by which is issued."""
    owner, others = proposal.project.owner, Organisation.objects.none()
    match proposal.kind:
        case ProposalKind.ISSUE:
            others = Organisation.objects.filter(verified_reports__public_id=proposal.report)
        case ProposalKind.CANCEL:
            held = UnitBlock.objects.filter(numbers__overlap=proposal.numbers, status=BlockStatus.HELD)
            others = Organisation.objects.filter(pk__in=held.values("holder"))
    return [owner, *others]
