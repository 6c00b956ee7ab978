"""Brings catalogue entries to the desk: first what they would change, then, as it was shown, drafts and factors.

Nothing that is published changes and nothing is published: versions come as drafts and go the way of every draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.city_time import city_day
from common.editions import check, edition_of
from scenarios import describing, founding, publishing, rulebook
from scenarios.catalogue import SHARED, CatalogueError, read_file, shape, stated_version
from scenarios.catalogue.reading import documents_of, with_sources
from scenarios.catalogue.versions import ONE_DAY, Stated
from scenarios.describing import FIXED_TERMS, Description
from scenarios.icons import ICONS
from scenarios.models import EmissionFactor, Group, RuleVersion, Scenario
from scenarios.refusals import UnreadableCatalogue
from scenarios.rules import FactorValue

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ValidationError, CatalogueError)
"""What an entry that is none can raise, by what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a text, beside what is there."""

    code: str
    description: Description
    before: Description | None
    """How the scenario is described now; `None` for one that is new."""
    versions: Sequence[Stated]
    """Those that nothing here says yet."""
    factors: Sequence[Mapping[str, Any]]
    """Those that are not here yet."""
    problems: Sequence[str] = field(default=())
    """Why it cannot be brought: it says otherwise of what stays."""

    @property
    def is_renamed(self) -> bool:
        return self.before is not None and self.before != self.description

    @property
    def changes_anything(self) -> bool:
        return self.before is None or self.is_renamed or bool(self.versions or self.factors)


def plan(text: str, *, now: datetime) -> list[Entry]:
    """What the entries of a text would change. Raises `UnreadableCatalogue`."""
    shared, tomorrow = read_file(SHARED), city_day(now) + ONE_DAY
    entries: list[Entry] = []
    coming: dict[str, Mapping[str, Any]] = {}
    for document in documents_of(text):
        try:
            entry = _entry(document, shared, coming, tomorrow)
        except UNREADABLE as error:
            raise UnreadableCatalogue(reason=f"{document.get('code', '?')}: {_said(error)}") from error
        coming |= {factor["code"]: factor for factor in entry.factors}
        entries.append(entry)
    if len({entry.code for entry in entries}) < len(entries):
        raise UnreadableCatalogue(reason=_("a scenario stands twice"))
    return entries


def edition(entries: Sequence[Entry]) -> str:
    """Of all that would change."""
    return edition_of(*map(repr, entries))


def bring(text: str, *, now: datetime, by: User | None = None, shown: str | None = None) -> list[Entry]:
    """Makes what `plan` tells, all or nothing, if that is what was shown.

    Raises `UnreadableCatalogue`, what `founding.found` and `common.editions.check` do.
    """
    with transaction.atomic():
        codes = [str(document.get("code")) for document in documents_of(text)]
        # Whoever else describes these scenarios or changes their rules waits.
        list(Scenario.objects.select_for_update(no_key=True).filter(code__in=codes).order_by("pk"))
        entries = plan(text, now=now)
        if shown is not None:
            check(shown, *map(repr, entries))
        for entry in entries:
            if entry.problems:
                raise UnreadableCatalogue(reason=entry.problems[0])
            _bring(entry, now, by)
    rulebook.forget()
    return entries


def _bring(entry: Entry, now: datetime, by: User | None) -> None:
    if entry.before is None:
        first, *others = entry.versions
        whole = founding.Plan(entry.code, entry.description, first.document, entry.factors)
        scenario = founding.found(whole, now=now, by=by).scenario
    else:
        for factor in entry.factors:
            founding.add_factor(factor)
        others = list(entry.versions)
        scenario = Scenario.objects.get(code=entry.code)
        if entry.is_renamed:
            describing.describe(scenario, entry.description, now=now)
    for stated in others:
        if stated.ends:
            publishing.draft_end(scenario, effective_from=stated.effective_from, now=now, by=by)
            continue
        founding.add_draft(scenario, stated.number, stated.effective_from, stated.document, by)


def _entry(
    document: dict[str, Any], shared: Mapping[str, Any], coming: Mapping[str, Mapping[str, Any]], tomorrow: date
) -> Entry:
    shape.check(document)
    sources = {**shared["sources"], **document.pop("sources", {})}
    own = document.get("factors", {})
    entry = with_sources({**document, "factors": {**shared["factors"], **own}}, sources)
    factors = {code: {"code": code, **factor} for code, factor in entry["factors"].items()}
    stated = [stated_version(entry, version, factors) for version in entry["versions"]]
    if not stated or stated[0].ends:
        raise ValueError(_("no version"))
    said = [factor for each in stated for factor in each.document.get("factors", {}).values()]
    used = {factor["code"]: factor for factor in said}
    scenario = Scenario.objects.filter(code=entry["code"]).first()
    settled = scenario.terms if scenario else stated[0].document.get("terms", {})
    problems = [*_of_factors(used), *_of_two_values([*coming.values(), *said]), *_of_terms(stated, settled)]
    if scenario and scenario.methodology_code != entry["methodology"]:
        problems.append(_("How it is counted was settled when it was founded"))
    versions, rewritten = _versions(scenario, stated, tomorrow)
    return Entry(
        code=entry["code"],
        description=_description(entry),
        before=Description.of(scenario) if scenario else None,
        versions=versions,
        factors=[used[code] for code in sorted(_unknown(used) - coming.keys())],
        problems=[*problems, *rewritten],
    )


def _description(entry: Mapping[str, Any]) -> Description:
    words = {name: term for name, term in entry.get("terms", {}).items() if name not in FIXED_TERMS}
    described = Description(
        _text(entry["name"]), _text(entry["summary"]), entry["icon"], entry["group"], entry["position"], words
    )
    if described.icon not in ICONS:
        raise ValueError(f"no icon {described.icon}")
    row = Scenario(
        code=entry["code"],
        name=described.name,
        summary=described.summary,
        icon=described.icon,
        group=Group(described.group),
        methodology_code=entry["methodology"],
        position=described.position,
    )
    row.clean_fields(exclude=["terms"])
    return described


def _text(words: Any) -> dict[str, str]:
    if set(words) != {"zh-hans", "en"} or not all(isinstance(each, str) and each.strip() for each in words.values()):
        raise ValueError("words are needed in both languages")
    return dict(words)


def _unknown(used: Mapping[str, Any]) -> set[str]:
    return set(used) - set(EmissionFactor.objects.filter(code__in=used).values_list("code", flat=True))


def _of_factors(used: Mapping[str, Any]) -> Iterator[str]:
    for known in EmissionFactor.objects.filter(code__in=used).order_by("code"):
        if known.as_value() != FactorValue.from_document(used[known.code]):
            words = _("Factor %(code)s is here with another value; the new one needs a code of its own")
            yield words % {"code": known.code}
    for code, document in used.items():
        value = FactorValue.from_document(document)
        EmissionFactor(
            code=code,
            value=value.value,
            unit=value.unit,
            region=value.region,
            year=value.year,
            standing=value.standing.value,
            source=document["source"],
        ).clean_fields()


def _of_two_values(said: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A rule reckons by what its own document says of a factor: the same everywhere, or the code means two values."""
    first: dict[str, FactorValue] = {}
    for document in said:
        value = FactorValue.from_document(document)
        known = first.setdefault(value.code, value)
        if (known.value, known.unit) != (value.value, value.unit):
            yield _("Factor %(code)s stands in the file with two values") % {"code": value.code}


