"""The API's items: reads each into a draft and writes each outcome as an answer of its own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.gate.drafts import Draft
from activities.intake import Outcome, Recorded, Refused
from channels.api.refusals import NotAList, UnreadableItem, WrongNumberOfItems
from common.city_time import day_span
from common.errors import DomainError
from common.http import problem
from common.rfc3339 import day_of, moment_of
from common.typed.numbers import as_integer
from methodologies.base import Span

MOST_ITEMS = 1000
LONGEST_ID = 80
LONGEST_PLATE = 20


def items_of(body: object) -> list[object]:
    """The items of a request. Raises `NotAList` or `WrongNumberOfItems`."""
    items = body.get("activities") if isinstance(body, Mapping) else None
    if not isinstance(items, list):
        raise NotAList
    if not 1 <= len(items) <= MOST_ITEMS:
        raise WrongNumberOfItems(most=MOST_ITEMS)
    return items


def read(item: object) -> Draft:
    """The draft of one item. Raises `UnreadableItem`; what the rules think of it is the gate's business."""
    if not isinstance(item, Mapping):
        raise UnreadableItem(_("An activity must be an object."), "")
    client_id, scenario = _text(item, "id", LONGEST_ID), _text(item, "scenario", 40)
    values = item.get("claim")
    if not isinstance(values, Mapping):
        raise UnreadableItem(_("“%(member)s” must be an object."), "/claim")
    span = Span.DAY if "day" in item else Span.MOMENT if "at" in item else Span.PERIOD
    started_at, ended_at = _stretch(item, span)
    values = {name: as_integer(value) for name, value in values.items()}
    return Draft(scenario, span, started_at, ended_at, values, client_id)


def plate_of(item: object) -> str:
    """The plate that an item of a car names; empty where it names none. Raises `UnreadableItem`."""
    return _text(item, "plate", LONGEST_PLATE) if isinstance(item, Mapping) and "plate" in item else ""


def answer(item: object, outcome: Outcome) -> dict[str, Any]:
    """What the sender learns about one item."""
    said: dict[str, Any] = {"id": item.get("id") if isinstance(item, Mapping) else None}
    if isinstance(outcome, Refused):
        return {**said, "outcome": "refused", "problem": problem(outcome.error, pointer=pointer_of(outcome.error))}
    recorded = isinstance(outcome, Recorded)
    return {**said, "outcome": "recorded" if recorded else "repeated", "activity": outcome.activity.public_id}


def pointer_of(error: DomainError) -> str:
    """Which place of an item a refusal is about."""
    field = error.facts.get("field")
    return f"/claim/{field}" if field else error.pointer


def _text(item: Mapping[str, Any], member: str, longest: int) -> str:
    text = item.get(member)
    if not isinstance(text, str) or not 1 <= len(text) <= longest or "\x00" in text:
        message = _("“%(member)s” must be a text of 1 to %(longest)s characters.")
        raise UnreadableItem(message, f"/{member}", longest=longest)
    return text


def _stretch(item: Mapping[str, Any], span: Span) -> tuple[datetime, datetime]:
    if span is Span.DAY:
        return day_span(_day(item["day"]))
    if span is Span.MOMENT:
        return _moment(item, "at"), _moment(item, "at")
    return _moment(item, "started_at"), _moment(item, "ended_at")


def _day(raw: object) -> date:
    try:
        return day_of(raw if isinstance(raw, str) else "")
    except ValueError as error:
        raise UnreadableItem(_("“%(member)s” must be a date such as 2026-11-23."), "/day") from error


def _moment(item: Mapping[str, Any], member: str) -> datetime:
    raw = item.get(member)
    try:
        return moment_of(raw if isinstance(raw, str) else "")
    except ValueError as error:
        message = _("“%(member)s” must be a time with its zone, such as 2026-11-23T08:00:00+08:00.")
        raise UnreadableItem(message, f"/{member}") from error
