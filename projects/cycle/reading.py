"""Designs as they are read: whose turn it is, what they say, what was said of them, and what was done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.city_time import city_day
from common.texts import day_shown, in_reader_language
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.forms import line_fields, parameter_fields
from methodologies.projects.known import Known, statuses
from methodologies.projects.published import factor
from methodologies.projects.told import SIDES, Result, plain
from methodologies.projects.troubles import Trouble
from methodologies.projects.units import UNITS
from projects.cycle import boundary, commenting
from projects.cycle.content import Content, chosen_of, expected, given_of, method_of
from projects.documents.reading import with_redactions
from projects.models import (
    SHOWN,
    Comment,
    CommentReport,
    DesignStep,
    DesignVersion,
    Organisation,
    Overlap,
    ProjectDesign,
    Stage,
    ThingKind,
)

KG_PER_TONNE = 1000


class Turn(NamedTuple):
    """Whose turn it is, what they are to do, and until when. `is_owners` where it is the owner's."""

    who: str | Promise
    words: str | Promise
    due_on: date | None
    is_owners: bool = False


class Row(NamedTuple):
    """One thing that a design says, for a page."""

    label: str | Promise
    value: str
    note: str = ""


TO_VALIDATE, VALIDATED = _("To be validated by you"), _("Validated by you")
TURNS: Mapping[Stage, tuple[Any, Any]] = {
    Stage.DRAFT: (_("The owner"), _("Writes the design and submits it.")),
    Stage.RETURNED: (_("The owner"), _("Completes the design and submits it again.")),
    Stage.SUBMITTED: (_("The city’s desk"), _("Checks whether the design is complete.")),
    Stage.VALIDATING: (_("The verifier"), _("Validates the design and gives its opinion.")),
    Stage.DECIDING: (_("The city’s desk"), _("Registers, returns or rejects the project.")),
}


def turn(design: ProjectDesign, *, now: datetime) -> Turn | None:
    """Nothing once it is over."""
    stage = Stage(design.stage)
    if stage == Stage.PUBLISHED:
        return _turn_of_published(design, now)
    return Turn(*TURNS[stage], design.due_on, design.is_written) if stage in TURNS else None


def _turn_of_published(design: ProjectDesign, now: datetime) -> Turn:
    if is_open(design, now=now):
        return Turn(_("Everybody"), _("May comment."), design.comments_until)
    version = design.versions.get(number=design.version)
    if commenting.unanswered(version).exists():
        return Turn(_("The owner"), _("Answers the comments."), None, is_owners=True)
    return Turn(_("The city’s desk"), _("Assigns a verifier."), None)


def is_open(design: ProjectDesign, *, now: datetime) -> bool:
    """Whether comments are taken."""
    until = design.comments_until
    return design.stage == Stage.PUBLISHED and until is not None and city_day(now) <= until


def days_left(design: ProjectDesign, *, now: datetime) -> int:
    """Days on which comments are taken, today among them."""
    until = design.comments_until
    return (until - city_day(now)).days + 1 if until is not None and is_open(design, now=now) else 0


def shown_to_all() -> QuerySet[ProjectDesign]:
    """Those of which a version was published, and that are not being written anew."""
    rows = ProjectDesign.objects.filter(stage__in=SHOWN, comments_until__isnull=False)
    return rows.select_related("owner", "verifier", "project")


def open_for_comments(*, now: datetime) -> QuerySet[ProjectDesign]:
    """Those published now, the one that closes first before the others."""
    found = shown_to_all().filter(stage=Stage.PUBLISHED, comments_until__gte=city_day(now))
    return found.order_by("comments_until", "pk")


def validations(verifier: Organisation) -> list[tuple[str | Promise, list[ProjectDesign]]]:
    """Those that wait for its opinion, and those that it has given one of, each under what they are."""
    every = list(verifier.validations.select_related("owner").order_by("-stage_at"))
    waiting = [one for one in every if one.stage == Stage.VALIDATING]
    given = [one for one in every if one.stage != Stage.VALIDATING]
    return [(title, rows) for title, rows in ((TO_VALIDATE, waiting), (VALIDATED, given)) if rows]


