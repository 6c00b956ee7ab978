"""The tables of the open data. Who holds units is told to nobody; for whom they were used up is told to everybody."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.open_data.fields import Field, Row, Table, Type, Value, coded, text, whole
from methodologies.projects.known import known
from projects.models import SHOWN, BlockStatus, CarbonProject, DesignVersion, Issuance, Purpose
from projects.public import reading
from projects.public.data.fields import CREDITED, NAMES, OF_PROJECT, OWNER, UNITS, VINTAGE, WHAT_IT_IS, tonnes
from projects.serials import Numbers, serial

CHUNK = 2000


def places() -> Iterator[tuple[dict[str, Value], Any]]:
    """Rows of projects by their names, each with what its design draws or nothing."""
    names = [field.name for field in PROJECTS.fields]
    for one in _registered().annotate(drawn=reading.BOUNDARY).iterator(chunk_size=CHUNK):
        yield dict(zip(names, _project(one), strict=True)), one.drawn


def _projects() -> Iterator[Row]:
    return map(_project, _registered().iterator(chunk_size=CHUNK))


def _registered() -> QuerySet[Any]:
    rows = CarbonProject.objects.select_related("owner").order_by("number")
    return rows.annotate(**reading.tonnes_by_status())


def _project(one: Any) -> Row:
    sums = reading.Sums.annotated(one)
    return (
        one.public_id,
        one.number,
        *_names(one.name),
        one.owner.name["zh-hans"],
        *_what_it_is(one.method, one.district),
        one.credited_from.isoformat(),
        one.credited_until.isoformat(),
        _moment(one.registered_at),
        one.buffer_percent,
        sums.issued,
        *sums,
    )


def _issuances() -> Iterator[Row]:
    rows = Issuance.objects.select_related("project", "report").order_by("issued_at", "pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield (
            *_units(one, one.numbers),
            one.project.public_id,
            one.project.number,
            one.vintage,
            one.nth,
            None if one.project.is_of_citizens else one.kilograms,
            None if one.project.is_of_citizens else one.carried_kg,
            one.buffer_tonnes,
            one.document,
            one.report.public_id if one.report else None,
            _moment(one.issued_at),
        )


def _blocks() -> Iterator[Row]:
    for one in reading.units():
        project = one.issuance.project
        yield (
            *_units(one.issuance, one.numbers),
            project.public_id,
            project.number,
            one.issuance.vintage,
            one.issuance.nth,
            one.status,
        )


def _retirements() -> Iterator[Row]:
    rows = reading.retirements().order_by("decided_at", "pk")
    for one in rows.iterator(chunk_size=CHUNK):
        assert one.move is not None
        assert one.decided_at is not None
        issuance, redacted = one.move.issuance, reading.redacted_on(one)
        yield (
            one.public_id,
            *_units(issuance, one.move.numbers),
            issuance.project.public_id,
            issuance.project.number,
            issuance.vintage,
            one.beneficiary if redacted is None else None,
            one.purpose,
            (one.words or None) if redacted is None else None,
            one.year,
            _moment(one.decided_at),
            redacted.isoformat() if redacted else None,
        )


def _designs() -> Iterator[Row]:
    """Of each the version that is in force."""
    shown = DesignVersion.objects.filter(
        design__stage__in=SHOWN, design__comments_until__isnull=False, number=F("design__version")
    )
    rows = shown.select_related("design__owner", "design__verifier", "design__project").order_by("design")
    for version in rows.iterator(chunk_size=CHUNK):
        one, said = version.design, version.content
        yield (
            one.public_id,
            *_names(said["name"]),
            one.owner.name["zh-hans"],
            *_what_it_is(said["method"], said["district"]),
            said["credited_from"],
            said["credited_until"],
            version.number,
            _moment(version.submitted_at),
            one.stage,
            one.comments_until.isoformat() if one.comments_until else None,
            one.verifier.name["zh-hans"] if one.verifier else None,
            one.project.public_id if one.project else None,
        )


def _names(name: Mapping[str, str]) -> tuple[str, str | None]:
    return name["zh-hans"], name.get("en") or None


def _what_it_is(method: str, district: str) -> tuple[str, str, str]:
    return method, known()[method].field.value, district


def _units(issuance: Issuance, numbers: Any) -> tuple[str | None, int | None, int | None, int]:
    """Of an issuance of no unit, whose year came to less than a tonne, nothing but that."""
    if numbers.isempty:
        return None, None, None, 0
    found = Numbers.of(numbers)
    return serial(issuance, numbers), found.first, found.last, found.tonnes


def _moment(moment: datetime) -> str:
    return localtime(moment).isoformat(timespec="seconds")


PROJECTS = Table(
    "projects",
    _("Projects"),
    _("Every registered project, and where its units are"),
    ("project_id",),
    (
        *OF_PROJECT,
        *NAMES,
        OWNER,
        *WHAT_IT_IS,
        *CREDITED,
        Field("registered_at", Type.MOMENT, _("Registered")),
        whole("buffer_percent", _("Set aside of each issuance"), _("A sink’s share for reversals"), "%"),
        tonnes("issued", pgettext_lazy("units", "Issued"), _("Held, set aside, used up and cancelled together")),
        tonnes("held", pgettext_lazy("units", "Held"), _("Not used yet; they can still change hands")),
        tonnes("buffer", pgettext_lazy("units", "Set aside"), _("For what a forest or wetland may lose again")),
        tonnes(
            "retired",
            pgettext_lazy("units", "Used up"),
            _("For an event, an enterprise or the public good: once and for good"),
        ),
        tonnes(
            "cancelled",
            pgettext_lazy("units", "Cancelled"),
            _("Lost again or issued by mistake; they count for nobody"),
        ),
    ),
    _projects,
)
ISSUANCES = Table(
    "issuances",
    _("Issuances"),
    _("Every issuance: which units a project was issued for a year of reductions"),
    ("project_id", "nth"),
    (
        *UNITS,
        *OF_PROJECT,
        VINTAGE,
        whole("nth", _("Which of the project’s issuances")),
        whole(
            "kilograms",
            _("Kilograms verified"),
            _("Of this issuance’s year; empty where citizens’ are pooled"),
            "kg CO2e",
        ),
        whole(
            "carried_kg",
            _("Kilograms carried on"),
            _("What is no whole tonne goes on to the next; empty where citizens’ are pooled"),
            "kg CO2e",
        ),
        tonnes("buffer_tonnes", _("Of these set aside"), _("The last of its numbers")),
        text("document", _("Number of the decision")),
        text("report_id", _("Monitoring report"), _("Its page is /registry/reports/{report_id}/")),
        Field("issued_at", Type.MOMENT, _("Issued on")),
    ),
    _issuances,
)
BLOCKS = Table(
    "units",
    _("Units"),
    _("Every unit, in blocks of consecutive numbers that are in one place; who holds them is not told"),
    ("serial",),
    (
        *UNITS,
        *OF_PROJECT,
        VINTAGE,
        whole("nth", _("Which of the project’s issuances")),
        coded("status", _("Where they are"), lambda: dict(BlockStatus.choices)),
    ),
    _blocks,
)
RETIREMENTS = Table(
    "retirements",
    _("Retirements"),
    _("What was used up, for whom and what for"),
    ("retirement_id",),
    (
        text("retirement_id", _("Certificate of use"), _("Its page is /registry/retirements/{retirement_id}/")),
        *UNITS,
        *OF_PROJECT,
        VINTAGE,
        text("beneficiary", _("For whom"), _("Empty where the city’s desk has redacted it")),
        coded("purpose", _("Purpose"), lambda: dict(Purpose.choices)),
        text("words", _("Said of it")),
        whole("year", _("For the year"), _("Empty where it is for none")),
        Field("retired_at", Type.MOMENT, _("Used up on")),
        Field("redacted_on", Type.DAY, _("Redacted on"), _("Empty where nothing is redacted")),
    ),
    _retirements,
)
DESIGNS = Table(
    "designs",
    _("Designs of projects"),
    _("Every project that is or was published for comments, and how far it is"),
    ("design_id",),
    (
        text("design_id", _("Design"), _("Its page is /registry/designs/{design_id}/")),
        *NAMES,
        OWNER,
        *WHAT_IT_IS,
        *CREDITED,
        whole("version", _("Version")),
        Field("submitted_at", Type.MOMENT, _("Submitted on")),
        coded("stage", _("Stage"), lambda: {stage.value: stage.label for stage in SHOWN}),
        Field("comments_until", Type.DAY, _("Last day for comments")),
        text("verifier", _("Verifier"), _("Empty until one is assigned")),
        text("project_id", _("Project"), _("Once it is registered")),
    ),
    _designs,
)
TABLES: Mapping[str, Table] = {each.name: each for each in (PROJECTS, ISSUANCES, BLOCKS, RETIREMENTS, DESIGNS)}
