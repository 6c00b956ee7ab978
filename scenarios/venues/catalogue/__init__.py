"""Brings the venues of this folder's YAML files into the database: adds what is new, never rewrites what is there."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from scenarios.venues.check_list import Mark, check_list_for
from scenarios.venues.evaluation import write_down
from scenarios.venues.models import Venue

FOLDER = Path(__file__).parent


class VenueCatalogueError(Exception):
    """The catalogue contradicts itself or what is already written; nothing was loaded."""


def load(now: datetime, folder: Path = FOLDER) -> None:
    """Loads every file, all or nothing. Loading the same catalogue again changes nothing.

    A venue that is known stays as the desk has it by now. Raises `VenueCatalogueError`.
    """
    with transaction.atomic():
        for authority, entry in _entries(folder):
            venue = _venue(authority, entry)
            if "evaluation" in entry:
                _evaluation(venue, entry["evaluation"], now)


def _entries(folder: Path) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each venue with the standing and source that its file states once for all."""
    seen = set()
    for path in sorted(folder.glob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            whole = yaml.load(file, yaml.CSafeLoader)
        for entry in whole["venues"]:
            if entry["code"] in seen:
                raise VenueCatalogueError(f"{entry['code']} stands twice")
            seen.add(entry["code"])
            yield whole, entry


def _venue(authority: Mapping[str, Any], entry: Mapping[str, Any]) -> Venue:
    known = Venue.objects.filter(code=entry["code"]).first()
    if known is not None:
        return known
    venue = Venue(
        code=entry["code"],
        name=entry["name"],
        kind=entry["kind"],
        district=entry.get("district", ""),
        standing=authority["standing"],
        source=authority["source"],
    )
    try:
        venue.full_clean()
    except ValidationError as error:
        raise VenueCatalogueError(f"{venue.code}: {error}") from error
    venue.save()
    return venue


def _evaluation(venue: Venue, entry: Mapping[str, Any], now: datetime) -> None:
    """The catalogue names only the criteria that are not wholly met."""
    day = date.fromisoformat(entry["evaluated_on"])
    marks = {criterion.code: Mark.MET for criterion in check_list_for(venue.kind).criteria}
    for mark in (Mark.PARTLY, Mark.NOT_MET):
        for code in entry.get(mark, []):
            if code not in marks:
                raise VenueCatalogueError(f"{venue.code}: no criterion {code}")
            marks[code] = mark
    known = venue.evaluations.filter(evaluated_on=day, evaluator=None).first()
    if known is None:
        write_down(venue, marks=marks, day=day, evaluator=None, now=now)
    elif known.marks != marks:
        raise VenueCatalogueError(f"{venue.code}: the evaluation of {day} is written and cannot change")
