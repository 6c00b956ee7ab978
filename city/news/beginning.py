"""The notices of begun.yaml are brought in where there is no edition yet."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from city.news.book import LIST
from lists import confirming

FILE = Path(__file__).parent / "begun.yaml"
NOTHING = {"number": "", "in_force": "", "repealed": "", "shown_from": ""}


def load(now: datetime) -> int:
    """How many came. Loading again changes nothing: notices are the desk's."""
    return sum(
        confirming.begin(LIST, code, document, effective_from=None, now=now) for code, document in documents().items()
    )


def documents() -> Mapping[str, dict[str, Any]]:
    with FILE.open(encoding="utf-8") as file:
        stated: dict[str, dict[str, Any]] = yaml.safe_load(file)["notices"]
    return {code: {**NOTHING, **notice} for code, notice in stated.items()}
