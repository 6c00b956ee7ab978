"""What a rehearsal is read beside: the versions that held on its days, and what the last of them would have paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common import editions
from scenarios.models import Rehearsal, RuleVersion


@dataclass(frozen=True, slots=True)
class Mixed:
    """Several versions held on the days rehearsed, so that the difference is not the draft's alone."""

    held: Sequence[int]
    """Their numbers."""
    last: RuleVersion
    """The one that held on the last day."""
    besides: int | None
    """Credits more or less than that one would have given out on the same days, where it was rehearsed on them."""


def mixed(rehearsal: Rehearsal) -> Mixed | None:
    """Nothing where one version held on all its days, or no act was done on them."""
    published = RuleVersion.objects.published().filter(
        scenario=rehearsal.version.scenario_id, effective_from__lte=rehearsal.last_day, ends=False
    )
    in_order = published.with_successor().order_by("effective_from")
    held = [version for version in in_order if _until(version) > rehearsal.first_day]
    if len(held) <= 1 or not rehearsal.acts:
        return None
    return Mixed([version.number for version in held], held[-1], _besides(rehearsal, held[-1]))


def _until(version: RuleVersion) -> date:
    """The day on which the next one took over."""
    return getattr(version, "succeeded_from", None) or date.max


def _besides(rehearsal: Rehearsal, last: RuleVersion) -> int | None:
    same_days = last.rehearsals.done().filter(first_day=rehearsal.first_day, last_day=rehearsal.last_day)
    other = same_days.filter(edition=editions.edition_of(last.document)).order_by("-pk").first()
    if other is None or other.pk == rehearsal.pk:
        return None
    return int(_changed(rehearsal) - _changed(other))


def _changed(rehearsal: Rehearsal) -> int:
    return int(rehearsal.result["citizens"][2])
