"""Brings a file's rule versions beside those that are there: what is published stays, what the desk decided too."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps

from common.city_time import city_day
from scenarios.models import RuleVersion, Scenario

ONE_DAY = timedelta(days=1)

log = logging.getLogger(__name__)


class RewritesThePast(Exception):
    """A file says of a published version what it does not say. Its argument is the version's number in the file."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A version as a file states it."""

    number: int
    effective_from: date
    document: Mapping[str, Any]
    ends: bool = False
    """Whether it says that from that day on nothing counts; then the document is empty."""


def bring(scenario: Scenario, stated: Sequence[Stated], *, now: datetime) -> None:
    """Publishes what is not there yet. Raises `RewritesThePast`.

    A new scenario is founded with all its versions, past days included. A version that comes to a scenario that is
    there takes effect on its day, and tomorrow at the earliest: what was scored or shown by then stays true. Where the
    desk has published versions of its own the catalogue's next ones are left out, and the log says so.
    """
    there = list(scenario.versions.all())
    drafted = _begun_as_drafts(scenario)
    ours = [version for version in there if version.pk not in drafted]
    missing = list(_missing(stated, ours))
    if not missing:
        return
    if any(version.pk in drafted and _counts(version) for version in there):
        numbers = ", ".join(f"v{each.number}" for each in missing)
        log.warning("%s %s of the catalogue: left out, since the desk has published its own", scenario.code, numbers)
        return
    for each in _for_their_days(stated, missing, ours, city_day(now) + ONE_DAY) if ours else missing:
        RuleVersion.objects.create(
            scenario=scenario,
            number=_free_number(each.number, scenario),
            effective_from=each.effective_from,
            document=each.document,
            ends=each.ends,
            published_at=now,
        )


def _missing(stated: Sequence[Stated], ours: Sequence[RuleVersion]) -> Iterator[Stated]:
    """What no version says. Raises `RewritesThePast` where one takes the number or the day of another."""
    known = [_published(each, ours) for each in stated]
    others = [version for version in ours if version not in known]
    taken = {version.number for version in others}, {version.effective_from for version in others}
    for each, version in zip(stated, known, strict=True):
        if version is None:
            if each.number in taken[0] or each.effective_from in taken[1]:
                raise RewritesThePast(each.number)
            taken[0].add(each.number)
            taken[1].add(each.effective_from)
            yield each


def _published(each: Stated, ours: Sequence[RuleVersion]) -> RuleVersion | None:
    """The version that says the same, from the same day on, or from the day after it came where that was later."""
    for version in ours:
        assert version.published_at is not None
        came_late = version.effective_from == city_day(version.published_at) + ONE_DAY > each.effective_from
        if version.document == each.document and (version.effective_from == each.effective_from or came_late):
            return version
    return None


def _for_their_days(
    stated: Sequence[Stated], missing: Sequence[Stated], ours: Sequence[RuleVersion], tomorrow: date
) -> Iterator[Stated]:
    """The missing ones from `tomorrow` on; one that the next would follow on the same day has no day left."""
    followed_on = date.max
    for each in sorted(stated, key=lambda each: each.effective_from, reverse=True):
        version = _published(each, ours)
        day = max(each.effective_from, tomorrow) if version is None else version.effective_from
        if each in missing and day < followed_on:
            yield replace(each, effective_from=day)
        followed_on = min(followed_on, day)


def _begun_as_drafts(scenario: Scenario) -> set[int]:
    """The desk's versions, by key: what the catalogue brings is published from its first moment on."""
    events: Any = apps.get_model("scenarios.RuleVersionEvent")
    drafted = events.objects.filter(pgh_label="insert", scenario_id=scenario.pk, published_at=None)
    return set(drafted.values_list("pgh_obj_id", flat=True))


def _counts(version: RuleVersion) -> bool:
    return version.published_at is not None and version.withdrawn_at is None


def _free_number(number: int, scenario: Scenario) -> int:
    """The number in the file, or the next one where a draft of the desk's has it."""
    taken = set(scenario.versions.values_list("number", flat=True))
    return max(taken) + 1 if number in taken else number
