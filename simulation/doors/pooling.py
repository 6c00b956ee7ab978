"""Pooling: citizens agree, the desk gathers a month and agrees to it, and enters what its units brought."""

from datetime import date, datetime

from accounts.models import User
from projects.models import CarbonProject, MonthStatus, Organisation, PooledMonth, Proposal
from projects.pooling import agreeing, consenting, founding, gathering, proceeds
from simulation.doors import reports

AT_ONCE = 50


def consent(citizen: User, *, now: datetime) -> None:
    consenting.give(citizen=citizen, now=now)


def found(owner: Organisation, *, since: date, until: date, by: User, agreed_by: User, now: datetime) -> CarbonProject:
    return founding.found(owner=owner, credited_from=since, credited_until=until, by=by, agreed_by=agreed_by, now=now)


def gather(pool: CarbonProject, month: date, *, document: str, by: User, now: datetime) -> PooledMonth:
    begun = gathering.begin(project=pool, month=month, document=document, by=by, now=now)
    while PooledMonth.objects.filter(pk=begun.pk, status=MonthStatus.DRAWING).exists():
        gathering.go_on(now=now, batches=AT_ONCE)
    begun.refresh_from_db()
    return begun


def agree(month: PooledMonth, *, by: User, now: datetime) -> PooledMonth:
    return agreeing.agree(month=month, by=by, now=now)


def propose(month: PooledMonth, *, document: str, by: User, now: datetime) -> Proposal:
    """Its issuance."""
    assert month.report is not None
    month.report.refresh_from_db()
    [proposal] = reports.propose(month.report, document=document, by=by, now=now)
    return proposal


def sell(month: PooledMonth, *, fen_a_tonne: int, fen_a_credit: int, by: User, agreed_by: User, now: datetime) -> None:
    """All that was issued of it, for so much, at so much for a credit; nothing of a month below a tonne."""
    tonnes = proceeds.unaccounted(month)
    if not tonnes:
        return
    fen = tonnes * fen_a_tonne
    entry = proceeds.propose(
        month=month,
        tonnes=tonnes,
        fen=fen,
        bank_reference=f"CD{month.starts_on:%Y%m}0001",
        document=f"成财环〔{now.year}〕汇{month.starts_on.month}号",
        credits=fen // fen_a_credit,
        by=by,
        now=now,
    )
    proceeds.agree(entry=entry, by=agreed_by, now=now)
