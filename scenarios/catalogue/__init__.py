"""Brings the scenarios of this folder's YAML files into the database: adds what is new, never rewrites the past."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from scenarios import rulebook
from scenarios.calendars import beginning
from scenarios.catalogue import versions
from scenarios.catalogue.reading import with_sources, without_dates
from scenarios.factors.using import entered_at_desk
from scenarios.models import EmissionFactor, Group, Scenario
from scenarios.rules import FactorValue, Rule

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
SHARED = FOLDER.parent / "shared.yaml"
"""Sources and factors that several entries name."""


class CatalogueError(Exception):
    """The catalogue contradicts itself or what is already published; nothing was loaded."""


def load(now: datetime, folder: Path = FOLDER) -> None:
    """Loads every file, and what the lists of days begin with, all or nothing. Loading the same again changes nothing.

    How versions come beside those that are there, and beside the desk's own: `versions.bring`. What the desk has made
    of a scenario's words stays, and a scenario of its own that counts in another way. Raises `CatalogueError`.
    """
    shared: dict[str, dict[str, Any]] = {}
    with transaction.atomic():
        beginning.load(now)
        for entry in _entries(folder):
            known = {code: _factor(code, document, shared) for code, document in entry["factors"].items()}
            scenario = _scenario(entry)
            if scenario.methodology_code != entry["methodology"]:
                log.warning("%s of the catalogue: left out, since the desk has made its own", scenario.code)
                continue
            stated = [stated_version(entry, version, known) for version in entry["versions"]]
            try:
                versions.bring(scenario, stated, now=now)
            except versions.RewritesThePast as error:
                raise CatalogueError(
                    f"{scenario.code} v{error} is published and cannot change; add a version instead"
                ) from error
    rulebook.forget()


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    """Each entry with the shared sources and factors beside its own, and every named source spelled out."""
    shared = read_file(SHARED)
    for path in sorted(folder.glob("*.yaml")):
        for entry in _entries_of(path):
            sources = {**shared["sources"], **entry.pop("sources", {})}
            entry["factors"] = {**shared["factors"], **entry.get("factors", {})}
            try:
                yield with_sources(entry, sources)
            except KeyError as error:
                raise CatalogueError(f"{path.name} names a source that nobody gives: {error}") from error


def _entries_of(path: Path) -> list[dict[str, Any]]:
    """A file's entries: one, or several as what was written at the desk may hold."""
    with path.open(encoding="utf-8") as file:
        return [without_dates(document) for document in yaml.load_all(file, yaml.CSafeLoader)]


def read_file(path: Path) -> dict[str, Any]:
    """The only document of a file."""
    [document] = _entries_of(path)
    return document


def _factor(code: str, document: Mapping[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A factor's document; one that an earlier entry brought, as `shared` tells, is there already.

    Where the desk was first with that code, the desk decides: a release cannot know which codes a house has given.
    """
    whole = {"code": code, **document}
    if shared.get(code) == whole:
        return whole
    shared[code] = whole
    factor, created = EmissionFactor.bring(whole)
    if not created and factor.as_value() != FactorValue.from_document(whole):
        if entered_at_desk(factor):
            log.warning("factor %s has the desk's value, since the desk has entered one of that code", code)
            return factor.as_document()
        raise CatalogueError(f"factor {code} is in use with another value; give the new value a code of its own")
    return whole


def _scenario(entry: Mapping[str, Any]) -> Scenario:
    """As the entry describes it, unless the desk has described it since."""
    described = Scenario.objects.filter(code=entry["code"], described_at__isnull=False).first()
    if described is not None:
        return described
    scenario, _created = Scenario.objects.update_or_create(
        code=entry["code"],
        defaults={
            "name": entry["name"],
            "summary": entry["summary"],
            "icon": entry["icon"],
            "group": Group(entry["group"]),
            "methodology_code": entry["methodology"],
            "terms": entry.get("terms", {}),
            "position": entry["position"],
        },
    )
    return scenario


def stated_version(entry: Mapping[str, Any], stated: Mapping[str, Any], factors: Mapping[str, Any]) -> versions.Stated:
    """A version that an entry states: a whole rule, or that the scenario ends. Its own terms are those of its time.

    Raises `CatalogueError`.
    """
    number, effective_from = stated["number"], date.fromisoformat(stated["effective_from"])
    if stated.get("ends"):
        return versions.Stated(number, effective_from, {}, ends=True)
    document = {key: value for key, value in stated.items() if key not in ("number", "effective_from")}
    document["methodology"] = entry["methodology"]
    if terms := stated.get("terms", entry.get("terms")):
        document["terms"] = terms
    document["factors"] = {slot: _of_slot(named, factors) for slot, named in stated["factors"].items()}
    try:
        Rule.from_document(document)
    except (KeyError, ValueError) as error:
        raise CatalogueError(f"{entry['code']} v{number}: {error}") from error
    return versions.Stated(number, effective_from, document)


def _of_slot(named: Any, factors: Mapping[str, Any]) -> Any:
    """A factor by its code or, where a version wrote the same value in another way, as that version has it."""
    return named if isinstance(named, Mapping) else factors[named]
