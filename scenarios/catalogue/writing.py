"""Writes what the database holds of scenarios in the form of the catalogue's files: loading it gives the same rows.

A file of several scenarios is several YAML documents. Drafts and what was withdrawn are nobody's rule and left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from scenarios.models import RuleVersion, Scenario

WIDTH = 120


def written(scenarios: Iterable[Scenario]) -> str:
    """The same text whenever the same is written. A scenario without a published version has nothing to say."""
    entries = [entry for scenario in scenarios if (entry := _entry(scenario))["versions"]]
    return yaml.dump_all(entries, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=WIDTH, explicit_start=True)


class _Plain(yaml.SafeDumper):
    """Says a thing twice rather than by a mark that points to it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _entry(scenario: Scenario) -> dict[str, Any]:
    named = _Named()
    published = scenario.versions.filter(published_at__isnull=False, withdrawn_at=None).order_by("number")
    versions = [_version(version, scenario, named) for version in published]
    return {
        "code": scenario.code,
        "position": scenario.position,
        "group": scenario.group,
        "icon": scenario.icon,
        "name": scenario.name,
        "summary": scenario.summary,
        "methodology": scenario.methodology_code,
        **({"terms": scenario.terms} if scenario.terms else {}),
        "sources": {name: source for source, name in named.sources},
        "factors": named.factors,
        "versions": versions,
    }


class _Named:
    """The sources and factors of an entry, each said once and named after that."""

    def __init__(self) -> None:
        self.sources: list[tuple[Mapping[str, Any], str]] = []
        self.factors: dict[str, Any] = {}

    def source(self, source: Mapping[str, Any]) -> str:
        for known, name in self.sources:
            if known == source:
                return name
        name = f"source-{len(self.sources) + 1}"
        self.sources.append((source, name))
        return name

    def factor(self, document: Mapping[str, Any]) -> Any:
        """Its code or, where another version wrote it in another way, the whole."""
        whole = self.within({name: part for name, part in document.items() if name != "code"})
        code = document["code"]
        return code if self.factors.setdefault(code, whole) == whole else {"code": code, **whole}

    def within(self, node: Any) -> Any:
        """The same with each source by its name."""
        if isinstance(node, Mapping):
            named = {"source": self.source(node["source"])} if isinstance(node.get("source"), Mapping) else {}
            return {key: self.within(value) for key, value in node.items()} | named
        return [self.within(part) for part in node] if isinstance(node, list) else node


def _version(version: RuleVersion, scenario: Scenario, named: _Named) -> dict[str, Any]:
    if version.ends:
        return {"number": version.number, "effective_from": version.effective_from.isoformat(), "ends": True}
    document = version.document
    left_out = {"methodology", "factors", *({"terms"} if document.get("terms") == scenario.terms else ())}
    return {
        "number": version.number,
        "effective_from": version.effective_from.isoformat(),
        "factors": {slot: named.factor(factor) for slot, factor in document["factors"].items()},
        **{name: named.within(part) for name, part in document.items() if name not in left_out},
    }
