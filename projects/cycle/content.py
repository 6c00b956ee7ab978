"""What a design says, as its draft and its versions keep it, and what of it is still missing.

Keys are those of the steps below; numbers are texts as they were typed, days are ISO 8601.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.texts import in_reader_language
from methodologies.projects.base import ProjectMethod
from methodologies.projects.registry import all_methods, method
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.told import Result
from methodologies.projects.troubles import NotReckoned, Trouble
from projects.models import ProjectDesign

Content = Mapping[str, Any]


class Step(NamedTuple):
    """A page of the form: what it is called, and the keys that it writes."""

    code: str
    title: str | Promise
    keys: tuple[str, ...]


STEPS = (
    Step(
        "basics",
        _("Name, method and period"),
        ("name", "summary", "method", "district", "credited_from", "credited_until"),
    ),
    Step("place", _("Place and boundary"), ("address", "boundary")),
    Step("reasons", _("Baseline and additionality"), ("baseline", "additionality", "monitoring")),
    Step("parameters", _("Parameters of the method"), ("given", "chosen")),
    Step("expected", _("Expected reductions"), ("lines",)),
    Step("things", _("What it covers"), ("things",)),
)
STEP = {step.code: step for step in STEPS}
EARLIEST, LATEST = "2000-01-01", "2099-12-31"
"""No report is of a day before."""
LONGEST_YEARS = 20
"""Where a method names no years: the longest that any names, a proposal of the house."""
DOCUMENTS = "documents"
"""The last page: the design's files."""


class Missing(NamedTuple):
    """What is to be mended before a design is submitted, and on which page."""

    step: str
    sentence: str | Promise


def content_of(design: ProjectDesign) -> Content:
    """What a design says now: its draft while it is written, else what was submitted last."""
    if design.is_written or not design.version:
        return dict(design.draft)
    return dict(design.versions.get(number=design.version).content)


def method_of(content: Content) -> ProjectMethod | None:
    return method(content["method"]) if content.get("method") in all_methods() else None


def chosen_of(content: Content) -> Mapping[str, str]:
    return dict(content.get("chosen", {}))


def given_of(content: Content) -> Mapping[str, Given]:
    return {name: Given(**stated) for name, stated in content.get("given", {}).items()}


def lines_of(content: Content) -> tuple[Line, ...]:
    return tuple(Line(**line) for line in content.get("lines", ()))


def expected(content: Content) -> Result | tuple[Trouble, ...]:
    """What the expected lines come to, or what is to be mended in them. The period is theirs."""
    found, lines = method_of(content), lines_of(content)
    assert found is not None, "its page asks for the method first"
    days = [day for line in lines for day in (line.starts_on, line.ends_on)]
    if not days:
        return ()
    report = Report(min(days), max(days), given_of(content), lines, chosen_of(content))
    try:
        return found.reckon(report)
    except NotReckoned as refused:
        return refused.troubles


def missing(content: Content, *, has_documents: bool) -> list[Missing]:
    """Everything, page by page; nothing where it can be submitted."""
    found = [Missing(step, sentence) for step, is_there, sentence in _NEEDED if not is_there(content)]
    found += [Missing("basics", sentence) for sentence in _period(content)]
    if method_of(content) is not None:
        found += _of_the_method(content)
    if not has_documents:
        found.append(Missing(DOCUMENTS, _("Attach at least one document that the design rests on.")))
    order = [*STEP, DOCUMENTS]
    return sorted(found, key=lambda one: order.index(one.step))


def _says(key: str) -> Callable[[Content], bool]:
    return lambda content: bool(content.get(key))


_NEEDED: tuple[tuple[str, Callable[[Content], bool], str | Promise], ...] = (
    ("basics", _says("name"), _("Name the project.")),
    ("basics", _says("summary"), _("Say in a few sentences what it does.")),
    ("basics", lambda content: method_of(content) is not None, _("Choose the method.")),
    ("basics", _says("district"), _("Choose the district.")),
    ("place", lambda said: bool(said.get("address") or said.get("boundary")), _("Say where it is.")),
    ("reasons", _says("baseline"), _("Describe what would happen without the project.")),
    ("reasons", _says("additionality"), _("Say why it would not come about by itself.")),
    ("reasons", _says("monitoring"), _("Describe what is measured, how and how often.")),
    ("expected", _says("lines"), _("Estimate the reductions by at least one line.")),
    (
        "things",
        lambda content: any(content.get("things", {}).values()),
        _("Name the meters, plots or plates that it covers."),
    ),
)


def _period(content: Content) -> Iterator[str | Promise]:
    first, last = content.get("credited_from"), content.get("credited_until")
    if not first or not last:
        yield _("Give the first and the last day of the crediting period.")
        return
    if last < first:
        yield _("The crediting period ends before it begins.")
    if not first >= EARLIEST or not last <= LATEST:
        yield _("The crediting period lies between %(since)s and %(until)s.") % {
            "since": date.fromisoformat(EARLIEST).year,
            "until": date.fromisoformat(LATEST).year,
        }
        return
    found = method_of(content)
    years = (found.known.crediting_years if found else None) or LONGEST_YEARS
    if date.fromisoformat(last) >= _years_after(date.fromisoformat(first), years):
        yield _("By this method a project is credited for %(years)s years at the most.") % {"years": years}


def _years_after(day: date, years: int) -> date:
    """The same day, in a year without a leap day the day after."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _of_the_method(content: Content) -> Iterator[Missing]:
    found = method_of(content)
    assert found is not None
    for trouble in found.check_parameters(given_of(content), chosen_of(content)):
        yield Missing("parameters", in_reader_language(trouble.sentence))
    reckoned = expected(content) if content.get("lines") else ()
    if not isinstance(reckoned, Result):
        for trouble in reckoned:
            # Parameters have been told of above.
            if trouble.line is not None or trouble.code in {"no_lines", "no_period"}:
                yield Missing("expected", in_reader_language(trouble.sentence))
