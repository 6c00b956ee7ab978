"""A draft's numbers as a form edits them: flat and named, out of a rule's document and back into one.

Empty means: no such limit. A number that changes takes the authority given for the change; the others keep theirs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from methodologies.base import Methodology
from scenarios.models import EmissionFactor
from scenarios.rules import CapMeasure, Evidence, Period

OF_EVIDENCE = {"worth": "percent", "most_grams": "g"}
"""What a rule may say of a grade of evidence beside its window, with the unit of the number."""

RIDING = "steps_per_riding_minute"
"""What rides take off, by a rule of what is counted while one pedals, too."""

WAYS = "ways"
"""By which ways acts may come in: their codes, or `None` for each that there is."""

DOUBTS = {
    "lower_from": "weight",
    "review_from": "weight",
    "refuse_from": "weight",
    "drawn": "per_mille",
    "review_days": "day",
}
"""What a rule may say of doubts, all or nothing, with the unit of each number."""
WEIGHTS = ("lower_from", "review_from", "refuse_from")
"""Those from which on something comes of an act, in the order in which they may not fall."""

CAP_UNITS = {CapMeasure.GRAMS: "g", CapMeasure.CREDITS: "credit", CapMeasure.ACTS: "act"}


@dataclass(frozen=True, slots=True)
class Authority:
    """On what a changed number rests, as its document says it."""

    standing: str
    source: Mapping[str, Any]


class NoAuthority(ValueError):
    """A number was changed and nothing says on whose authority."""


def bounded_measures(method: Methodology) -> list[str]:
    """What a rule of this methodology may bound."""
    return [*(q.name for q in method.quantities), "duration_s", *(m.name for m in method.measures)]


def numbers_of(document: Mapping[str, Any], method: Methodology) -> dict[str, Any]:
    """Every number of a document by its flat name, `None` where it sets no limit."""
    bounds = {bound["measure"]: bound for bound in document["bounds"]}
    caps = {(cap["measure"], cap["per"]): cap["value"] for cap in document["caps"]}
    numbers: dict[str, Any] = {
        "claimable": document["claimable"],
        "budget": document["budget"],
        price_name(method): document[price_name(method)]["value"],
        WAYS: document.get(WAYS),
    }
    if method.counts_pedalling:
        numbers[RIDING] = document.get(RIDING, {}).get("value")
    for slot, factor in document["factors"].items():
        numbers[f"factor_{slot}"] = factor["code"]
    for measure in bounded_measures(method):
        for end in ("least", "most"):
            value = bounds.get(measure, {}).get(end)
            numbers[f"{end}_{measure}"] = None if value is None else Decimal(str(value))
    for measure, period in cap_names():
        numbers[f"cap_{measure}_{period}"] = caps.get((measure, period))
    for grade in Evidence:
        numbers[f"takes_{grade}"] = grade.value in document["windows"]
        numbers[f"days_{grade}"] = document["windows"].get(grade.value, {}).get("value")
        for name in OF_EVIDENCE:
            numbers[f"{name}_{grade}"] = document.get(name, {}).get(grade.value, {}).get("value")
    for name in DOUBTS:
        numbers[f"doubts_{name}"] = document.get("doubts", {}).get(name, {}).get("value")
    return numbers


def stated_of(document: Mapping[str, Any], method: Methodology) -> dict[str, Mapping[str, Any]]:
    """What each flat name's number rests on in a document: unit, standing and source, of those that it has."""
    price = price_name(method)
    stated: dict[str, Mapping[str, Any]] = {price: document[price]}
    stated |= {f"factor_{slot}": factor for slot, factor in document["factors"].items()}
    for bound in document["bounds"]:
        stated |= {f"{end}_{bound['measure']}": bound for end in ("least", "most") if bound.get(end) is not None}
    stated |= {f"cap_{cap['measure']}_{cap['per']}": cap for cap in document["caps"]}
    stated |= {f"days_{grade}": window for grade, window in document["windows"].items()}
    for name in OF_EVIDENCE:
        stated |= {f"{name}_{grade}": number for grade, number in document.get(name, {}).items()}
    stated |= {f"doubts_{name}": number for name, number in document.get("doubts", {}).items()}
    return stated | ({RIDING: document[RIDING]} if RIDING in document else {})


def price_name(method: Methodology) -> str:
    """Which number says what credits are paid for."""
    return "grams_per_credit" if method.quantifies else "credits_each"


def cap_names() -> Iterator[tuple[CapMeasure, Period]]:
    """Every cap that a rule may set."""
    for measure in (CapMeasure.GRAMS, CapMeasure.CREDITS, CapMeasure.ACTS):
        for period in Period:
            yield measure, period


