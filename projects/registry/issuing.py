"""Units are issued: whole tonnes of what was verified, the remainder carried on, a sink's share set aside."""

from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Func, Max

from accounts.models import User
from common import locks
from projects.models import (
    BlockStatus,
    CarbonProject,
    Issuance,
    MonitoringReport,
    MoveKind,
    ReportStatus,
    ReportStep,
    ReportStepKind,
    UnitBlock,
    VerifiedYear,
)
from projects.refusals import (
    NeedsAnother,
    NotAHolder,
    NotAsVerified,
    NothingVerified,
    OutsideCrediting,
    YearIssued,
)
from projects.registry.moving import Deed, Going, as_range, write_down
from projects.serials import Numbers

KG_PER_TONNE = 1000


class Foreseen(NamedTuple):
    """What an issuance comes to: of `kilograms` with what was `carried` before."""

    tonnes: int
    buffer_tonnes: int
    carried_kg: int


def foresee(project: CarbonProject, *, kilograms: int) -> Foreseen:
    """What would be issued for so much; of less than a tonne nothing, and it is carried on.

    Raises `NotAHolder`, `NothingVerified`.

    The share of the buffer is rounded up: what a sink may lose is never set too low.
    """
    if not project.owner.is_approved:
        raise NotAHolder(name=str(project.owner))
    if kilograms <= 0:
        raise NothingVerified
    tonnes, rest = divmod(kilograms + carried(project), KG_PER_TONNE)
    return Foreseen(tonnes, -(-tonnes * project.buffer_percent // 100), rest)


def carried(project: CarbonProject) -> int:
    """Kilograms that were verified and are not issued yet, less than a tonne."""
    latest = Issuance.objects.filter(project=project).order_by("-nth").first()
    return latest.carried_kg if latest else 0


@transaction.atomic
def issue(
    *,
    project: CarbonProject,
    vintage: int,
    kilograms: int,
    document: str,
    by: User,
    agreed_by: User,
    now: datetime,
    report: MonitoringReport | None = None,
) -> Issuance:
    """Issues to the project's owner what was verified of a year by a monitoring report.

    Without one are only units that were issued before reports came to the portal: nobody at the desk can.

    Raises `NeedsAnother`, `OutsideCrediting`, and as `check_verified` and `foresee`.
    """
    if by == agreed_by:
        raise NeedsAnother
    projects = CarbonProject.objects.select_for_update(no_key=True, of=("self", "owner")).select_related("owner")
    found = projects.get(pk=project.pk)
    check_vintage(found, vintage)
    if report is not None:
        check_verified(report, found, vintage=vintage, kilograms=kilograms)
    foreseen = foresee(found, kilograms=kilograms)
    issuance = Issuance.objects.create(
        project=found,
        nth=found.issuances.count() + 1,
        vintage=vintage,
        report=report,
        document=document,
        kilograms=kilograms,
        numbers=as_range(_next_numbers(foreseen.tonnes)),
        by=by,
        agreed_by=agreed_by,
        issued_at=now,
        **foreseen._asdict(),
    )
    _place(issuance, Deed(by, agreed_by), now)
    if report is not None:
        _tick_off(report, by, now)
    return issuance


def check_verified(report: MonitoringReport, project: CarbonProject, *, vintage: int, kilograms: int) -> None:
    """That just this was verified of a year and is not issued yet; whoever proposes an issuance asks it first.

    Raises `NotAsVerified`, `YearIssued`.
    """
    standing = MonitoringReport.objects.standing().filter(pk=report.pk, project=project)
    years = VerifiedYear.objects.filter(statement__report__in=standing, year=vintage)
    verified = years.values_list("kilograms", flat=True).first() or 0
    if kilograms != verified:
        raise NotAsVerified(vintage=vintage, kilograms=verified)
    if Issuance.objects.filter(report=report, vintage=vintage).exists():
        raise YearIssued(vintage=vintage)


def _tick_off(report: MonitoringReport, by: User, now: datetime) -> None:
    """The report's step, and its end once every year of it is issued. The project's row is locked."""
    ReportStep.objects.create(report=report, kind=ReportStepKind.ISSUED, by=by, happened_at=now)
    years = VerifiedYear.objects.filter(statement__report=report)
    if not years.exclude(year__in=report.issuances.values("vintage")).exists():
        MonitoringReport.objects.filter(pk=report.pk).update(status=ReportStatus.ISSUED, moved_at=now)


def check_vintage(project: CarbonProject, vintage: int) -> None:
    """Raises `OutsideCrediting`, also for what is no year."""
    if (
        not MINYEAR <= vintage <= MAXYEAR
        or not date(vintage, 12, 31) >= project.credited_from
        or date(vintage, 1, 1) > project.credited_until
    ):
        raise OutsideCrediting(since=project.credited_from, until=project.credited_until, vintage=vintage)


def _next_numbers(tonnes: int) -> Numbers:
    """The numbers after the last that was ever given; one issuance after the other."""
    wait_for_numbers()
    first = next_number()
    return Numbers(first, first + tonnes)


def wait_for_numbers() -> None:
    """Until this transaction ends nobody else is given numbers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.UNIT_NUMBERS)}")


def next_number() -> int:
    """The one after the last that was ever given."""
    after = Func(F("numbers"), function="upper", output_field=BigIntegerField())
    # An issuance that was carried on whole has no numbers, and counts for nothing here.
    return Issuance.objects.aggregate(after=Max(after))["after"] or 1


def _place(issuance: Issuance, deed: Deed, now: datetime) -> None:
    numbers = Numbers.of(issuance.numbers)
    border = numbers.after - issuance.buffer_tonnes
    parts = [
        (Numbers(numbers.first, border), Going(BlockStatus.HELD, issuance.project.owner)),
        (Numbers(border, numbers.after), Going(BlockStatus.BUFFER)),
    ]
    for part, going in parts:
        if part.tonnes:
            UnitBlock.objects.create(
                issuance=issuance, numbers=as_range(part), status=going.status, holder=going.holder
            )
            write_down(issuance, part, MoveKind.ISSUED, coming=None, going=going, deed=deed, now=now)