def _of_terms(stated: Sequence[Stated], settled: Mapping[str, Any]) -> Iterator[str]:
    every = [each.document.get("terms", {}) for each in stated if not each.ends]
    if any(terms.get(name) != settled.get(name) for terms in every for name in FIXED_TERMS):
        yield _("How many minutes an act takes was settled when it was founded")


def _versions(scenario: Scenario | None, stated: Sequence[Stated], tomorrow: date) -> tuple[list[Stated], list[str]]:
    """Those that are new, each for a day to come; and those that say otherwise of a version that is published."""
    there = list(RuleVersion.objects.filter(scenario=scenario).order_by("number")) if scenario else []
    published = {version.number: version for version in there if version.published_at is not None}
    new, rewritten = [], []
    for each in stated:
        if any(_is_said_by(version, each) for version in there):
            continue
        if each.number in published:
            words = _(
                "Version %(number)s is published and says something else; it never changes."
                " Give what you changed a number of its own and a later day."
            )
            rewritten.append(words % {"number": each.number})
        else:
            new.append(replace(each, effective_from=max(each.effective_from, tomorrow)))
    return new, rewritten


def _is_said_by(version: RuleVersion, stated: Stated) -> bool:
    """Ends differ in nothing but their days."""
    is_another_end = stated.ends and version.effective_from != stated.effective_from
    return bool(version.document == stated.document) and not is_another_end


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
