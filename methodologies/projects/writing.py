"""A reckoning as a document: what is kept with a report, so that it reads for ever as it was reckoned."""

from decimal import Decimal
from typing import Any

from methodologies.projects.told import Result, Step, Term

SUMS = (
    "baseline_kg",
    "removed_kg",
    "project_kg",
    "leakage_kg",
    "uncertainty_kg",
    "net_kg",
    "reduction_kg",
    "shortfall_kg",
    "buffer_kg",
    "issuable_kg",
)


def document(result: Result) -> dict[str, Any]:
    """The whole reckoning in texts, lists and mappings alone; numbers are texts, exact to their last digit."""
    sums = {name: exact(getattr(result, name)) for name in SUMS}
    return {"method": result.method, **sums, "steps": [_step(step) for step in result.steps]}


def exact(number: Decimal) -> str:
    """A number in digits, without an exponent and without noughts that say nothing; as text, since sums may round."""
    whole, point, rest = f"{number or Decimal(0):f}".partition(".")
    return f"{whole}{point}{rest}".rstrip("0").rstrip(".") if point else whole


def _step(step: Step) -> dict[str, Any]:
    return {
        "side": step.side.value,
        "title": dict(step.title),
        "formula": step.formula,
        "worked": dict(step.worked),
        "kg": exact(step.kg),
        "uncertainty": exact(step.uncertainty),
        "deducted_kg": exact(step.deducted_kg),
        "terms": [_term(term) for term in step.terms],
    }


def _term(term: Term) -> dict[str, Any]:
    over = {} if term.over == 1 else {"over": exact(term.over)}
    return {
        "symbol": term.symbol,
        "label": dict(term.label),
        "value": exact(term.value),
        **over,
        "unit": term.unit,
        "basis": term.basis.value,
        "origin": dict(term.origin),
        "uncertainty": exact(term.uncertainty),
    }
