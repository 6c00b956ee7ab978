"""A new value is entered at the desk as a factor of its own; rules that rest on the old one are drafted with it."""

import shutil
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from activities.gate.drafts import Draft
from activities.models import Assessment
from common.city_time import at_city_time
from desk import roles
from methodologies.base import Span
from scenarios import catalogue as scenario_catalogue
from scenarios import publishing
from scenarios.factors.entering import proposed_code
from scenarios.models import EmissionFactor, RuleVersion
from tests import rules
from tests.conftest import NOW, TODAY, record, score_everything
from tests.desk_pages import carried, confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LIST = "/admin/scenarios/emissionfactor/"
FIRST = date(2026, 12, 1)
ENTERED = {
    "value": "200.5",
    "unit": "g/kWh",
    "region": "southwest",
    "year": "2024",
    "code": "grid-southwest-2024",
    "standing": "published",
    "title_zh": "关于发布 2024 年电力二氧化碳排放因子的公告",
    "title_en": "Announcement of the factors of 2024",
    "publisher_zh": "生态环境部",
    "publisher_en": "Ministry of Ecology and Environment",
    "published_on": "2026-11-20",
    "effective_from": "2026-12-01",
}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def page(client, desk) -> Client:
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def grid() -> EmissionFactor:
    return EmissionFactor.objects.get(code="grid-southwest-2023")


def replacing(factor: EmissionFactor) -> str:
    return f"{LIST}{factor.pk}/replace/"


def driven(day: date) -> Draft:
    """Twenty kilometres in an hour of that day."""
    begun = at_city_time(day, time(9))
    readings = {"odometer_start_m": 10_000_000, "odometer_end_m": 10_020_000}
    return Draft("ev-driving", Span.PERIOD, begun, begun + timedelta(hours=1), readings)


def test_rule_drafted_with_a_new_factor_scores_from_its_day_on(page, grid, alice):
    answer = confirmed(page, replacing(grid), ENTERED)

    new = EmissionFactor.objects.get(code="grid-southwest-2024")
    assert answer.url == f"{LIST}{new.pk}/change/"
    [draft] = RuleVersion.objects.filter(published_at=None)
    assert (draft.scenario.code, draft.number, draft.effective_from) == ("ev-driving", 6, FIRST)
    before = RuleVersion.objects.get(scenario=draft.scenario, number=4)
    assert draft.document == {
        **before.document,
        "factors": {**before.document["factors"], "grid_debit": new.as_document()},
    }

    assert len(draft.authors) == 1

    rules.publish(draft, effective_from=FIRST, now=NOW)
    later = NOW + timedelta(days=9)
    record(alice, driven(FIRST - timedelta(days=1)), driven(FIRST), now=later)
    score_everything(later)

    scored = Assessment.objects.order_by("activity__city_day").values_list("version__number", "grams")
    # 20 km × (7.04 L × 2,227 g − 15 kWh × the grid) ÷ 100 km
    old, given = (int(20 * (7.04 * 2227 - 15 * float(value)) / 100) for value in (grid.value, "200.5"))
    assert list(scored) == [(4, old), (6, given)]
    assert old != given


def test_page_says_first_what_would_be_done_and_does_nothing(page, grid):
    shown = page.get(replacing(grid))
    asked = page.post(replacing(grid), ENTERED)

    told = [str(version) for version, _state in asked.context["resting"]]
    later = [str(version) for version, _state in asked.context["later"]]
    assert shown.context["form"]["code"].value() == "grid-southwest-2024"
    assert (told, later) == (["新能源汽车驾驶 第 4 版"], ["新能源汽车驾驶 第 5 版"]), (told, later)
    assert not EmissionFactor.objects.filter(code="grid-southwest-2024").exists()
    assert not RuleVersion.objects.filter(published_at=None).exists()


def test_what_was_entered_can_be_changed_before_it_is_confirmed(page, grid):
    again = page.post(replacing(grid), {**ENTERED, "again": "1", "confirm": "1"})

    assert again.context["form"]["value"].value() == "200.5"
    assert not EmissionFactor.objects.filter(code="grid-southwest-2024").exists()