def comments(design: ProjectDesign) -> QuerySet[Comment]:
    """Of the version that is in force, hidden ones too: pages tell only that there was one."""
    found = Comment.objects.filter(version__design=design, version__number=design.version)
    return found.select_related("answer", "hiding").order_by("pk")


def comments_at_desk(design: ProjectDesign) -> QuerySet[Comment]:
    """Of every version, with why readers found them unfit, and why they were kept."""
    found = Comment.objects.filter(version__design=design).select_related("answer", "hiding", "version")
    return found.prefetch_related("reports", "keepings").order_by("pk")


def reported(design: ProjectDesign) -> set[int]:
    """Comments of which a report waits for the desk."""
    waiting = CommentReport.objects.waiting().filter(comment__version__design=design)
    return set(waiting.values_list("comment", flat=True))


def steps(design: ProjectDesign) -> QuerySet[DesignStep]:
    """All that was done, the latest last."""
    found = DesignStep.objects.filter(version__design=design).order_by("pk")
    return found.select_related("version", "organisation", "document__document", "document__redaction")


def overlaps(design: ProjectDesign) -> QuerySet[Overlap]:
    """Of the version that was submitted last."""
    found = Overlap.objects.filter(version__design=design, version__number=design.version)
    return found.select_related("ruling", "other__design__owner", "project__owner").order_by("pk")


def public_documents(version: DesignVersion) -> list[dict[str, Any]]:
    """Those of a version that everybody may read, as they were submitted."""
    return with_redactions([document for document in version.documents if document["is_public"]])


# What a design says


def shown_to_everybody(content: Content) -> dict[str, Any]:
    """As `shown`, without the numbers of what it covers: sources are counted, also where the reckoning names them."""
    found = shown({**content, "lines": _counted(content.get("lines", ()))})
    return {**found, "content": {}, "things": [row._replace(value="") for row in found["things"]]}


