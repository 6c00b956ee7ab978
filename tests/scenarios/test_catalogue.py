"""The catalogue: whole, sourced, loaded once, and never able to rewrite what is published."""

import re
from datetime import date, timedelta
from decimal import Decimal
from shutil import copytree

import pytest
import yaml
from django.db import DatabaseError, transaction
from django.template.loader import get_template

from activities.scoring.worth import floored, proven
from methodologies.base import Claim, Span
from scenarios import catalogue as scenario_catalogue
from scenarios.catalogue import FOLDER, CatalogueError
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import WHOLE, CapMeasure, Evidence, Period, Standing
from tests.conftest import NOW, RELEASED

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
        price = rule.grams_per_credit or rule.credits_each
        ours = [price, *rule.windows.values(), *rule.worth.values(), *(cap.limit for cap in rule.caps)]
        for number in [*ours, *rule.bounds, *rule.factors.values()]:
            assert number.unit
            for words in (number.source.title, number.source.publisher):
                assert words["zh-hans"]
                assert words["en"]
            assert number.source.published_on
        # The scheme has published none of its own numbers, so none may look official.
        for number in [*ours, *rule.bounds, *rule.factors.values()]:
            assert number.standing is not Standing.OFFICIAL


def test_a_number_that_the_portal_itself_gives_is_marked_as_proposed_or_demo():
    ours = {"zh-hans": "碳惠天府开源门户", "en": "The open-source portal"}
    for version in RuleVersion.objects.all():
        for factor in version.rule.factors.values():
            if factor.source.publisher == ours:
                assert factor.standing in (Standing.PROPOSED, Standing.DEMO)


def test_walking_and_what_earns_credits_only_are_never_claimable():
    for version in RuleVersion.objects.all():
        claimable = version.rule.methodology.quantifies and version.scenario.code not in ("walking", "venue-action")
        assert version.rule.claimable == claimable


def test_power_saved_counts_at_sichuan_and_power_used_at_the_southwest():
    slots = {"grid_credit": "sichuan", "grid_debit": "southwest"}
    seen = [
        (slot, factor.region)
        for version in RuleVersion.objects.all()
        for slot, factor in version.rule.factors.items()
        if factor.unit == "g/kWh"
    ]

    assert seen
    assert all(slots[slot] == region for slot, region in seen)


def test_grid_factors_are_those_announced_last_before_the_version():
    grid = list(EmissionFactor.objects.filter(unit="g/kWh"))
    assert len(grid) == 4
    for version in RuleVersion.objects.all():
        for factor in version.rule.factors.values():
            if factor.unit == "g/kWh":
                announced = [other.source["date"] for other in grid if other.region == factor.region]
                in_time = [day for day in announced if day <= version.effective_from.isoformat()]
                assert factor.source.published_on == max(in_time)


@pytest.mark.parametrize(("day", "saved", "used"), [("2025-06-01", "140.4", "226.8"), ("2025-12-31", "156.4", "247.2")])
def test_activity_year_decides_the_grid_factor(day, saved, used):
    book = RuleBook()

    def factor(code, slot):
        return book.rule_on(book.scenarios[code].pk, date.fromisoformat(day))[1].factor_values[slot]

    assert factor("electricity-saving", "grid_credit") == Decimal(saved)
    assert factor("ev-driving", "grid_debit") == Decimal(used)


def test_a_factor_is_on_the_careful_side_of_its_range():
    """A number that adds credits is not above the middle of what was published, one that takes them not below."""
    debits = {"kwh_per_100_km", "charging_loss", "grid_debit", "substitute_grams_per_pkm"}
    for version in RuleVersion.objects.all():
        for slot, factor in version.rule.factors.items():
            if factor.central is not None:
                assert factor.value >= factor.central if slot in debits else factor.value <= factor.central


@pytest.mark.parametrize("half", [{"low": "1"}, {"low": "40", "central": "48", "high": "93"}])
def test_a_range_that_is_half_or_misses_its_value_is_refused(edited, half):
    def change(entry):
        entry["factors"]["fresh"] = {**entry["factors"]["bike-share-pkm-hello-2022"], **half}

    with pytest.raises(ValueError, match=r"range|belong together"):
        scenario_catalogue.load(NOW, edited("bike-share.yaml", change))


