"""The catalogue: whole, sourced, loaded once, and never able to rewrite what is published."""

from datetime import timedelta
from shutil import copytree

import pytest
import yaml
from django.db import DatabaseError, transaction
from django.template.loader import get_template

from scenarios import catalogue as scenario_catalogue
from scenarios.catalogue import FOLDER, CatalogueError
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import Standing
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def edited(tmp_path):
    """A copy of the catalogue with one entry changed."""

    def edit(name, change):
        folder = copytree(FOLDER, tmp_path / "catalogue")
        entry = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        change(entry)
        (folder / name).write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
        return folder

    return edit


def counts():
    return Scenario.objects.count(), RuleVersion.objects.count(), EmissionFactor.objects.count()


def test_loading_again_changes_nothing():
    before = counts()

    scenario_catalogue.load(NOW + timedelta(days=1))

    assert counts() == before
    assert set(RuleVersion.objects.values_list("published_at", flat=True)) == {NOW}


def test_every_number_says_its_unit_source_and_standing():
    for version in RuleVersion.objects.all():
        rule = version.rule
        numbers = [*rule.bounds, rule.grams_per_credit, *rule.windows.values(), *(cap.limit for cap in rule.caps)]
        for number in [*numbers, *rule.factors.values()]:
            assert number.unit
            for words in (number.source.title, number.source.publisher):
                assert words["zh-hans"]
                assert words["en"]
            assert number.source.published_on
        for number in (rule.grams_per_credit, *rule.windows.values(), *(cap.limit for cap in rule.caps)):
            assert number.standing is Standing.DEMO


def test_walking_is_an_incentive_and_bike_share_is_claimable():
    claimable = {version.scenario.code: version.rule.claimable for version in RuleVersion.objects.all()}

    assert not claimable["walking"]
    assert claimable["bike-share"]


def test_every_scenario_has_its_icon():
    for scenario in Scenario.objects.all():
        assert get_template(f"icons/{scenario.icon}.svg")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda entry: entry["versions"][0].update(claimable=True), "walking v1 is published and cannot change"),
        (lambda entry: entry["versions"][0].update(effective_from="2017-01-01"), "is published and cannot change"),
        (
            lambda entry: entry["factors"]["walking-step-wuhan-2022"].update(value="0.03"),
            "is in use with another value",
        ),
        (lambda entry: entry["versions"][0]["bounds"][0].update(measure="metres"), "has no metres to bound"),
        (lambda entry: entry["versions"][0]["grams_per_credit"].update(value=0), "worth at least one gram"),
        (lambda entry: entry["versions"][0]["caps"][0].update(value=None), "must say how many"),
        (lambda entry: entry["versions"][0]["caps"][0].update(value="296"), "is no whole number"),
        (lambda entry: entry["versions"][0]["caps"][0].update(value=29.5), "is no whole number"),
        (lambda entry: entry["versions"][0]["caps"][0].update(value=-5), "is no whole number"),
        (lambda entry: entry["factors"]["walking-step-wuhan-2022"].update(unit="kg/step"), "in use with another value"),
    ],
)
def test_catalogue_that_would_rewrite_the_past_is_refused_whole(edited, change, complaint):
    before = counts()

    with pytest.raises(CatalogueError, match=complaint):
        scenario_catalogue.load(NOW, edited("walking.yaml", change))

    assert counts() == before


def test_factor_of_the_wrong_unit_is_refused(edited):
    def add_a_version_in_other_units(entry):
        factor = {**entry["factors"]["walking-step-wuhan-2022"], "unit": "kg/step"}
        entry["factors"]["walking-step-heavy"] = factor
        version = {**entry["versions"][0], "number": 2, "effective_from": "2027-01-01"}
        entry["versions"].append({**version, "factors": {"grams_per_step": "walking-step-heavy"}})

    with pytest.raises(CatalogueError, match="needs the factors"):
        scenario_catalogue.load(NOW, edited("walking.yaml", add_a_version_in_other_units))


@pytest.mark.parametrize(
    "change",
    [{"document": {}}, {"number": 9}, {"effective_from": "2020-01-01"}, {"published_at": None}],
)
def test_database_itself_refuses_to_change_a_published_version(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(scenario__code="walking").update(**change)


def test_database_itself_refuses_to_remove_a_published_version_or_change_a_factor():
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        EmissionFactor.objects.update(value=1)


def test_published_version_may_be_withdrawn():
    assert RuleVersion.objects.filter(scenario__code="walking").update(withdrawn_at=NOW) == 1
    assert RuleBook().version_on(Scenario.objects.get(code="walking").pk, NOW.date()) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(scenario__code="walking").update(withdrawn_at=None)


def test_version_ends_where_the_next_begins():
    first = RuleVersion.objects.get(scenario__code="walking")
    second = RuleVersion.objects.create(
        scenario=first.scenario,
        number=2,
        effective_from=NOW.date(),
        document=first.document,
        published_at=NOW,
    )
    book = RuleBook()

    on = [book.version_on(first.scenario_id, NOW.date() + timedelta(days=days)) for days in (-10_000, -1, 0, 1)]

    assert on == [None, first, second, second]
