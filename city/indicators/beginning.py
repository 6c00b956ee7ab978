"""The indicators of begun.yaml are brought in where there is no edition yet."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from city.indicators.series import LIST
from lists import confirming

FILE = Path(__file__).parent / "begun.yaml"


def load(now: datetime) -> int:
    """How many came. Loading again changes nothing, whatever the file says by then: series are the desk's."""
    return sum(
        confirming.begin(LIST, code, document, effective_from=None, now=now) for code, document in documents().items()
    )


def documents() -> Mapping[str, dict[str, Any]]:
    """What the file says, by code; every named source spelled out."""
    with FILE.open(encoding="utf-8") as file:
        stated = yaml.safe_load(file)
    return {
        code: {**document, "figures": list(_spelled_out(document["figures"], stated["sources"]))}
        for code, document in stated["indicators"].items()
    }


def _spelled_out(figures: list[dict[str, Any]], sources: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for figure in figures:
        yield {**figure, "source": sources[figure["source"]]}
