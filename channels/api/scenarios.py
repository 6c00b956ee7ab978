"""`/api/v1/scenarios`: in what one can act today, with the fields of which a program draws its form."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from activities import ways_in
from activities.telling.as_data import counted
from activities.telling.bringing import brings
from activities.telling.methods import counting_of
from activities.telling.offering import is_awaited
from channels.api.scenario_schema import SCENARIO, SCENARIOS
from channels.api.schema import ADDRESS
from channels.api.way_in import WAY_IN
from common.city_time import city_day
from common.problem_schema import problems
from common.texts import in_reader_language
from methodologies.base import Choice, Option, Quantity
from methodologies.car import CarMethod
from methodologies.meter import MeterSaving
from scenarios import rulebook
from scenarios.models import Group, RuleVersion, Scenario
from scenarios.rules import Evidence, Rule

InForce = tuple[Scenario, RuleVersion, Rule]


class Scenarios(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="list_scenarios",
        summary="The scenarios in force today, with the fields of their forms",
        description="In the order of the menu. `days_back` says how far back an act of one’s own word may lie.",
        auth=[],
        responses={200: SCENARIOS},
    )
    def get(self, request: Request) -> Response:
        in_force = rulebook.current().rules_on(city_day(timezone.now()))
        return Response({"scenarios": [described(*one) for one in in_force]})


class OneScenario(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="read_scenario",
        summary="One scenario in force, and how it is counted",
        auth=[],
        responses={200: SCENARIO, **problems(404)},
    )
    def get(self, request: Request, code: str) -> Response:
        book, today = rulebook.current(), city_day(timezone.now())
        scenario, version, rule = _in_force(book, code, today)
        counting = counting_of(book, scenario, version, rule)
        return Response({**described(scenario, version, rule), "counting": counted(counting)})


def _in_force(book: rulebook.RuleBook, code: str, today: date) -> InForce:
    """Raises `Http404`."""
    found = next((one for one in book.rules_on(today) if one[0].code == code), None)
    if found is None:
        raise Http404
    return found


def described(scenario: Scenario, version: RuleVersion, rule: Rule) -> dict[str, Any]:
    """What a program needs to offer a scenario and to draw its form."""
    method, window = rule.methodology, rule.windows.get(Evidence.SELF_DECLARED)
    is_sent_here = ways_in.is_open(WAY_IN, rule) and window is not None
    return {
        "scenario": scenario.code,
        "name": str(scenario),
        "summary": scenario.summary_text(),
        "icon": scenario.icon,
        "group": {"code": scenario.group, "name": str(Group(scenario.group).label)},
        "brings": brings(rule),
        "span": method.span.value,
        "entry": method.entry.value,
        "counts_a": "car" if isinstance(method, CarMethod) else "meter" if isinstance(method, MeterSaving) else None,
        "fields": [*_fields(rule)],
        "days_back": window.value if window is not None else None,
        "longest_days": method.longest_days,
        "sent_to": ways_in.program_entrance_of(scenario.code) or (ADDRESS if is_sent_here else None),
        "ways": [_way(way) for way in ways_in.doors_of(scenario.code) if ways_in.is_open(way, rule)],
        "is_awaited": is_awaited(scenario, rule),
        "grams_per_credit": rule.grams_per_credit.value if rule.grams_per_credit else None,
        "credits_each": rule.credits_each.value if rule.credits_each else None,
        "version": version.number,
    }


def _way(way: ways_in.WayIn) -> dict[str, str]:
    return {"code": way.code, "name": str(way.label)}


def _fields(rule: Rule) -> Iterator[dict[str, Any]]:
    bounds = {bound.measure: bound for bound in rule.plain_bounds}
    for asked in rule.methodology.fields:
        common = {
            "name": asked.name,
            "label": in_reader_language(asked.label),
            "hint": in_reader_language(asked.hint) if asked.hint else "",
            "is_optional": asked.optional,
        }
        if isinstance(asked, Choice):
            yield {**common, "kind": "choice", "options": [_option(option) for option in asked.options]}
            continue
        bound = bounds.get(asked.name)
        yield {
            **common,
            "kind": "quantity",
            **_entered(asked),
            "least": _whole(bound.least) if bound else None,
            "most": _whole(bound.most) if bound else None,
        }


def _entered(asked: Quantity) -> dict[str, Any]:
    return {
        "unit": in_reader_language(asked.unit),
        "per_unit": asked.per_unit,
        "places": asked.places,
        "is_typed": asked.typed,
    }


def _whole(limit: Decimal | None) -> int | None:
    return None if limit is None else int(limit)


def _option(option: Option) -> dict[str, str]:
    return {
        "code": option.code,
        "label": in_reader_language(option.label),
        "group": in_reader_language(option.group) if option.group else "",
        "search": option.search,
    }
