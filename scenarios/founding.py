"""How a scenario comes about at the desk: its description, its factors, and its first rule as a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from methodologies.registry import methodology
from scenarios import publishing, rulebook
from scenarios.describing import Description
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.refusals import CodeTaken, NotARule, NotToBeShared


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario to be: the document of its first rule says by which methodology it counts, and by which terms."""

    code: str
    description: Description
    document: Mapping[str, Any]
    factors: Sequence[Mapping[str, Any]] = ()
    """Factors that come with it, as a rule's document holds them."""


def found(plan: Plan, *, now: datetime, by: User | None = None) -> RuleVersion:
    """Makes the scenario and the draft of its first version, for tomorrow until someone decides; all or nothing.

    Raises `CodeTaken`, `NotToBeShared`, `NotARule`.
    """
    check(plan)
    described = plan.description
    with transaction.atomic():
        for factor in plan.factors:
            add_factor(factor)
        scenario, is_new = Scenario.objects.get_or_create(
            code=plan.code,
            defaults={
                "name": described.name,
                "summary": described.summary,
                "icon": described.icon,
                "group": described.group,
                "position": described.position,
                "methodology_code": plan.document["methodology"],
                "terms": plan.document.get("terms", {}),
                "described_at": now,
            },
        )
        if not is_new:
            raise CodeTaken(code=plan.code)
        tomorrow = city_day(now) + publishing.ONE_DAY
        draft = add_draft(scenario, 1, tomorrow, plan.document, by)
    rulebook.forget()
    return draft


def check(plan: Plan) -> None:
    """Whether the plan could be carried out. Raises what `found` does."""
    publishing.check_document(plan.document)
    method = methodology(plan.document["methodology"], plan.document.get("terms", {}))
    if method.of_one_scenario and plan.code != method.code:
        raise NotToBeShared(methodology=method.code)
    if method.is_generic and method.occupies != plan.code:
        raise NotARule(reason=f"{plan.code} occupies {method.occupies}")
    if Scenario.objects.filter(code=plan.code).exists():
        raise CodeTaken(code=plan.code)
    for factor in plan.factors:
        if EmissionFactor.objects.filter(code=factor["code"]).exists():
            raise CodeTaken(code=factor["code"])


def add_draft(
    scenario: Scenario, number: int, effective_from: date, document: Mapping[str, Any], by: User | None = None
) -> RuleVersion:
    """A draft of that number or, where it is taken, of the next. Raises `NotARule`."""
    publishing.check_document(document)
    taken = set(scenario.versions.values_list("number", flat=True))
    free = max(taken) + 1 if number in taken else number
    return RuleVersion.objects.create(
        scenario=scenario,
        number=free,
        effective_from=effective_from,
        document=dict(document),
        authors=publishing.with_author([], by),
    )


def add_factor(document: Mapping[str, Any]) -> EmissionFactor:
    """A factor as a rule's document holds it. Raises `CodeTaken`."""
    factor, is_new = EmissionFactor.bring(document)
    if not is_new:
        raise CodeTaken(code=factor.code)
    return factor