def document_with(
    document: Mapping[str, Any], numbers: Mapping[str, Any], method: Methodology, authority: Authority | None
) -> dict[str, Any]:
    """The document with those numbers. Raises `NoAuthority` when a number changed and `authority` is `None`."""
    price = price_name(method)
    kept = {name: part for name, part in document.items() if name not in {*OF_EVIDENCE, RIDING, WAYS, "doubts"}}
    riding, ways = numbers.get(RIDING), numbers.get(WAYS)
    of_evidence = {name: dict(_of_evidence(name, document, numbers, authority)) for name in OF_EVIDENCE}
    return {
        **kept,
        "claimable": numbers["claimable"],
        "budget": numbers["budget"],
        "factors": {slot: _factor(document, slot, numbers[f"factor_{slot}"]) for slot in document["factors"]},
        "bounds": list(_bounds(document, numbers, method, authority)),
        "caps": list(_caps(document, numbers, authority)),
        price: _number(document[price], numbers[price], document[price]["unit"], authority),
        "windows": dict(_windows(document, numbers, authority)),
        **{name: part for name, part in of_evidence.items() if part},
        **({} if riding is None else {RIDING: _number(document.get(RIDING), riding, "step/min", authority)}),
        **({} if ways is None else {WAYS: sorted(ways)}),
        **_doubts(document, numbers, authority),
    }


def _factor(document: Mapping[str, Any], slot: str, code: str) -> dict[str, Any]:
    """A factor brings its own value and source."""
    old: dict[str, Any] = document["factors"][slot]
    if old["code"] == code:
        return old
    return EmissionFactor.objects.get(code=code).as_document()


def _bounds(
    document: Mapping[str, Any], numbers: Mapping[str, Any], method: Methodology, authority: Authority | None
) -> Iterator[dict[str, Any]]:
    old = {bound["measure"]: bound for bound in document["bounds"]}
    for measure in [*old, *(name for name in bounded_measures(method) if name not in old)]:
        before = old.get(measure, {})
        ends = {end: numbers[f"{end}_{measure}"] for end in ("least", "most")}
        was = {end: None if before.get(end) is None else Decimal(str(before[end])) for end in ends}
        if ends == was:
            if before:
                yield before
        elif ends["least"] is not None or ends["most"] is not None:
            given = {end: _plain(value) for end, value in ends.items() if value is not None}
            unit = before.get("unit") or measure.rpartition("_")[2]
            yield {"measure": measure, **given, "unit": unit, **_stated(authority)}


def _caps(
    document: Mapping[str, Any], numbers: Mapping[str, Any], authority: Authority | None
) -> Iterator[dict[str, Any]]:
    """In the order in which they were taken before; new ones after them."""
    old = {(cap["measure"], cap["per"]): cap for cap in document["caps"]}
    every = [(measure.value, period.value) for measure, period in cap_names()]
    for measure, period in [*old, *(name for name in every if name not in old)]:
        value = numbers[f"cap_{measure}_{period}"]
        if value is not None:
            names = {"measure": measure, "per": period}
            before = old.get((measure, period))
            yield {**names, **_number(before, value, CAP_UNITS[CapMeasure(measure)], authority)}


def _windows(
    document: Mapping[str, Any], numbers: Mapping[str, Any], authority: Authority | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for grade in Evidence:
        if numbers[f"takes_{grade}"]:
            before = document["windows"].get(grade.value)
            yield grade.value, _number(before, numbers[f"days_{grade}"], "day", authority)


def _of_evidence(
    name: str, document: Mapping[str, Any], numbers: Mapping[str, Any], authority: Authority | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for grade in Evidence:
        value = numbers.get(f"{name}_{grade}")
        if numbers[f"takes_{grade}"] and value is not None:
            before = document.get(name, {}).get(grade.value)
            yield grade.value, _number(before, value, OF_EVIDENCE[name], authority)


def _doubts(
    document: Mapping[str, Any], numbers: Mapping[str, Any], authority: Authority | None
) -> dict[str, dict[str, Any]]:
    """Nothing where all are empty: then nothing is doubted."""
    given, before = {name: numbers[f"doubts_{name}"] for name in DOUBTS}, document.get("doubts", {})
    if all(value is None for value in given.values()):
        return {}
    return {"doubts": {name: _number(before.get(name), given[name], unit, authority) for name, unit in DOUBTS.items()}}


def _number(
    before: Mapping[str, Any] | None, value: int | None, unit: str, authority: Authority | None
) -> dict[str, Any]:
    if before is not None and before["value"] == value:
        return dict(before)
    return {"value": value, "unit": unit, **_stated(authority)}


def _stated(authority: Authority | None) -> dict[str, Any]:
    if authority is None:
        raise NoAuthority
    return {"standing": authority.standing, "source": dict(authority.source)}


def _plain(value: Decimal) -> int | str:
    """Whole numbers as JSON's own, others as text: JSON's fractions are not exact."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
