"""A car or meter that another project counts is found under the pseudonym by which a citizen's act holds it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from activities.gate.drafts import Draft
from activities.models import CountedStretch
from activities.things import naming
from methodologies.base import Span
from projects.models import (
    DesignThing,
    DesignVersion,
    LeftOut,
    MonitoringReport,
    Organisation,
    Part,
    PooledAct,
    ProjectDesign,
    ReportLine,
    ReportStatus,
    ReportVersion,
    Stage,
    ThingKind,
)
from projects.pooling import agreeing, consenting, elsewhere, gathering
from projects.refusals import PooledInReport
from tests.conftest import NOW, make_citizen, record, score_everything
from tests.projects.conftest import make_organisation, make_project, seat
from tests.projects.monitoring.conftest import GROVE, GROVES, begun, handed_in, written
from tests.projects.pooling.conftest import BEFORE, OCTOBER, RIDDEN, gathered

PLATE, METER = "川AD12345", "0510100123"


def designed(
    operator, kind: ThingKind, name: str, *, stage: Stage = Stage.SUBMITTED, years=("2026-01-01", "2027-12-31")
):
    design = ProjectDesign.objects.create(owner=operator, begun_by=make_citizen(), begun_at=BEFORE, stage_at=BEFORE)
    content = {"credited_from": years[0], "credited_until": years[1], "things": {kind: [name]}}
    version = DesignVersion.objects.create(
        design=design, number=1, content=content, documents=[], by=make_citizen(), submitted_at=BEFORE
    )
    DesignThing.objects.create(version=version, kind=kind, name=name)
    is_registered = stage == Stage.REGISTERED
    project = make_project(operator, 900) if is_registered else None
    verifier = make_organisation("西南审定", "91510100MA00000077") if is_registered else None
    Organisation.objects.filter(licence="91510100MA00000077").update(is_verifier=True)
    ProjectDesign.objects.filter(pk=design.pk).update(version=1, stage=stage, project=project, verifier=verifier)
    return design


def test_every_writing_of_a_plate_and_a_meter_is_found():
    assert set(elsewhere.digests(ThingKind.PLATE, "川A·D12345")) >= {
        str(naming.car_hours(PLATE).digests[0]),
        str(naming.car_kilometres(PLATE).digests[0]),
    }
    meters = elsewhere.digests(ThingKind.METER, "0510-100123")
    for scenario in ("electricity-saving", "gas-saving", "water-saving"):
        assert str(naming.meter(scenario, METER).digests[0]) in meters


@pytest.mark.parametrize(
    ("stage", "years", "is_left_out"),
    [
        (Stage.SUBMITTED, ("2026-01-01", "2027-12-31"), True),
        (Stage.REGISTERED, ("2026-01-01", "2027-12-31"), True),
        (Stage.REGISTERED, ("2026-11-01", "2027-12-31"), False),
        (Stage.REJECTED, ("2026-01-01", "2027-12-31"), False),
        (Stage.WITHDRAWN, ("2026-01-01", "2027-12-31"), False),
    ],
)
def test_an_electric_car_of_a_project_is_left_out(pool, riders, clerks, operator, stage, years, is_left_out):
    driver = make_citizen(district="wuhou")
    consenting.give(citizen=driver, now=BEFORE)
    act = drove(driver)
    assert CountedStretch.objects.filter(activity_id=act.pk).exists()
    designed(operator, ThingKind.PLATE, PLATE, stage=stage, years=years)
    month = gathered(pool, clerks[0], month=OCTOBER)

    left = dict(month.counts.filter(reason=LeftOut.OVERLAP).values_list("scenario", "acts"))
    assert left == ({"ev-driving": 1} if is_left_out else {})
    assert PooledAct.objects.filter(pk=act.pk).exists() != is_left_out


@pytest.mark.parametrize(
    ("status", "until", "is_left_out"),
    [
        (ReportStatus.SUBMITTED, date(2030, 12, 31), True),
        (ReportStatus.WITHDRAWN, date(2030, 12, 31), False),
        (ReportStatus.SUBMITTED, date(2026, 9, 30), False),
    ],
)
def test_a_plate_that_only_a_report_names_is_left_out(
    pool, riders, clerks, operator, verifier, status, until, is_left_out
):
    driver = make_citizen(district="wuhou")
    consenting.give(citizen=driver, now=BEFORE)
    act = drove(driver)
    project = make_project(operator, 901, credited_from=date(2026, 1, 1), credited_until=until)
    measured(project, "川A·D12345", status, by=clerks[0], verifier=verifier)
    month = gathered(pool, clerks[0], month=OCTOBER)

    left = dict(month.counts.filter(reason=LeftOut.OVERLAP).values_list("scenario", "acts"))
    assert left == ({"ev-driving": 1} if is_left_out else {})
    assert PooledAct.objects.filter(pk=act.pk).exists() != is_left_out


def measured(project, source: str, status: ReportStatus, by, verifier) -> None:
    """A report of September that was submitted, with one line that was read from this."""
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 30)}
    report = MonitoringReport.objects.create(
        project=project, status=status, verifier=verifier, begun_by=by, begun_at=BEFORE, moved_at=BEFORE, **days
    )
    version = ReportVersion.objects.create(report=report, nth=1)
    ReportLine.objects.create(version=version, nth=1, table="trips", source=source, values={}, **days)
    ReportVersion.objects.filter(pk=version.pk).update(
        by=by, frozen_at=NOW, lines_sha256="0" * 64, kilograms=1, result={"lines": []}
    )


def drove(driver):
    day = RIDDEN - timedelta(hours=10)
    claim = {"odometer_start_m": 10_000_000, "odometer_end_m": 10_100_000}
    draft = Draft("ev-driving", Span.PERIOD, day, day + timedelta(hours=2), claim)
    [outcome] = record(
        driver, replace(draft, things=(naming.car_hours(PLATE), naming.car_kilometres(PLATE))), now=RIDDEN
    )
    score_everything(now=RIDDEN)
    outcome.activity.refresh_from_db()
    return outcome.activity


def test_days_of_other_projects_are_those_that_they_may_be_credited_for(operator):
    designed(operator, ThingKind.METER, METER)
    assert elsewhere.counted(date(2025, 1, 1), date(2025, 12, 31)) == []
    assert {one.since for one in elsewhere.counted(date(2026, 3, 1), NOW.date())} == {date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("source", "days", "is_refused"),
    [
        ("川A·D12345", (date(2026, 10, 1), date(2026, 10, 31)), True),
        ("川ad12345", (date(2026, 7, 1), date(2026, 10, 31)), True),
        ("川A·D12345", (date(2026, 9, 1), date(2026, 9, 30)), False),
        ("川A·D99999", (date(2026, 10, 1), date(2026, 10, 31)), False),
    ],
)
def test_a_report_of_a_vehicle_that_citizens_have_pooled_is_refused(
    pool, riders, clerks, operator, source, days, is_refused
):
    driver = make_citizen(district="wuhou")
    consenting.give(citizen=driver, now=BEFORE)
    drove(driver)
    gathered(pool, clerks[0], month=OCTOBER)
    project = make_project(operator, 902, parameters=GROVES, credited_from=date(2026, 1, 1))
    by = seat(operator, Part.OWNER)
    line = replace(GROVE, source=source, starts_on=str(days[0]), ends_on=str(days[1]))
    report = written(begun(project, by, *days), by, line)
    verifier = make_organisation("西南核查", "91510100MA00000078")
    Organisation.objects.filter(pk=verifier.pk).update(is_verifier=True)

    if not is_refused:
        assert handed_in(report, verifier, by).status == ReportStatus.SUBMITTED
        return
    with pytest.raises(PooledInReport) as refused:
        handed_in(report, verifier, by)
    assert source in str(refused.value.sentence)
    report.refresh_from_db()
    assert (report.status, report.verifier) == (ReportStatus.DRAFT, None)
    assert not ReportVersion.objects.filter(report=report, frozen_at__isnull=False).exists()


def test_what_has_left_a_pooled_month_may_be_reported(pool, riders, clerks, operator):
    driver = make_citizen(district="wuhou")
    consenting.give(citizen=driver, now=BEFORE)
    drove(driver)
    month = gathered(pool, clerks[0], month=OCTOBER)
    agreeing.decline(month=month, answer="由项目申报", by=clerks[1], now=NOW)
    gathering.go_on(now=NOW, batches=10)
    project = make_project(operator, 903, parameters=GROVES, credited_from=date(2026, 1, 1))
    by, days = seat(operator, Part.OWNER), (date(2026, 10, 1), date(2026, 10, 31))
    line = replace(GROVE, source=PLATE, starts_on=str(days[0]), ends_on=str(days[1]))
    verifier = make_organisation("西南核查", "91510100MA00000078")
    Organisation.objects.filter(pk=verifier.pk).update(is_verifier=True)

    assert handed_in(written(begun(project, by, *days), by, line), verifier, by).status == ReportStatus.SUBMITTED