def _counted(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of the same source keep one number, for what comes of them may hang on it."""
    numbers: dict[str, int] = {}
    return [{**line, "source": f"№ {numbers.setdefault(line['source'], len(numbers) + 1)}"} for line in lines]


def shown(content: Content) -> dict[str, Any]:
    """All of it, for a page to show."""
    method = method_of(content)
    reckoned = expected(content) if method and content.get("lines") else ()
    return {
        "content": content,
        "name": in_reader_language(content["name"]),
        "summary": in_reader_language(content["summary"]) if content.get("summary") else "",
        "basics": list(_basics(content, method)),
        "reasons": [Row(label, content.get(key, "")) for key, label in REASONS.items() if content.get(key)],
        "parameters": list(parameters(content, method)) if method else [],
        "lines": lines(content),
        "result": result(reckoned) if isinstance(reckoned, Result) else None,
        "things": list(_things(content)),
        "things_counted": {kind: len(names) for kind, names in content.get("things", {}).items()},
        "method": method,
    }


REASONS = {
    "baseline": _("What would happen without the project"),
    "additionality": _("Why it would not come about by itself"),
    "monitoring": _("What is measured, how and how often"),
}


def _basics(content: Content, method: ProjectMethod | None) -> Iterable[Row]:
    if method is not None:
        yield Row(_("Method"), in_reader_language(method.known.name), how_public(method.known))
    if content.get("district"):
        yield Row(_("District"), str(District(content["district"]).label))
    if content.get("address"):
        yield Row(_("Address"), content["address"])
    if drawn := content.get("boundary"):
        yield Row(_("Boundary"), *_drawn(boundary.of(drawn)))
    if content.get("credited_from") and content.get("credited_until"):
        days = (day_shown(date.fromisoformat(content[key])) for key in ("credited_from", "credited_until"))
        yield Row(_("Crediting period"), " – ".join(days))


def how_public(method: Known) -> str:
    """How much of a method is public, and what that means for its numbers."""
    named = statuses()[method.status]
    return f"{in_reader_language(named.label)} · {in_reader_language(named.note)}"


def _drawn(area: boundary.Boundary) -> tuple[str, str]:
    if area.rings:
        return _("About %(hectares)s ha on the map") % {"hectares": f"{boundary.hectares(area):,.1f}"}, ""
    longitude, latitude = area.points[0]
    return f"{longitude:.5f}, {latitude:.5f}", ""


def parameters(content: Content, method: ProjectMethod) -> Iterable[Row]:
    """What was chosen and stated; what is left out is what is published."""
    chosen, given = chosen_of(content), given_of(content)
    for field in parameter_fields(method, chosen):
        label = in_reader_language(field.label)
        if field.options:
            options = {option.code: in_reader_language(option.label) for option in field.options}
            if field.name in chosen:
                yield Row(label, options.get(chosen[field.name], chosen[field.name]))
        elif field.name in given:
            stated = given[field.name]
            unit = (
                in_reader_language(UNITS[stated.unit].label) if stated.unit in UNITS else in_reader_language(field.unit)
            )
            if stated.factor:
                one = factor(stated.factor)
                yield Row(label, f"{plain(one.value)} {unit}", in_reader_language(one.label))
            else:
                own = _("the project’s own, by: %(document)s") % {"document": stated.document}
                yield Row(label, f"{stated.value} {unit}", own)
        elif field.offers:
            yield Row(label, f"{plain(field.offers[0].value)} {in_reader_language(field.unit)}", str(_("as published")))


def _things(content: Content) -> Iterable[Row]:
    for kind, names in content.get("things", {}).items():
        yield Row(ThingKind(kind).label, "、".join(names))


class ShownLine(NamedTuple):
    """One expected line: which table, its source and days, and each column with its unit."""

    table: str
    source: str
    starts_on: str
    ends_on: str
    values: Sequence[Row]


def lines(content: Content) -> list[ShownLine]:
    method = method_of(content)
    return [_line(method, line) for line in content.get("lines", ())] if method else []


def _line(method: ProjectMethod, line: Mapping[str, Any]) -> ShownLine:
    table = method.table(line["table"])
    values = list(_values(method, table, line))
    return ShownLine(in_reader_language(table.label), line["source"], line["starts_on"], line["ends_on"], values)


def _values(method: ProjectMethod, table: Table, line: Mapping[str, Any]) -> Iterable[Row]:
    for field in line_fields(method, table):
        if field.name not in line["values"]:
            continue
        value, unit = line["values"][field.name], line["units"].get(field.name, "")
        if field.options:
            options = {option.code: in_reader_language(option.label) for option in field.options}
            yield Row(in_reader_language(field.label), options.get(value, value))
        else:
            words = in_reader_language(UNITS[unit].label if unit else field.unit)
            yield Row(in_reader_language(field.label), f"{value} {words}")


class Reckoned(NamedTuple):
    """What the expected lines come to."""

    kilograms: str
    tonnes: int
    buffer_kg: str
    is_loss: bool
    steps: Sequence[Row]


def result(found: Result) -> Reckoned:
    steps = [
        Row(in_reader_language(step.title), in_reader_language(step.worked), in_reader_language(SIDES[step.side]))
        for step in found.steps
    ]
    tonnes = int(found.issuable_kg // KG_PER_TONNE)
    # An estimate in millionths of a kilogram would look as if somebody knew it: what is set aside is rounded up.
    return Reckoned(f"{int(found.reduction_kg):,}", tonnes, f"{ceil(found.buffer_kg):,}", found.net_kg < 0, steps)


def sentences(troubles: Iterable[Trouble]) -> list[str]:
    """What is to be mended; of a line with its number."""
    return [
        _("Line %(line)s: %(words)s") % {"line": trouble.line + 1, "words": in_reader_language(trouble.sentence)}
        if trouble.line is not None
        else in_reader_language(trouble.sentence)
        for trouble in troubles
    ]
