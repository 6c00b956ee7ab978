"""The report of begun.yaml is brought in where there is no edition yet."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from city.report import freezing
from city.report.parts import LIST, Part, subject
from lists import confirming

FILE = Path(__file__).parent / "begun.yaml"


def load(now: datetime) -> int:
    """How many parts came. What they show is frozen as of now; loading again changes nothing."""
    return sum(
        confirming.begin(LIST, subject(year, part), document, effective_from=None, now=now)
        for year, part, document in documents()
    )


def documents() -> Iterator[tuple[int, Part, Mapping[str, Any]]]:
    """What the file says, its sources spelled out, with what the sections show as it is now."""
    with FILE.open(encoding="utf-8") as file:
        stated = yaml.safe_load(file)
    for part, text in stated["parts"].items():
        sections = [_section(section, stated["sources"]) for section in text["sections"]]
        document = {"year": stated["year"], "part": part, "is_official": False, "lead": text["lead"]}
        yield stated["year"], Part(part), {**document, "sections": sections}


def _section(stated: Mapping[str, Any], sources: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "heading": stated["heading"],
        "text": {language: _paragraphs(text) for language, text in stated["text"].items()},
        "sources": [sources[name] for name in stated["sources"]],
        "shown": [freezing.frozen(line) for line in stated.get("shown", [])],
    }


def _paragraphs(text: str) -> str:
    return "\n\n".join(filter(None, map(str.strip, text.splitlines())))
