"""At the desk a scenario is founded with the draft of its first rule, described anew, and looked up."""

import re
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from accounts.models import User
from desk.rule_form import DraftForm
from scenarios.icons import ICONS
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from tests import rules
from tests.conftest import NOW
from tests.desk.test_desk_rules import SOURCE
from tests.desk_pages import carried, decide
from tests.scenarios import generic
from tests.scenarios.test_catalogue_text import text_of

LIST = "/admin/scenarios/scenario/"
ADD = f"{LIST}add/"
CUP = {
    "method": "grams-per-unit",
    "name_zh": "自带杯",
    "name_en": "Reusable cup",
    "summary_zh": "买饮料用自己的杯子。",
    "summary_en": "Drinks in a cup of your own.",
    "icon": "cup",
    "group": "outings",
    "position": "240",
    "deed_zh": "您自带杯买了 …",
    "deed_en": "You brought your own cup for ...",
    "unit_zh": "杯",
    "unit_en": "drink",
    "units_zh": "杯",
    "units_en": "drinks",
    "label_zh": "杯数",
    "label_en": "Number of drinks",
    "lasts_minutes": "10",
    "factor_value": "23",
    "factor_year": "2026",
    "factor_region": "chengdu",
    "least_count": "1",
    "most_count": "5",
    "cap_acts_day": "3",
    "grams_per_credit": "10",
    "budget": "citizens",
    "takes_self_declared": "on",
    "ways": ["form", "api"],
    "days_self_declared": "7",
    **SOURCE,
    "standing": "proposed",
}
BAG = {
    **{name: value for name, value in CUP.items() if not name.startswith(("unit", "label", "factor", "least", "most"))},
    "method": "credits-each",
    "name_zh": "自带购物袋",
    "name_en": "Own bag",
    "deed_zh": "您自带了购物袋",
    "deed_en": "You brought your own bag",
    "credits_each": "2",
}
FERRY = {
    **{name: value for name, value in BAG.items() if not name.startswith("deed")},
    "method": "bus",
    "name_zh": "轮渡",
    "name_en": "Ferry",
    "grams_per_credit": "10",
    "factor_grams_per_pkm": "bus-pkm",
    "factor_grams_per_trip": "bus-trip",
}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def page(client, desk, catalogue, budget):
    client.force_login(desk)
    return client


def counts():
    return Scenario.objects.count(), RuleVersion.objects.count(), EmissionFactor.objects.count()


def make(page, entered):
    """Enters it, looks at what will be, and confirms."""
    shown = page.post(ADD, entered)
    assert "shown" in shown.context, shown.context["form"].errors
    return page.post(ADD, {**entered, **carried(shown), "confirm": "1"})


def test_a_reusable_cup_is_made_without_a_programmer(page):
    answer = make(page, CUP)

    scenario = Scenario.objects.get(code="reusable-cup")
    draft = scenario.versions.get()
    assert answer.url == f"/admin/scenarios/ruleversion/{draft.pk}/publish/"
    assert (draft.number, draft.published_at) == (1, None)
    assert scenario.name == {"zh-hans": "自带杯", "en": "Reusable cup"}
    assert (scenario.icon, scenario.group, scenario.position) == ("cup", "outings", 240)
    assert scenario.terms == {
        "occupies": "reusable-cup",
        "lasts_minutes": 10,
        "deed": {"zh-hans": "您自带杯买了 {count}", "en": "You brought your own cup for {count}"},
        "unit": {"zh-hans": "杯", "en": "drink"},
        "units": {"zh-hans": "杯", "en": "drinks"},
        "label": {"zh-hans": "杯数", "en": "Number of drinks"},
    }
    factor = EmissionFactor.objects.get(code="reusable-cup-2026")
    assert (factor.value, factor.unit, factor.standing) == (23, "g/unit", "proposed")
    rule = draft.rule
    assert rule.factors["grams_per_unit"] == factor.as_value()
    assert (rule.grams_per_credit.value, rule.budget_code, rule.terms) == (10, "citizens", scenario.terms)
    assert {bound.measure: (bound.least, bound.most) for bound in rule.plain_bounds} == {"count": (1, 5)}
    assert {cap.measure: cap.limit.value for cap in rule.caps} == {"acts": 3}
    assert {grade: number.value for grade, number in rule.windows.items()} == {"self_declared": 7}


def test_nothing_is_made_before_it_was_looked_at(page):
    before = counts()

    shown = page.post(ADD, CUP).context["shown"]

    assert counts() == before
    assert (shown["name"], shown["deed"]) == ("自带杯", "您自带杯买了 …")
    assert (shown["example"].claim, shown["example"].grams, shown["example"].credits) == ("1 杯", 23, 2)


