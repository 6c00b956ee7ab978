"""What the public registry tells: sums by where units are, projects, and who a number belongs to.

Who holds units is told to nobody; for whom units were retired is told to everybody, unless the desk has redacted it, or
the name of the event that they were retired for.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BigIntegerField, F, Func, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least
from django.utils.timezone import localtime
from psycopg2.extras import NumericRange

from projects.models import (
    BlockStatus,
    CarbonProject,
    DesignVersion,
    EventStep,
    EventStepKind,
    Issuance,
    Order,
    OrderKind,
    OrderStatus,
    UnitBlock,
)
from projects.serials import PREFIX, Numbers, serial

A_NUMBER = re.compile(r"\A[0-9]{1,15}\Z")
A_SERIAL = re.compile(
    rf"\A{PREFIX}-[^-]+-(?P<project>\d{{1,9}})-(?P<vintage>\d{{1,4}})-(?P<nth>\d{{1,4}})"
    r"-(?P<first>\d{1,15})-(?P<last>\d{1,15})\Z",
    re.ASCII,
)


def tonnes_of(numbers: str) -> Combinable:
    """How many units a range of numbers holds, in the database."""
    first = Func(F(numbers), function="lower", output_field=BigIntegerField())
    return Func(F(numbers), function="upper", output_field=BigIntegerField()) - first


TONNES = tonnes_of("numbers")


class Sums(NamedTuple):
    """Tonnes, by where they are. Together they are what was issued."""

    held: int = 0
    buffer: int = 0
    retired: int = 0
    cancelled: int = 0

    @property
    def issued(self) -> int:
        return sum(self)

    @classmethod
    def annotated(cls, row: Any) -> "Sums":
        """Of a row that was read with `tonnes_by_status`."""
        return cls(**{status: getattr(row, f"{status}_t") for status in cls._fields})


class Listed(NamedTuple):
    """A project with what became of its units."""

    project: CarbonProject
    sums: Sums


def sums(blocks: QuerySet[UnitBlock] | None = None) -> Sums:
    """Of all units, or of some blocks."""
    rows = (UnitBlock.objects.all() if blocks is None else blocks).order_by()
    return Sums(**dict(rows.values_list("status").annotate(total=Sum(TONNES))))


def projects(words: str = "") -> QuerySet[CarbonProject]:
    """Whose name, owner or number the words are, or which were issued the unit that they name; all for no words."""
    found, wanted = CarbonProject.objects.select_related("owner"), words.strip()
    if not wanted:
        return found
    if A_NUMBER.match(wanted):
        return found.filter(Q(issuances__numbers__contains=int(wanted)) | _as_project(wanted))
    if wanted.upper().startswith(f"{PREFIX}-"):
        issuance = _issuance(wanted.upper())
        return found.filter(issuances=issuance) if issuance else found.none()
    return found.filter(named("name", wanted))


def named(field: str, words: str) -> Q:
    """Whose name or owner's name the words are."""
    names = [f"{name}__{language}__icontains" for name in (field, "owner__name") for language, _ in settings.LANGUAGES]
    return reduce(or_, (Q(**{name: words}) for name in names))


def tonnes_by_status() -> dict[str, Coalesce]:
    """What to annotate projects with so that one question reads them with their sums."""
    blocks = "issuances__blocks"
    return {
        f"{status}_t": Coalesce(Sum(tonnes_of(f"{blocks}__numbers"), filter=Q(**{f"{blocks}__status": status})), 0)
        for status in Sums._fields
    }


def with_sums(rows: Iterable[CarbonProject]) -> list[Listed]:
    """Each with its sums; one question for all."""
    listed = list(rows)
    blocks = UnitBlock.objects.filter(issuance__project__in=listed).order_by()
    by_project: dict[int, dict[str, int]] = {}
    for project_id, status, tonnes in blocks.values_list("issuance__project", "status").annotate(total=Sum(TONNES)):
        by_project.setdefault(project_id, {})[status] = tonnes
    return [Listed(project, Sums(**by_project.get(project.pk, {}))) for project in listed]


def issuances(project: CarbonProject) -> QuerySet[Issuance]:
    return project.issuances.select_related("project").order_by("-nth")


def retirements(project: CarbonProject | None = None) -> QuerySet[Order]:
    """What was used up and for whom, the latest first."""
    found = Order.objects.filter(kind=OrderKind.RETIRE, status=OrderStatus.RELEASED)
    if project is not None:
        found = found.filter(move__issuance__project=project)
    rows = found.select_related("move__issuance__project").annotate(redacted_at=REDACTED_AT)
    return rows.order_by("-decided_at", "-pk")


REDACTED_AT = Least(
    "redaction__redacted_at",
    Subquery(
        EventStep.objects.filter(
            event__retirements__order=OuterRef("pk"), kind=EventStepKind.HIDDEN, version=None
        ).values("happened_at")[:1]
    ),
)
"""To annotate retirements with: since when for whom and what for are out of public sight; none where they are read.

An event's name is for whom its units were retired: hidden on its page, it is hidden on their certificates.
"""


def redacted_on(used: Order) -> date | None:
    """The day on which the desk took for whom and what for out of public sight, of a row of `retirements`."""
    moment: datetime | None = used.redacted_at  # type: ignore[attr-defined]
    return localtime(moment).date() if moment else None


def units() -> Iterator[UnitBlock]:
    """Every block by its numbers, in constant memory."""
    return UnitBlock.objects.select_related("issuance__project").order_by("numbers").iterator(chunk_size=2000)


BOUNDARY = Subquery(
    DesignVersion.objects.filter(design__project=OuterRef("pk"), number=F("design__version")).values(
        "content__boundary"
    )
)
"""To annotate projects with: what the design draws as it was registered; none where it draws nothing."""


def boundary(project: CarbonProject) -> dict[str, Any] | None:
    """What its design draws, as it was registered."""
    rows = CarbonProject.objects.filter(pk=project.pk)
    drawn: dict[str, Any] | None = rows.values_list(BOUNDARY, flat=True).get()
    return drawn


def _issuance(words: str) -> Issuance | None:
    """The issuance of which all units of a whole serial number are, as each part of it says."""
    said = A_SERIAL.match(words)
    if said is None or int(said["first"]) > int(said["last"]):
        return None
    numbers = NumericRange(int(said["first"]), int(said["last"]) + 1)
    where = {"project__number": int(said["project"]), "vintage": int(said["vintage"]), "nth": int(said["nth"])}
    found = Issuance.objects.select_related("project").filter(numbers__contains=numbers, **where).first()
    return found if found and serial(found, numbers) == words else None


def _as_project(words: str) -> Q:
    return Q(number=int(words)) if int(words) < 2**31 else Q(pk=None)


def first_and_last(block: UnitBlock) -> tuple[int, int]:
    numbers = Numbers.of(block.numbers)
    return numbers.first, numbers.last


ENDS = (BlockStatus.HELD, BlockStatus.BUFFER, BlockStatus.RETIRED, BlockStatus.CANCELLED)
"""In which order pages tell where units are."""
