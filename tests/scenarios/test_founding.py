"""A scenario made at the desk: whole or not at all, with a draft for its rule, and left alone by the catalogue."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.editions import ChangedMeanwhile, edition_of
from methodologies.terms import TermsError
from scenarios import approving, catalogue, publishing
from scenarios.describing import Description, describe
from scenarios.founding import Plan, found
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.refusals import CodeTaken, NotARule, NotToBeShared, OwnDraft
from scenarios.rulebook import RuleBook
from tests import rules
from tests.conftest import NOW, TODAY
from tests.scenarios.generic import BAG_TERMS, CUP, CUP_TERMS, bring

pytestmark = pytest.mark.usefixtures("catalogue")

FACTOR = {"code": "reusable-cup-2026", **CUP["factors"]["reusable-cup-2026"]}
WORDS = {name: term for name, term in CUP_TERMS.items() if name not in ("occupies", "lasts_minutes")}
DESCRIBED = Description(CUP["name"], CUP["summary"], "cup", "outings", 300, WORDS)


def document(**change):
    rule = {name: part for name, part in CUP["versions"][0].items() if name not in ("number", "effective_from")}
    whole = {"methodology": "grams-per-unit", "terms": CUP_TERMS, **rule, "factors": {"grams_per_unit": FACTOR}}
    return {**whole, **change}


def plan(**change):
    return replace(Plan("reusable-cup", DESCRIBED, document(), [FACTOR]), **change)


def counts():
    return Scenario.objects.count(), RuleVersion.objects.count(), EmissionFactor.objects.count()


def test_a_founded_scenario_is_a_draft_and_offered_nowhere():
    draft = found(plan(), now=NOW)

    assert (draft.number, draft.published_at, draft.effective_from) == (1, None, TODAY + timedelta(days=1))
    assert draft.scenario.methodology.quantities[0].unit == {"zh-hans": "杯", "en": "drinks"}
    assert draft.rule.factor_values == {"grams_per_unit": 23}
    assert "reusable-cup" not in [scenario.code for scenario, _version, _rule in RuleBook().rules_on(date.max)]


def test_its_draft_is_published_as_every_other():
    draft = found(plan(), now=NOW)
    day = TODAY + timedelta(days=3)

    rules.publish(draft, effective_from=day, now=NOW)

    assert RuleBook().rule_on(draft.scenario_id, day)[1].methodology.lasts_minutes == 10


def test_who_founds_it_does_not_approve_it(alice):
    draft = found(plan(), now=NOW, by=alice)
    rules.rehearse(draft, now=NOW)

    with pytest.raises(OwnDraft):
        approving.approve(draft, by=alice, now=NOW)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"code": "walking"}, NotARule),
        ({"document": document(terms=BAG_TERMS)}, NotARule),
        ({"document": document(terms={**CUP_TERMS, "occupies": "own-box"})}, NotARule),
        ({"document": document(factors={})}, NotARule),
        ({"document": document(methodology="sledging")}, NotARule),
        ({"factors": [{**FACTOR, "code": "walking-step-wuhan-2022"}]}, CodeTaken),
    ],
)
def test_what_is_not_whole_leaves_nothing(change, refusal):
    before = counts()

    with pytest.raises(refusal):
        found(plan(**change), now=NOW)

    assert counts() == before


def test_a_code_is_taken_once():
    found(plan(), now=NOW)
    before = counts()

    with pytest.raises(CodeTaken):
        found(plan(factors=[]), now=NOW)

    assert counts() == before


def test_a_known_method_that_pages_know_is_not_shared():
    walking = RuleVersion.objects.filter(scenario__code="walking").first().document

    with pytest.raises(NotToBeShared):
        found(plan(code="park-walking", document=walking, factors=[]), now=NOW)


def test_a_known_method_is_shared_where_nothing_forbids_it():
    bus = RuleVersion.objects.filter(scenario__code="bus").last().document

    draft = found(plan(code="ferry", description=replace(DESCRIBED, terms={}), document=bus, factors=[]), now=NOW)

    assert (draft.scenario.methodology.code, draft.scenario.terms) == ("bus", {})


# Described anew


def renamed(**change):
    return replace(DESCRIBED, **{"name": {"zh-hans": "自带水杯", "en": "Own cup"}, **change})


def shown(code):
    return edition_of(*Description.of(Scenario.objects.get(code=code)).edition_parts())


def test_what_the_desk_renamed_the_catalogue_leaves():
    walking = Scenario.objects.get(code="walking")
    describe(walking, replace(renamed(), terms={}), now=NOW, edition=shown("walking"))

    catalogue.load(NOW + timedelta(days=1))

    walking.refresh_from_db()
    assert walking.name["zh-hans"] == "自带水杯"
    assert (walking.icon, walking.group, walking.position) == ("cup", "outings", 300)


def test_what_the_desk_never_touched_the_catalogue_brings_up_to_date():
    Scenario.objects.filter(code="walking").update(icon="bus")

    catalogue.load(NOW + timedelta(days=1))

    assert Scenario.objects.get(code="walking").icon == "footprints"


def test_each_name_stays_in_the_trail():
    scenario = found(plan(), now=NOW).scenario
    describe(scenario, renamed(), now=NOW)

    names = [event.name["zh-hans"] for event in scenario.events.order_by("pgh_id")]

    assert names == ["自带杯", "自带水杯"]


def test_two_who_describe_at_once_take_turns():
    scenario = found(plan(), now=NOW).scenario
    edition = shown("reusable-cup")
    describe(scenario, renamed(), now=NOW, edition=edition)

    with pytest.raises(ChangedMeanwhile):
        describe(scenario, renamed(icon="leaf"), now=NOW, edition=edition)

    scenario.refresh_from_db()
    assert scenario.icon == "cup"


def test_new_words_are_those_of_the_next_draft_and_not_of_the_last():
    first = found(plan(), now=NOW)
    unit = {"zh-hans": "次", "en": "time"}

    describe(first.scenario, renamed(terms={**WORDS, "unit": unit}), now=NOW)
    copied = publishing.copy_version(first, now=NOW)

    first.refresh_from_db()
    assert first.document["terms"]["unit"] == CUP_TERMS["unit"]
    assert copied.document["terms"] == {**CUP_TERMS, "unit": unit}


def test_words_that_break_sentences_are_refused():
    scenario = found(plan(), now=NOW).scenario

    with pytest.raises(TermsError):
        describe(scenario, renamed(terms={**WORDS, "deed": {"zh-hans": "{x}", "en": "{count}"}}), now=NOW)

    scenario.refresh_from_db()
    assert scenario.terms == CUP_TERMS


def test_a_release_that_brings_the_same_code_in_another_way_leaves_the_desks(tmp_path):
    found(plan(), now=NOW)
    entry = {**CUP, "methodology": "credits-each", "terms": {**BAG_TERMS, "occupies": "reusable-cup"}, "factors": {}}
    rule = {**entry["versions"][0], "factors": {}, "bounds": []}
    rule["credits_each"] = {**rule.pop("grams_per_credit"), "unit": "credit"}

    bring(tmp_path, NOW, {**entry, "versions": [rule]})

    assert Scenario.objects.get(code="reusable-cup").methodology_code == "grams-per-unit"
    assert RuleVersion.objects.filter(scenario__code="reusable-cup").count() == 1