def test_rule_published_meanwhile_is_not_passed_over(page, grid):
    asked = page.post(replacing(grid), ENTERED)
    copy = publishing.copy_version(RuleVersion.objects.get(scenario__code="ev-driving", number=4), now=NOW)
    rules.publish(copy, effective_from=TODAY + timedelta(days=7), now=NOW)

    page.post(replacing(grid), {**ENTERED, **carried(asked), "confirm": "1"})
    page.post(replacing(grid), {**ENTERED, "confirm": "1"})

    assert not EmissionFactor.objects.filter(code="grid-southwest-2024").exists()
    assert not RuleVersion.objects.filter(published_at=None).exists()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"value": "many"}, "value", "值要填数字。"),
        ({"value": "-1"}, "value", "不能小于 0。"),
        ({"low": "100", "central": "150", "high": "180"}, "value", "数值和中间值都应在最低值与最高值之间。"),
        ({"low": "100"}, "central", "最低值、中间值、最高值请都填，或都不填。"),
        ({"unit": "kg/kWh"}, "unit", "没有公式使用这个单位的因子。"),
        ({"unit": "g/step"}, "unit", "没有公式使用这个单位的因子。"),
        ({"code": "grid-sichuan-2023"}, "code", "已有因子 grid-sichuan-2023。数值从不更改，请给新的因子另取代码。"),
        ({"title_zh": ""}, "title_zh", "请写明出处：没有来源，谁也无法核对。"),
        ({"published_on": ""}, "published_on", "请写明出处：没有来源，谁也无法核对。"),
        ({"effective_from": "2026-11-23"}, "effective_from", "规则最早明天生效：请选 2026-11-24 或更晚的日期。"),
        ({"effective_from": "2026-11-29"}, "effective_from", None),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(page, grid, changed, field, said):
    answer = page.post(replacing(grid), {**ENTERED, **changed, "confirm": "1"})

    [error] = answer.context["form"].errors[field]
    assert said is None or error == said
    assert answer.context["form"].errors.keys() == {field}
    assert not EmissionFactor.objects.filter(code=ENTERED["code"]).exists()


def test_factor_in_nobodys_place_is_entered_alone(page):
    told = {name: value for name, value in ENTERED.items() if name != "effective_from"}
    confirmed(page, f"{LIST}add/", {**told, "code": "grid-chengdu-2024", "low": "190", "central": "200", "high": "210"})

    factor = EmissionFactor.objects.get(code="grid-chengdu-2024")
    assert factor.as_document() == {
        "code": "grid-chengdu-2024",
        "value": "200.5",
        "low": "190",
        "central": "200",
        "high": "210",
        "unit": "g/kWh",
        "region": "southwest",
        "year": 2024,
        "standing": "published",
        "source": {
            "title": {"zh-hans": told["title_zh"], "en": told["title_en"]},
            "publisher": {"zh-hans": told["publisher_zh"], "en": told["publisher_en"]},
            "date": "2026-11-20",
        },
    }
    assert not RuleVersion.objects.filter(published_at=None).exists()


def test_page_of_a_factor_shows_the_rules_that_rest_on_it_past_ones_too(page):
    past = EmissionFactor.objects.get(code="grid-southwest-2022")

    resting = page.get(f"{LIST}{past.pk}/change/").context["resting"]

    assert [(version.number, state) for version, state in resting] == [(1, "已失效")], resting


def test_trail_keeps_who_entered_it(page, desk, grid):
    confirmed(page, replacing(grid), ENTERED)

    event = apps.get_model("scenarios.EmissionFactorEvent").objects.latest("pgh_id")
    assert (event.code, event.pgh_label, event.pgh_context.metadata["user"]) == (ENTERED["code"], "insert", desk.pk)


def test_release_that_brings_another_value_of_the_code_leaves_the_desks(page, grid, tmp_path):
    confirmed(page, replacing(grid), ENTERED)
    folder = shutil.copytree(scenario_catalogue.FOLDER, tmp_path / "catalogue")
    file = folder / "ev-driving.yaml"
    before = list(RuleVersion.objects.published().values_list("pk", "document"))

    its = "grid-southwest-2024: {value: '1', unit: g/kWh, region: x, year: 2024, standing: demo, source: proposal}"
    stated = file.read_text(encoding="utf-8")
    file.write_text(stated.replace("\nfactors:\n", f"\nfactors:\n  {its}\n"), encoding="utf-8")

    scenario_catalogue.load(NOW, folder)

    assert str(EmissionFactor.objects.get(code="grid-southwest-2024").value.normalize()) == "200.5"
    assert list(RuleVersion.objects.published().values_list("pk", "document")) == before


def test_drafters_enter_factors_and_publishers_do_not(client, grid):
    roles.load()
    for name, status in (("规则起草 · Rule drafting", 200), ("规则发布 · Rule publishing", 403)):
        official = User.objects.create(username=f"official{status}", is_staff=True)
        official.groups.add(Group.objects.get(name=name))
        client.force_login(official, "django.contrib.auth.backends.ModelBackend")

        assert client.get(replacing(grid)).status_code == status
        assert client.get(f"{LIST}add/").status_code == status
        assert client.get(f"{LIST}{grid.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    ("old", "proposed"),
    [
        ("grid-sichuan-2023", "grid-sichuan-2024"),
        ("charging-loss-proposal", "charging-loss-proposal-2024"),
        ("x" * 60, "x" * 55 + "-2024"),
    ],
)
def test_code_is_made_of_the_old_one_and_the_year(old, proposed):
    assert proposed_code(old, 2024) == proposed
