"""The second path of a simulated city: projects in every stage, each brought there by the doors that people use."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db.models import Count
from django.urls import reverse

from common.city_time import city_day
from credits import audit as credits_audit
from desk import roles
from lists import reading
from methodologies.events.neutrality import EVENT
from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from projects import audit as projects_audit
from projects.cycle import overlapping
from projects.cycle.reading import shown_to_all
from projects.models import (
    BlockStatus,
    CarbonProject,
    Event,
    EventStatus,
    EventStepKind,
    Finding,
    FindingStatus,
    Hiding,
    MonitoringReport,
    MonthStatus,
    Order,
    OrderStatus,
    Organisation,
    OrganisationStatus,
    PooledMonth,
    ProjectDesign,
    Proposal,
    ProposalStatus,
    ReportStatus,
    Ruling,
    Stage,
    UnitBlock,
)
from projects.public.data.tables import TABLES
from scenarios.calendars import beginning
from simulation import course, worlds
from simulation.chance import Chance
from simulation.second_path import events, plans
from simulation.second_path.content import content, lines
from simulation.second_path.deeds import DEEDS
from tests.conftest import NOW

QUIET = replace(worlds.world("small"), citizens=6, merchants=0, most_acts=0, pictures=0, has_cast=False, seals=False)
YEAR = 2025


def each_plan():
    return enumerate(plans.of("projects"), 1)


@pytest.fixture
def city(transactional_db, catalogue, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    roles.load()
    beginning.load(NOW - timedelta(days=100))
    reading.forget()
    return course.simulate(QUIET, seed=1, until=city_day(NOW) - timedelta(days=1)).city


def test_there_are_sixty_projects_with_names_of_their_own():
    names = [plan["name"][language] for _number, plan in each_plan() for language in ("zh-hans", "en")]

    assert len(names) == len(set(names)) == 120


def test_stories_name_deeds_that_there_are_and_fit_into_their_days():
    for _number, plan in each_plan():
        story = plans.story(plan["story"])
        assert {name for deeds in story.values() for name in deeds} <= DEEDS.keys()
        assert max(story) <= plan["ago"] < QUIET.days


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_what_projects_measure_is_reckoned_to_something(seed):
    for number, plan in each_plan():
        said, chance = content(number, plan, year=YEAR), seed and Chance(seed, number)
        measured = tuple(Line(**line) for line in lines(number, plan, year=YEAR, chance=chance))
        given = {name: Given(**stated) for name, stated in said["given"].items()}
        report = Report(f"{YEAR}-01-01", f"{YEAR}-12-31", given, measured, said["chosen"])
        assert method(plan["method"]).reckon(report).reduction_kg > 50_000


def test_every_event_emits_something_and_has_days_enough_for_its_stage():
    about = plans.of("events")
    for said in about["events"]:
        given = {name: Given(**stated) for name, stated in about["given"].items()} if "meals" in said else {}
        report = Report("2026-03-01", "2026-03-02", given, tuple(events.lines(said, "2026-03-01", "2026-03-02")))
        assert EVENT.estimate(report).kilograms > 0
        assert events.PLANNED_BEFORE - said["ends"] < QUIET.days
        after = {"lapsed": events.CORRECTED_AFTER, "neutral": events.CERTIFIED_AFTER, "measured": events.STATED_AFTER}
        assert said["ends"] <= -after.get(said["as_far_as"], -90)


@pytest.mark.slow
def test_every_project_is_where_its_story_has_brought_it(city):
    """No door refused anything, and the audit finds nothing."""
    assert not [
        what for what in city.refused if what.startswith(("projects", "orders", "transfers", "retirements", "events"))
    ]
    assert [*map(str, [*projects_audit.findings(), *credits_audit.findings()])] == []
    assert {design.stage for design in ProjectDesign.objects.all()} == set(Stage)
    assert {report.status for report in MonitoringReport.objects.all()} == set(ReportStatus)
    assert {finding.status for finding in Finding.objects.all()} == set(FindingStatus)
    assert {block.status for block in UnitBlock.objects.all()} == set(BlockStatus)
    assert UnitBlock.objects.filter(is_frozen=True).count() == 1
    assert {event.status for event in Event.objects.all()} == set(EventStatus)
    assert Event.objects.get(steps__kind=EventStepKind.LAPSED).status == EventStatus.MEASURED
    assert Counter(each.status for each in Organisation.objects.all()) == {
        OrganisationStatus.APPROVED: 18,
        OrganisationStatus.APPLIED: 1,
        OrganisationStatus.REFUSED: 1,
        OrganisationStatus.SUSPENDED: 1,
    }
    assert Proposal.objects.filter(status=ProposalStatus.WAITING).count() == 3
    assert Order.objects.filter(status=OrderStatus.WAITING).count() == 2
    assert Hiding.objects.count() == Ruling.objects.count() == 1
    (deciding,) = ProjectDesign.objects.filter(stage=Stage.DECIDING, versions__overlaps__isnull=False).distinct()
    assert overlapping.unruled(deciding).count() == 1
    two = MonitoringReport.objects.annotate(years=Count("statement__years")).get(years=2)
    whole, small = two.issuances.order_by("vintage")
    assert (whole.tonnes > 0, small.tonnes, small.carried_kg - whole.carried_kg) == (True, 0, small.kilograms)


def test_whoever_has_no_account_reads_in_the_registry_what_its_files_say(city, client):
    """Every project's page, the sums of all, and the map are the sums of the files' rows."""
    rows = {name: in_file(client, name) for name in TABLES}
    project_pages = {row["project_id"]: page_of(client, "project", row["project_id"]) for row in rows["projects"]}

    assert len(rows["projects"]) == CarbonProject.objects.count() > 20
    for row in rows["projects"]:
        context, mine = project_pages[row["project_id"]], of_project(rows, row["project_id"])
        by_status = dict.fromkeys(BlockStatus.values, 0) | tonnes_by(mine["units"], "status")
        sums = context["listed"].sums
        assert sums._asdict() == by_status == {status: int(row[status]) for status in BlockStatus.values}
        assert sums.issued == int(row["issued"]) == sum(each.tonnes for each in context["issuances"])
        assert sums.issued == sum(int(each["tonnes"]) for each in mine["issuances"])
        assert sums.retired == sum(int(each["tonnes"]) for each in mine["retirements"])
    whole = page_of(client, "registry")["map"]
    assert whole.sums._asdict() == tonnes_by(rows["units"], "status")
    issued = tonnes_by(rows["projects"], "district", "issued")
    assert {place.district: place.sums.issued for place in whole.places if place.projects} == issued
    assert {row["design_id"] for row in rows["designs"]} == set(shown_to_all().values_list("public_id", flat=True))


def in_file(client, name: str) -> list[dict[str, str]]:
    sent = b"".join(client.get(reverse("projects:data_csv", args=[name]))).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(sent)))


def page_of(client, name: str, *args: str) -> Any:
    return client.get(reverse(f"projects:{name}", args=args)).context


def of_project(rows: dict[str, list[dict[str, str]]], project: str) -> dict[str, list[dict[str, str]]]:
    return {name: [row for row in rows[name] if row["project_id"] == project] for name in rows}


def tonnes_by(rows: list[dict[str, str]], field: str, what: str = "tonnes") -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row[field]] += int(row[what])
    return found


@pytest.mark.slow
def test_whole_months_are_pooled_and_the_last_one_waits(transactional_db, catalogue, settings, tmp_path):
    """Thirty people come to less than a tonne a month: issued as no unit, carried on, and nothing to sell."""
    settings.MEDIA_ROOT = tmp_path
    roles.load()
    beginning.load(NOW - timedelta(days=100))
    reading.forget()
    thirty = replace(QUIET, citizens=30, most_acts=1, by_hand_days=3)
    course.simulate(thirty, seed=1, until=city_day(NOW) - timedelta(days=1))

    [*before, last] = PooledMonth.objects.order_by("starts_on")
    assert before
    assert {month.report.status for month in before if month.report} == {ReportStatus.ISSUED}
    assert (last.status, last.acts > 0) == (MonthStatus.DRAWN, True)
    assert [*map(str, projects_audit.findings())] == []
