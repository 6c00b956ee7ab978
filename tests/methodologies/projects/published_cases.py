"""The cases in `cases/`, read as reports, for every test that needs one."""

from pathlib import Path
from typing import Any

import yaml

from methodologies.projects.stated import Given, Line, Report

CASES: list[dict[str, Any]] = [
    {"method": path.stem, **case}
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def report_of(case: dict[str, Any]) -> Report:
    starts_on, ends_on = str(case["from"]), str(case["to"])
    lines = (
        Line(
            line["table"],
            line["source"],
            str(line.get("from", starts_on)),
            str(line.get("to", ends_on)),
            line["values"],
            line.get("units", {}),
        )
        for line in case["lines"]
    )
    parameters = {name: Given(**given) for name, given in case.get("parameters", {}).items()}
    return Report(starts_on, ends_on, parameters, tuple(lines), case.get("chosen", {}))
