"""A new value is a new factor; rules come to rest on it by drafts, which go the way of every draft."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.editions import check
from scenarios import publishing
from scenarios.factors.using import in_force_with
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.refusals import FactorCodeTaken, RangeDoesNotFit

LONGEST_CODE = 60
A_YEAR_AT_THE_END = re.compile(r"-\d{4}$")


def proposed_code(old: str, year: int) -> str:
    """The code of the value that comes after another: the same with its own year, `grid-sichuan-2024`."""
    stem = A_YEAR_AT_THE_END.sub("", old)
    return f"{stem[: LONGEST_CODE - 5]}-{year}"


def enter(document: Mapping[str, Any]) -> EmissionFactor:
    """The factor of a document that holds it as a rule does. Raises `FactorCodeTaken`, `RangeDoesNotFit`."""
    try:
        factor, is_new = EmissionFactor.bring(document)
    except ValueError as error:
        raise RangeDoesNotFit from error
    if not is_new:
        raise FactorCodeTaken(factor=factor.code)
    return factor


def replace(
    old: EmissionFactor,
    *,
    document: Mapping[str, Any],
    effective_from: date,
    now: datetime,
    by: User | None = None,
    edition: str | None = None,
) -> tuple[EmissionFactor, list[RuleVersion]]:
    """The new factor, and a draft for that day of each rule that rests on the old one, where that is of `edition`.

    Raises what `enter`, `check_day` and `common.editions.check` do.
    """
    with transaction.atomic():
        _lock_scenarios()
        resting = in_force_with(old.code, effective_from)
        check(edition, *shown(old, resting))
        check_day(resting, effective_from=effective_from, now=now)
        new = enter(document)
        return new, [_draft(version, old, new, effective_from=effective_from, now=now, by=by) for version in resting]


def check_day(resting: Sequence[RuleVersion], *, effective_from: date, now: datetime) -> None:
    """Whether drafts of these could be published for that day. Raises `PublishedForThePast`, `DayTaken`."""
    for version in resting:
        publishing.check_day(version, effective_from=effective_from, now=now)


def shown(old: EmissionFactor, resting: Sequence[RuleVersion]) -> list[Any]:
    """What whoever confirms goes by."""
    return [old.pk, *(version.pk for version in resting)]


def _lock_scenarios() -> None:
    """So that no rule is published meanwhile; in the order of their keys, as everywhere."""
    list(Scenario.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _draft(
    version: RuleVersion,
    old: EmissionFactor,
    new: EmissionFactor,
    *,
    effective_from: date,
    now: datetime,
    by: User | None,
) -> RuleVersion:
    draft = publishing.copy_version(version, now=now, effective_from=effective_from, by=by)
    return publishing.edit(draft, document=_with(version.document, old, new), by=by)


def _with(document: Mapping[str, Any], old: EmissionFactor, new: EmissionFactor) -> dict[str, Any]:
    """The document with the new factor in each place of the old one."""
    factors = {
        slot: new.as_document() if factor["code"] == old.code else factor
        for slot, factor in document["factors"].items()
    }
    return {**document, "factors": factors}
