"""What is written down of the second path: organisations, projects, their stories, and what is said."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@cache
def of(name: str) -> Any:
    """The file of that name."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def words(about: str) -> Any:
    return of("words")[about]


@cache
def story(name: str) -> Mapping[int, Sequence[str]]:
    """What is done on which day after the beginning, with what comes before it."""
    said = dict(of("stories")[name])
    before = said.pop("after", None)
    return {**(story(before) if before else {}), **said}