def test_credits_for_each_act_need_no_unit(page):
    make(page, BAG)

    rule = RuleVersion.objects.get(scenario__code="own-bag").rule
    assert (rule.credits_each.value, dict(rule.factors)) == (2, {})
    assert rule.methodology.deed["zh-hans"] == "您自带了购物袋"


def test_credits_for_each_act_are_asked_for_no_grams(page):
    asked = set(page.get(ADD, {"method": "credits-each"}).context["form"].fields)

    assert {name for name in asked if "grams" in name} == set()
    assert "claimable" not in asked
    assert {"cap_acts_day", "cap_credits_day", "credits_each", "ways"} < asked
    answer = page.post(ADD, {**BAG, "deed_zh": "您自带袋子 …", "confirm": "1"})
    assert answer.context["form"].errors["deed_zh"] == ["这里不能用“…”或花括号 { }。"]


def test_draft_of_a_cup_asks_in_its_own_words_and_for_its_own_factors(page):
    make(page, CUP)
    make(page, {**CUP, "name_zh": "自带饭盒", "name_en": "Own box", "units_zh": "盒", "units_en": "boxes"})
    draft = RuleVersion.objects.get(scenario__code="reusable-cup")

    form = DraftForm(None, draft=draft)

    assert form.fields["most_count"].label == "杯数 (杯)，最多"
    assert [code for code, _label in form.fields["factor_grams_per_unit"].choices] == ["reusable-cup-2026"]


def test_a_known_method_takes_factors_that_are_there(page):
    factors = RuleVersion.objects.filter(scenario__code="bus").last().document["factors"]
    chosen = {f"factor_{slot}": factor["code"] for slot, factor in factors.items()}

    make(page, {**FERRY, **chosen})

    rule = RuleVersion.objects.get(scenario__code="ferry").rule
    assert {slot: factor.code for slot, factor in rule.factors.items()} == {
        slot: factor["code"] for slot, factor in factors.items()
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deed_zh": "您自带了杯"}, "deed_zh"),
        ({"deed_en": "You brought {cups} for …"}, "deed_zh"),
        ({"name_en": ""}, "name_en"),
        ({"icon": "skull"}, "icon"),
        ({"code": "Reusable Cup"}, "code"),
        ({"code": "walking"}, None),
        ({"factor_value": ""}, "factor_value"),
        ({"title_zh": ""}, "title_zh"),
        ({"grams_per_credit": ""}, "grams_per_credit"),
        ({"lasts_minutes": "2000"}, "lasts_minutes"),
        ({"takes_self_declared": ""}, None),
        ({"name_en": "自带杯"}, "code"),
    ],
)
def test_what_is_not_whole_is_said_beside_its_field_and_nothing_is_made(page, change, field):
    before = counts()

    answer = page.post(ADD, {**CUP, **change, "confirm": "1"})

    assert answer.status_code == 200
    assert (field or "__all__") in answer.context["form"].errors
    assert counts() == before


def test_methods_whose_acts_have_pages_of_their_own_are_not_offered(page):
    offered = [code for code, _words, _formula in page.get(ADD).context["methods"]]

    assert offered[:2] == ["grams-per-unit", "credits-each"]
    assert not {"walking", "ev-driving", "electricity-saving", "quiz", "venue-visit", "eco-photo"} & set(offered)
    assert page.get(ADD, {"method": "walking"}).status_code == 404


def test_every_icon_that_is_offered_is_drawn():
    drawn = {path.stem for path in Path("templates/icons").glob("*.svg")}

    assert set(ICONS) <= drawn


def test_every_icon_of_the_catalogue_can_be_chosen(catalogue):
    assert set(Scenario.objects.values_list("icon", flat=True)) <= set(ICONS)


def test_a_scenario_is_described_anew_as_it_was_shown(page):
    make(page, CUP)
    scenario = Scenario.objects.get(code="reusable-cup")
    address = f"{LIST}{scenario.pk}/describe/"
    entered = {**CUP, "name_zh": "自带水杯", "units_en": "cups"}

    asked = decide(page, address, entered)
    assert [(each.label, each.before, each.after) for each in asked.context["changes"]] == [
        ("名称", "自带杯 · Reusable cup", "自带水杯 · Reusable cup"),
        ("多个的叫法", "杯 · drinks", "杯 · cups"),
    ]
    scenario.refresh_from_db()
    assert scenario.name["zh-hans"] == "自带杯"

    page.post(address, {**entered, **carried(asked), "confirm": "1"})
    scenario.refresh_from_db()
    assert (scenario.name["zh-hans"], scenario.terms["units"]["en"]) == ("自带水杯", "cups")


def test_what_somebody_else_described_meanwhile_is_not_overwritten(page):
    walking = Scenario.objects.get(code="walking")
    address = f"{LIST}{walking.pk}/describe/"
    entered = {**CUP, "name_zh": "走路"}
    asked = decide(page, address, entered)
    Scenario.objects.filter(pk=walking.pk).update(name={"zh-hans": "散步", "en": "A walk"})

    answer = page.post(address, {**entered, **carried(asked), "confirm": "1"})

    assert answer.status_code == 302
    walking.refresh_from_db()
    assert walking.name["zh-hans"] == "散步"


