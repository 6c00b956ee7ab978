"""What a bench run says: a table for people, in Markdown, and everything in JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.frame import Result, Target, Verdict


def table(results: Sequence[Result]) -> str:
    """A line a side: its median, the least and the most; with what each target asks of it."""
    header = ["benchmark", "side", "median", "least – most", "unit", "beside", "is", "must reach", "reached"]
    return _columns([header, ["---"] * len(header), *(line for result in results for line in _lines(result))])


def write_json(path: Path, results: Sequence[Result], machine: dict[str, Any], *, rounds: int, seconds: float) -> None:
    whole = {
        "machine": machine,
        "rounds": rounds,
        "seconds_a_run": seconds,
        "rows": [_in_json(result) for result in results],
    }
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def figure(value: float) -> str:
    """Three digits that mean something, all of them of a large number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def wanted(target: Target) -> str:
    sign = " ×" if target.opponent else ""
    bounds = (("≥", target.at_least), ("≤", target.at_most))
    return ", ".join(f"{word} {bound:g}{sign}" for word, bound in bounds if bound is not None)


def _lines(result: Result) -> list[list[str]]:
    lines = []
    for side, figures in result.figures.items():
        said = [result.name, side, figure(result.median(side)), f"{figure(min(figures))} – {figure(max(figures))}"]
        verdicts = [verdict for verdict in result.verdicts() if verdict.target.ours == side]
        first, *others = [_judged(verdict) for verdict in verdicts] or [["", "", "", ""]]
        lines.append([*said, result.unit, *first])
        lines.extend(["", "", "", "", "", *other] for other in others)
    return lines


def _judged(verdict: Verdict) -> list[str]:
    opponent = verdict.target.opponent
    value = f"{verdict.value:.2f} ×" if opponent else figure(verdict.value)
    return [opponent or "", value, wanted(verdict.target), "yes" if verdict.is_reached else "NO"]


def _columns(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def _in_json(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "unit": result.unit,
        "notes": result.notes,
        "sides": [
            {"name": side, "median": result.median(side), "figures": list(figures)}
            for side, figures in result.figures.items()
        ],
        "targets": [
            {
                "ours": verdict.target.ours,
                "opponent": verdict.target.opponent,
                "at_least": verdict.target.at_least,
                "at_most": verdict.target.at_most,
                "value": verdict.value,
                "is_reached": verdict.is_reached,
            }
            for verdict in result.verdicts()
        ],
    }