def test_a_source_that_nobody_gives_is_refused(edited):
    def change(entry):
        entry["versions"][0]["caps"][0]["source"] = "hearsay"

    with pytest.raises(CatalogueError, match=r"bus.yaml names a source that nobody gives: 'hearsay'"):
        scenario_catalogue.load(NOW, edited("bus.yaml", change))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda version: version["worth"]["self_declared"].update(value=101), "between 0 and 100 per cent"),
        (lambda version: version["windows"].pop("self_declared"), "is not taken, so it has no worth"),
        (lambda version: version.update(credits_each=version.pop("grams_per_credit")), "what a credit costs"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(edited, change, complaint):
    def next_version(entry):
        change(entry["versions"][0])
        entry["versions"][0]["number"] = 9

    with pytest.raises(CatalogueError, match=complaint):
        scenario_catalogue.load(NOW, edited("bus.yaml", next_version))


def rules_released():
    return {scenario.code: rule for scenario, _version, rule in RuleBook().rules_on(RELEASED.date())}


def factors_released():
    return {factor.code: factor for rule in rules_released().values() for factor in rule.factors.values()}


def test_a_value_that_its_handbook_gives_as_a_least_one_says_so():
    least = {
        code: f.source.title["zh-hans"]
        for code, f in factors_released().items()
        if f.region == "beijing" and f.year == 2024
    }

    assert len(least) == 3
    assert all(title.endswith("每次不少于") for title in least.values()), least


def test_a_derived_factor_says_of_which_numbers():
    derived = [factor.source.title for factor in factors_released().values() if factor.standing is Standing.DERIVED]

    assert derived
    for title in derived:
        assert all(len(re.findall(r"\d+(?:\.\d+)?", words)) >= 2 for words in title.values()), title


def test_no_factor_is_of_a_later_year_than_its_source():
    later = {code for code, factor in factors_released().items() if factor.year > int(factor.source.published_on[:4])}

    assert later == set()


def test_the_shenzhen_value_of_a_bus_ride_says_that_it_is_an_electric_bus():
    title = rules_released()["bus"].factors["grams_per_pkm"].source.title

    assert "纯电动公交" in title["zh-hans"]
    assert "battery-electric" in title["en"]


def test_what_a_citizen_sends_has_a_window_whatever_its_grade():
    for code, rule in rules_released().items():
        open_for_ever = {grade for grade, window in rule.windows.items() if window.value is None}
        assert open_for_ever <= {Evidence.PROVIDER}, code


def test_typing_alone_never_reaches_more_than_half_of_a_days_grams():
    bounded = {}
    for code, rule in rules_released().items():
        a_day = {measure: dict(rule.limits[measure]).get(Period.DAY) for measure in CapMeasure}
        most = rule.most_grams.get(Evidence.SELF_DECLARED)
        acts = 1 if rule.methodology.span is Span.DAY else a_day[CapMeasure.ACTS]
        if most and acts and a_day[CapMeasure.GRAMS]:
            bounded[code] = 2 * acts * most.value <= a_day[CapMeasure.GRAMS]

    assert bounded == {"walking": True, "bike-share": True, "ebike-share": True}


def test_whatever_amount_is_typed_a_most_of_it_counts():
    unbounded = {
        code
        for code, rule in rules_released().items()
        if rule.methodology.quantifies and Evidence.SELF_DECLARED in rule.windows.keys() - rule.most_grams.keys()
    }

    # Days are counted, not said; pieces are bounded for each act, and acts for each day.
    assert unbounded == {"idle-car", "venue-action"}


@pytest.mark.parametrize("scenario", ["electricity-saving", "gas-saving", "water-saving"])
def test_a_typed_bill_reaches_half_of_the_months_credits(scenario):
    rule = rules_released()[scenario]
    most = rule.most_grams[Evidence.SELF_DECLARED].value // rule.grams_per_credit.value

    assert 2 * most == dict(rule.limits[CapMeasure.CREDITS])[Period.MONTH]


@pytest.mark.parametrize(("scenario", "metres"), [("metro", 10_000), ("bus", 10_000)])
def test_a_typed_journey_counts_as_one_of_ten_kilometres_at_the_most(scenario, metres):
    rule = rules_released()[scenario]
    exact = rule.methodology.quantify(Claim({"distance_m": metres}, 3600), rule.factor_values)

    assert rule.most_grams[Evidence.SELF_DECLARED].value == floored(proven(exact, rule, Evidence.SELF_DECLARED))


def test_what_is_only_typed_counts_for_half_where_grams_could_be_proven_better():
    typed = {code: rule for code, rule in rules_released().items() if Evidence.SELF_DECLARED in rule.windows}
    in_full = {code for code, rule in typed.items() if rule.worth_of(Evidence.SELF_DECLARED) == WHOLE}

    assert {rule.worth_of(Evidence.SELF_DECLARED) for code, rule in typed.items() if code not in in_full} == {50}
    # Credits without a gram: one for the tap itself, which nothing could prove better, and two for a meal of the day.
    assert in_full == {"check-in", "clean-plate"}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("walking", {"windows", "worth"}),
        ("bike-share", {"windows"}),
        ("ebike-share", {"windows"}),
        ("bus", {"windows"}),
        ("metro", {"windows", "bounds"}),
        ("ev-driving", {"windows"}),
        ("idle-car", {"windows", "bounds"}),
        ("electricity-saving", {"bounds"}),
    ],
)
def test_versions_of_28_november_change_what_they_are_made_for_and_nothing_else(code, changed):
    assert what_changed_on(date(2026, 11, 28), code) == changed


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("walking", {"most_grams"}),
        ("ev-driving", {"most_grams"}),
        ("electricity-saving", {"most_grams"}),
        ("gas-saving", {"most_grams"}),
        ("water-saving", {"most_grams", "factors"}),
        ("bike-share", {"most_grams", "worth"}),
        ("ebike-share", {"most_grams", "worth"}),
        ("bus", {"most_grams", "factors"}),
        ("metro", {"most_grams", "factors"}),
        ("idle-car", {"factors"}),
        ("venue-action", {"factors", "worth"}),
        ("eco-photo", {"credits_each"}),
    ],
)
def test_versions_of_29_november_change_what_they_are_made_for_and_nothing_else(code, changed):
    assert what_changed_on(date(2026, 11, 29), code) == changed