@pytest.mark.parametrize("right", ["view_scenario", "change_ruleversion"])
def test_who_may_not_is_refused(client, desk, catalogue, right):
    clerk = User.objects.create(username="clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=[right, "view_scenario"]))
    client.force_login(clerk)
    walking = Scenario.objects.get(code="walking")

    assert client.get(ADD).status_code == 403
    assert client.post(ADD, CUP).status_code == 403
    assert client.get(f"{LIST}{walking.pk}/describe/").status_code == 403
    assert client.get(f"{LIST}{walking.pk}/change/").status_code == 200


# What is founded and not published


PAGES = ["/", "/methods/", "/act/", "/api/v1/openapi.json", "/city/", "/about/", "/help/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_scenario_without_a_rule_is_offered_nowhere_and_breaks_no_page(page, client, alice, address):
    make(page, CUP)
    client.force_login(alice)

    answer = client.get(address)

    assert answer.status_code in (200, 302), address
    assert "自带杯" not in answer.content.decode()


def test_its_own_addresses_say_so(page, client, alice):
    make(page, CUP)
    client.force_login(alice)

    assert client.get("/methods/reusable-cup/").status_code == 404
    assert client.get("/act/reusable-cup/").status_code == 200
    assert client.post("/act/reusable-cup/estimate/", {}).status_code == 404


def test_published_it_is_told_in_its_own_words(page, client, alice, time_machine):
    make(page, CUP)
    draft = RuleVersion.objects.get(scenario__code="reusable-cup")
    rules.publish(draft, effective_from=draft.effective_from, now=NOW)
    time_machine.move_to(NOW.replace(day=25), tick=False)
    client.force_login(alice)

    assert "自带杯" in client.get("/act/").content.decode()
    form = client.get("/act/reusable-cup/").content.decode()
    assert "杯数" in form
    methods = client.get("/methods/reusable-cup/").content.decode()
    assert "减排量 = 杯数 × 每杯减排量" in methods
    with override("en"):
        assert re.search(r"建议|proposed", methods)


# As a file


IMPORT = f"{LIST}import/"


def yaml_of(*entries):
    return SimpleUploadedFile("catalogue.yaml", text_of(*entries).encode())


def test_a_file_is_looked_at_and_then_brought_as_drafts(page):
    before = counts()
    shown = page.post(IMPORT, {"file": yaml_of(generic.CUP)})
    [entry] = shown.context["entries"]
    assert (entry.name, entry.is_new, entry.factors) == ("自带杯", True, ["reusable-cup-2026: 23 g/unit"])
    assert ("每杯减排量", "23 克/杯") in [(each.label, each.after.value) for each in entry.versions[0].changes]
    assert counts() == before

    page.post(IMPORT, {"text": shown.context["text"], "edition": shown.context["edition"], "confirm": "1"})

    assert counts() == tuple(number + 1 for number in before)
    assert RuleVersion.objects.get(scenario__code="reusable-cup").published_at is None


def test_a_file_that_rewrites_the_past_says_so_and_cannot_be_confirmed(page):
    walking = Scenario.objects.get(code="walking")
    [entry] = yaml.safe_load_all(page.get(f"{LIST}{walking.pk}/export/").content)
    entry["versions"][0]["budget"] = "other"
    before = counts()

    shown = page.post(IMPORT, {"file": yaml_of(entry)})

    assert shown.context["entries"][0].problems
    assert not shown.context["may_confirm"]
    sent = {"text": shown.context["text"], "edition": shown.context["edition"], "confirm": "1"}
    assert page.post(IMPORT, sent).context["form"].errors
    assert counts() == before


def test_what_was_taken_out_is_here_already(page):
    file = SimpleUploadedFile("catalogue.yaml", page.get(f"{LIST}export/").content)

    shown = page.post(IMPORT, {"file": file})

    assert (shown.context["entries"], shown.context["may_confirm"]) == ([], False)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"x" * 600_000, b""])
def test_a_file_that_is_no_catalogue_is_refused_in_words(page, content):
    answer = page.post(IMPORT, {"file": SimpleUploadedFile("catalogue.yaml", content)})

    assert answer.context["form"].errors


def test_bringing_needs_every_right_that_it_uses_and_taking_out_only_to_look(client, catalogue):
    clerk = User.objects.create(username="clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_scenario", "add_scenario"]))
    client.force_login(clerk)

    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"file": yaml_of(generic.CUP)}).status_code == 403
    assert client.get(f"{LIST}export/")["content-type"] == "application/yaml; charset=utf-8"
