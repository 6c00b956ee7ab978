"""Random rules whose caps bind, and rules without any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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


def _cap(measure: str, values: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, Any]]:
    per = st.sampled_from(["day", "month"])
    return st.fixed_dictionaries({"measure": st.just(measure), "per": per, "value": values})


def without_caps(days: Sequence[date]) -> list[Change]:
    """Every rule without a cap, from each of the days on."""
    return [Change(scenario, day, [], 10, {"self_declared": 50}) for scenario in sorted(TAKEN) for day in days]
