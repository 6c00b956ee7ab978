"""Pooled months for tests of pages: as they stand, without the acts that led there."""

from datetime import date

from methodologies.projects.public_pooling import ACTS
from projects.models import (
    CarbonProject,
    MonitoringReport,
    MonthStatus,
    PoolCount,
    PooledMonth,
    ReportLine,
    ReportStep,
    ReportStepKind,
    ReportVersion,
)
from projects.monitoring.reckoning import reckon
from tests.conftest import NOW, make_citizen

KILOGRAMS = 5
DAYS = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 31)}


def waiting_month(pool: CarbonProject) -> PooledMonth:
    """Gathered by somebody; another may agree."""
    month = PooledMonth.objects.create(
        project=pool,
        document="成碳〔2026〕9号",
        status=MonthStatus.DRAWN,
        citizens=6,
        acts=12,
        acts_g=KILOGRAMS * 1000,
        kilograms=KILOGRAMS,
        by=make_citizen(),
        begun_at=NOW,
        drawn_at=NOW,
        **DAYS,
    )
    counted = {"month": month, "scenario": "bike-share", "citizens": 6}
    PoolCount.objects.create(district="wuhou", acts=12, grams=KILOGRAMS * 1000, **counted)
    PoolCount.objects.create(reason="no_consent", acts=3, grams=900, **counted)
    return month


def reported_month(pool: CarbonProject) -> PooledMonth:
    """Agreed to, its report drawn up."""
    month, by = waiting_month(pool), make_citizen()
    report = MonitoringReport.objects.create(project=pool, begun_by=by, begun_at=NOW, moved_at=NOW, **DAYS)
    version = ReportVersion.objects.create(report=report, nth=1)
    values = {"reduction": f"{KILOGRAMS}.000"}
    ReportLine.objects.create(version=version, nth=1, table=ACTS.code, source="共享单车", values=values, **DAYS)
    reckon(version)
    ReportStep.objects.create(report=report, kind=ReportStepKind.BEGUN, version=version, by=by, happened_at=NOW)
    month.status, month.decided_by, month.decided_at, month.report = MonthStatus.AGREED, by, NOW, report
    month.save()
    return month
