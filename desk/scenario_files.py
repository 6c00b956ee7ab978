"""The catalogue as a file at the desk: taken out whole, and brought with what it would change shown first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import citizen_of
from common import editions
from common.city_time import city_day
from common.errors import DomainError
from common.texts import in_reader_language
from desk import rule_check
from desk.scenario_words import SaidAnew, said_anew
from scenarios.catalogue import importing
from scenarios.catalogue.importing import Entry
from scenarios.catalogue.reading import MOST_BYTES
from scenarios.catalogue.versions import Stated
from scenarios.catalogue.writing import written
from scenarios.models import Scenario
from scenarios.refusals import UnreadableCatalogue
from scenarios.rulebook import RuleBook
from scenarios.rules import Rule

RIGHTS = ("add_scenario", "change_scenario", "change_ruleversion")
"""What bringing a file can do, a person must be allowed to do by hand."""


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A version that would come as a draft, line by line beside the rule that holds on its day."""

    number: int
    effective_from: Any
    changes: Sequence[rule_check.Change] = ()
    ends: bool = False


@dataclass(frozen=True, slots=True)
class EntryTold:
    """What an entry would change, in words."""

    name: str
    code: str
    is_new: bool
    described: Sequence[SaidAnew]
    versions: Sequence[VersionTold]
    factors: Sequence[str]
    problems: Sequence[str]


class FileForm(forms.Form):
    """A file at first; from then on its text, carried along."""

    file = forms.FileField(required=False)

    def read(self) -> str:
        """The text. Raises `UnreadableCatalogue`."""
        given = self.cleaned_data["file"]
        if given is None:
            return str(self.data.get("text", ""))
        if given.size > MOST_BYTES:
            raise UnreadableCatalogue(reason=_("more than %(size)s kB") % {"size": MOST_BYTES // 1024})
        try:
            return str(given.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UnreadableCatalogue(reason=_("it is no text in UTF-8")) from error


def may_bring(request: HttpRequest) -> bool:
    return all(request.user.has_perm(f"scenarios.{right}") for right in RIGHTS)


def file_of(scenarios: Sequence[Scenario], name: str) -> HttpResponse:
    answer = HttpResponse(written(scenarios), content_type="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


def look_or_bring(request: HttpRequest, form: FileForm) -> dict[str, Any]:
    """What the page says of a file; `brought` once it was brought as it was shown."""
    if request.method != "POST" or not form.is_valid():
        return {"form": form}
    try:
        text = form.read()
        if "confirm" in request.POST:
            shown = request.POST.get(editions.FIELD, "")
            return {"brought": importing.bring(text, now=timezone.now(), by=citizen_of(request), shown=shown)}
        entries = importing.plan(text, now=timezone.now())
    except (editions.ChangedMeanwhile, editions.NothingShown):
        raise
    except DomainError as error:
        form.add_error(None, error.sentence)
        return {"form": form}
    told = [_told(entry) for entry in entries if entry.changes_anything or entry.problems]
    return {"text": text, "entries": told, "edition": importing.edition(entries), "may_confirm": _is_good(entries)}


def _is_good(entries: Sequence[Entry]) -> bool:
    return any(each.changes_anything for each in entries) and not any(each.problems for each in entries)


def _told(entry: Entry) -> EntryTold:
    return EntryTold(
        name=in_reader_language(entry.description.name),
        code=entry.code,
        is_new=entry.before is None,
        described=said_anew(entry.before, entry.description) if entry.before else [],
        versions=[_version_told(entry, each) for each in entry.versions],
        factors=[f"{each['code']}: {each['value']} {each['unit']}" for each in entry.factors],
        problems=entry.problems,
    )


def _version_told(entry: Entry, stated: Stated) -> VersionTold:
    if stated.ends:
        return VersionTold(stated.number, stated.effective_from, ends=True)
    scenario = Scenario.objects.filter(code=entry.code).first()
    day = max(stated.effective_from, city_day(timezone.now()))
    found = RuleBook().rule_on(scenario.pk, day) if scenario else None
    changes = rule_check.differences(found[1] if found else None, Rule.from_document(stated.document))
    return VersionTold(stated.number, stated.effective_from, changes)


def brought_in_words(entries: Sequence[Entry]) -> str:
    """What was done, for the message on the next page."""
    words = {
        "new": sum(each.before is None for each in entries),
        "drafts": sum(len(each.versions) for each in entries),
        "factors": sum(len(each.factors) for each in entries),
    }
    return _("Brought: %(new)s new scenarios, %(drafts)s drafts, %(factors)s factors.") % words