def test_relabelled_numbers_keep_their_value():
    """What they are on whose authority changed; what a proven act earns did not."""
    for code in ("bus", "metro", "idle-car", "venue-action", "water-saving", "eco-photo"):
        after = RuleVersion.objects.get(scenario__code=code, effective_from=date(2026, 11, 29))
        before = after.scenario.versions.get(number=after.number - 1)
        assert after.rule.factor_values == before.rule.factor_values
        each = [version.rule.credits_each and version.rule.credits_each.value for version in (before, after)]
        assert each[0] == each[1]


def what_changed_on(day, code):
    after = RuleVersion.objects.get(scenario__code=code, effective_from=day)
    before = after.scenario.versions.get(number=after.number - 1)
    said = before.document.keys() | after.document.keys()
    return {name for name in said if before.document.get(name) != after.document.get(name)}


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
        (lambda entry: entry["versions"][0]["grams_per_credit"].update(value=0), "what a credit costs in grams"),
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
        version = {**entry["versions"][0], "number": 3, "effective_from": "2027-01-01"}
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
    assert RuleVersion.objects.filter(scenario__code="walking").update(withdrawn_at=NOW) == 5
    assert RuleBook().version_on(Scenario.objects.get(code="walking").pk, NOW.date()) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(scenario__code="walking").update(withdrawn_at=None)


def test_version_ends_where_the_next_begins():
    first = RuleVersion.objects.get(scenario__code="walking", number=1)
    second = RuleVersion.objects.create(
        scenario=first.scenario,
        number=9,
        effective_from=NOW.date(),
        document=first.document,
        published_at=NOW,
    )
    book = RuleBook()

    on = [book.version_on(first.scenario_id, NOW.date() + timedelta(days=days)) for days in (-10_000, -1, 0, 1)]

    assert on == [None, first, second, second]
