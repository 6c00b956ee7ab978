"""The second path of a simulated city: projects in every stage, each brought there by the doors that people use."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from common.city_time import city_day
from credits import audit as credits_audit
from desk import roles
from lists import reading
from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from projects import audit as projects_audit
from projects.cycle import overlapping
from projects.models import (
    BlockStatus,
    Finding,
    FindingStatus,
    Hiding,
    MonitoringReport,
    Order,
    OrderStatus,
    Organisation,
    OrganisationStatus,
    ProjectDesign,
    Proposal,
    ProposalStatus,
    ReportStatus,
    Ruling,
    Stage,
    UnitBlock,
)
from scenarios.calendars import beginning
from simulation import course, worlds
from simulation.chance import Chance
from simulation.second_path import plans
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


@pytest.mark.slow
def test_every_project_is_where_its_story_has_brought_it(city):
    """No door refused anything, and the audit finds nothing."""
    assert not [what for what in city.refused if what.startswith(("projects", "orders", "transfers", "retirements"))]
    assert [*map(str, [*projects_audit.findings(), *credits_audit.findings()])] == []
    assert {design.stage for design in ProjectDesign.objects.all()} == set(Stage)
    assert {report.status for report in MonitoringReport.objects.all()} == set(ReportStatus) - {ReportStatus.WITHDRAWN}
    assert {finding.status for finding in Finding.objects.all()} == set(FindingStatus)
    assert {block.status for block in UnitBlock.objects.all()} == set(BlockStatus)
    assert UnitBlock.objects.filter(is_frozen=True).count() == 1
    assert Counter(each.status for each in Organisation.objects.all()) == {
        OrganisationStatus.APPROVED: 17,
        OrganisationStatus.APPLIED: 1,
        OrganisationStatus.REFUSED: 1,
        OrganisationStatus.SUSPENDED: 1,
    }
    assert Proposal.objects.filter(status=ProposalStatus.WAITING).count() == 3
    assert Order.objects.filter(status=OrderStatus.WAITING).count() == 2
    assert Hiding.objects.count() == Ruling.objects.count() == 1
    (deciding,) = ProjectDesign.objects.filter(stage=Stage.DECIDING, versions__overlaps__isnull=False).distinct()
    assert overlapping.unruled(deciding).count() == 1
