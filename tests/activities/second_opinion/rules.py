"""Random rules whose caps bind, and rules without any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from scenarios.rules import Evidence
from tests.activities.second_opinion.histories import FOUNDED, TAKEN, Told


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule says from a day on instead of what it said."""

    scenario: str
    effective_from: date
    caps: Sequence[dict[str, Any]] | None
    price: int
    worth: dict[str, int]
    most_grams: dict[str, int] = field(default_factory=dict)
    steps_per_riding_minute: int | None = None

    def apply(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document of the new version."""
        authority = {"standing": "demo", "source": next(iter(document["windows"].values()))["source"]}
        changed = dict(document)
        if self.caps is not None:
            changed["caps"] = [{**cap, "unit": cap["measure"], **authority} for cap in self.caps]
        if "grams_per_credit" in document:
            changed["grams_per_credit"] = {**document["grams_per_credit"], "value": self.price}
        changed["worth"] = _of_evidence(self.worth, "percent", document, authority)
        if "grams_per_credit" in document:
            changed["most_grams"] = _of_evidence(self.most_grams, "g", document, authority)
        if self.steps_per_riding_minute and self.scenario == "walking":
            changed["steps_per_riding_minute"] = {
                "value": self.steps_per_riding_minute,
                "unit": "step/min",
                **authority,
            }
        return changed


def _of_evidence(
    values: dict[str, int], unit: str, document: dict[str, Any], authority: dict[str, Any]
) -> dict[str, Any]:
    taken = {grade: value for grade, value in values.items() if grade in document["windows"]}
    return {grade: {"value": value, "unit": unit, **authority} for grade, value in taken.items()}


def changes(history: Iterable[Told]) -> st.SearchStrategy[list[Change]]:
    """For some scenarios of a history a version with narrow caps, from a day on that its acts are about."""
    told = list(history)
    days = {day for act in told for day in (act.city_day, act.city_day + timedelta(days=1))}
    caps = st.lists(
        st.one_of(
            _cap("acts", st.integers(1, 3)), _cap("grams", st.integers(0, 1000)), _cap("credits", st.integers(0, 60))
        ),
        max_size=3,
        unique_by=lambda cap: (cap["measure"], cap["per"]),
    )
    change = st.builds(
        Change,
        scenario=st.sampled_from(sorted({act.draft.scenario for act in told})),
        effective_from=st.sampled_from(sorted({*days, date(2026, 1, 2)} - FOUNDED)),
        caps=st.one_of(st.none(), caps, caps),
        price=st.sampled_from([1, 7, 10, 40]),
        worth=st.dictionaries(st.sampled_from([*map(str, Evidence)]), st.sampled_from([0, 33, 50, 90, 100])),
        most_grams=st.dictionaries(st.sampled_from([*map(str, Evidence)]), st.integers(0, 400), max_size=2),
    )
    return st.lists(change, min_size=1, max_size=8, unique_by=lambda one: (one.scenario, one.effective_from))


def with_steps_beside_rides(history: Iterable[Told]) -> st.SearchStrategy[list[Change]]:
    """The same, and from the first day on rides take so many steps a minute off the steps of their day."""
    steps = st.sampled_from([1, 60, 60, 400])
    return st.builds(_beside_rides, changes(history), steps)


def _beside_rides(drawn: Iterable[Change], steps: int) -> list[Change]:
    first = Change("walking", date(2026, 1, 2), None, 10, {"self_declared": 50})
    others = [change for change in drawn if (change.scenario, change.effective_from) != ("walking", date(2026, 1, 2))]
    return [replace(change, steps_per_riding_minute=steps) for change in [*others, first]]


def _cap(measure: str, values: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, Any]]:
    per = st.sampled_from(["day", "month"])
    return st.fixed_dictionaries({"measure": st.just(measure), "per": per, "value": values})


def without_caps(days: Sequence[date], steps: int | None = None) -> list[Change]:
    """Every rule without a cap, from each of the days on, and so many steps a minute of riding."""
    return [Change(code, day, [], 10, {"self_declared": 50}, {}, steps) for code in sorted(TAKEN) for day in days]
