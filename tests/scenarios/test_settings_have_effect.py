"""Each number of a rule, changed alone, makes acts come out differently, and the desk names the difference.

A number that comes to the form has no line here at first: the last test says so.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from activities.gate.drafts import Draft
from activities.intake import Refused
from activities.models import Activity, Doubted
from activities.telling.explanation import explain
from common.city_time import day_span
from credits import budgets
from desk import rule_check
from methodologies.base import Methodology, Span
from scenarios import rulebook
from scenarios.drafting import Authority, document_with, numbers_of
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.rules import Evidence, Rule
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

SINCE = date(2026, 11, 2)
SOURCE = {"title": {"zh-hans": "测试", "en": "Test"}, "publisher": {"zh-hans": "测试", "en": "Test"}, "date": "2026"}
AUTHORITY = Authority("official", SOURCE)
DEVICE, PHOTO, PROVIDER, TYPED = Evidence.DEVICE, Evidence.PHOTO, Evidence.PROVIDER, Evidence.SELF_DECLARED
MANY = 52_000
"""Steps that something speaks against."""
DOUBTED = {"doubts_drawn": 0, "doubts_review_days": 14}

Acts = tuple[tuple[Draft, Evidence], ...]


class Setting(NamedTuple):
    """`value` instead of what `base` says makes `acts` come out differently."""

    value: Any
    acts: Acts
    base: dict[str, Any] = {}
    scenario: str = "walking"
    name: str = ""
    """The flat name, where the kind is not one."""


CHECKED_IN: Acts = ((Draft("check-in", Span.DAY, *day_span(TODAY), {}), TYPED),)
STEPS: Acts = ((walk(8000), DEVICE),)
TWO_DAYS: Acts = ((walk(8000), DEVICE), (walk(8000, days_ago=1), DEVICE))
TOO_MANY: Acts = ((walk(MANY), DEVICE),)
RIDE: Acts = ((ride(2000), PROVIDER),)
RIDES: Acts = ((ride(2000), PROVIDER), (ride(2000, ago=timedelta(hours=3)), PROVIDER))


def of_evidence(grade: Evidence) -> dict[str, Setting]:
    takes = {f"takes_{grade}": True, f"days_{grade}": None, f"worth_{grade}": None, f"most_grams_{grade}": None}
    yesterday: Acts = ((walk(8000, days_ago=1), grade),)
    return {
        f"takes_{grade}": Setting(False, yesterday, takes | {"takes_provider": True, "takes_device": True}),
        f"days_{grade}": Setting(0, yesterday, takes),
        f"worth_{grade}": Setting(50, yesterday, takes),
        f"most_grams_{grade}": Setting(50, yesterday, takes),
    }


SETTINGS: dict[str, Setting] = {
    "factor": Setting("step-of-a-test", STEPS, name="factor_grams_per_step"),
    "least of a quantity": Setting(Decimal(9000), STEPS, name="least_steps"),
    "most of a quantity": Setting(Decimal(7000), STEPS, name="most_steps"),
    "least of a measure": Setting(Decimal(13), RIDE, scenario="bike-share", name="least_mean_speed_kmh"),
    "most of a measure": Setting(Decimal(11), RIDE, scenario="bike-share", name="most_mean_speed_kmh"),
    "least_duration_s": Setting(Decimal(700), RIDE, scenario="bike-share"),
    "most_duration_s": Setting(Decimal(500), RIDE, scenario="bike-share"),
    "cap_grams_day": Setting(100, STEPS),
    "cap_grams_month": Setting(200, TWO_DAYS),
    "cap_credits_day": Setting(10, STEPS),
    "cap_credits_month": Setting(20, TWO_DAYS),
    "cap_acts_day": Setting(1, RIDES, scenario="bike-share"),
    "cap_acts_month": Setting(1, TWO_DAYS),
    "steps_per_riding_minute": Setting(45, (*STEPS, *RIDE), {"steps_per_riding_minute": 90}),
    "grams_per_credit": Setting(20, STEPS),
    "credits_each": Setting(3, CHECKED_IN, scenario="check-in"),
    "budget": Setting("other", STEPS),
    "claimable": Setting(True, STEPS),
    "ways": Setting(["api", "form"], STEPS),
    **{name: setting for grade in Evidence for name, setting in of_evidence(grade).items()},
    "doubts_lower_from": Setting(1, TOO_MANY, DOUBTED | {"takes_self_declared": True, "worth_self_declared": 50}),
    "doubts_review_from": Setting(1, TOO_MANY, DOUBTED),
    "doubts_refuse_from": Setting(1, TOO_MANY, DOUBTED),
    "doubts_drawn": Setting(1000, STEPS, DOUBTED),
    "doubts_review_days": Setting(3, TOO_MANY, DOUBTED | {"doubts_review_from": 1}),
}


@pytest.fixture
def world(catalogue, budget) -> None:
    """A second budget, and a second factor for walking."""
    other = budgets.open_budget("other", {"zh-hans": "另一个", "en": "Another"})
    budgets.fund(other, 1000, reference="other", now=NOW)
    of_steps = EmissionFactor.objects.get(code="walking-step-wuhan-2022")
    EmissionFactor.objects.create(
        code="step-of-a-test", value="0.03", unit=of_steps.unit, year=2026, standing="official", source=SOURCE
    )


def documents(setting: Setting, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """With what the setting begins with, and with its value instead."""
    newest = RuleVersion.objects.filter(scenario__code=setting.scenario).latest("number")
    method, lifted = newest.scenario.methodology, numbers_of(newest.document, newest.scenario.methodology)
    lifted |= {each: None for each in lifted if each.startswith(("cap_", "doubts_", "steps_per", "most_", "least_"))}
    base = document_with(newest.document, lifted | setting.base, method, AUTHORITY)
    changed = document_with(base, numbers_of(base, method) | {name: setting.value}, method, AUTHORITY)
    return base, changed


def came_out(setting: Setting, document: dict[str, Any]) -> Any:
    """What becomes of the acts under a rule, and who pays; nothing of it stays."""
    with transaction.atomic():
        scenario = Scenario.objects.get(code=setting.scenario)
        RuleVersion.objects.create(
            scenario=scenario, number=90, effective_from=SINCE, document=document, published_at=NOW
        )
        rulebook.forget()
        citizen = make_citizen()
        outcomes = [record(citizen, draft, evidence=grade)[0] for draft, grade in setting.acts]
        score_everything()
        told = [_told(outcome) for outcome in outcomes], {code: budgets.remaining(code) for code in budgets.names()}
        transaction.set_rollback(True)
    rulebook.forget()
    return told


def _told(outcome: Any) -> Any:
    if isinstance(outcome, Refused):
        return outcome.error.code
    act = Activity.objects.with_outcome().get(pk=outcome.activity.pk)
    due = list(Doubted.objects.filter(pk=act.pk).values_list("due_at", flat=True))
    if act.status != "scored":
        return act.status, due
    return act.status, act.assessment.grams, act.assessment.credits, explain(act).claimable, due


@pytest.mark.parametrize("kind", SETTINGS)
def test_setting_changed_alone_makes_acts_come_out_differently(world, kind):
    setting = SETTINGS[kind]
    before, after = documents(setting, setting.name or kind)

    assert came_out(setting, before) == came_out(setting, before)
    assert came_out(setting, before) != came_out(setting, after)


@pytest.mark.parametrize("kind", SETTINGS)
def test_desk_names_the_one_difference(world, kind):
    setting = SETTINGS[kind]
    before, after = documents(setting, setting.name or kind)

    changes = rule_check.differences(Rule.from_document(before), Rule.from_document(after))

    assert [change for change in changes if getattr(change.before, "value", "") != getattr(change.after, "value", "")]


def test_every_setting_of_every_methodology_has_a_line(catalogue):
    known = {kind for version in RuleVersion.objects.select_related("scenario") for kind in _kinds(version)}

    assert known == set(SETTINGS)


def _kinds(version: RuleVersion) -> Iterator[str]:
    method = version.scenario.methodology
    for name in numbers_of(version.document, method):
        yield _kind(name, method)


def _kind(name: str, method: Methodology) -> str:
    """What is set alike is one kind: any factor, any bound of a quantity, any of a measure."""
    if name.startswith("factor_"):
        return "factor"
    end, _line, measure = name.partition("_")
    if measure in {quantity.name for quantity in method.quantities}:
        return f"{end} of a quantity"
    return f"{end} of a measure" if measure in {one.name for one in method.measures} else name
