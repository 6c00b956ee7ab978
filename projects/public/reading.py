"""What the public registry tells: sums by where units are, projects, and who a number belongs to.

Who holds units is told to nobody; for whom units were retired is told to everybody.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import BigIntegerField, F, Func, Q, QuerySet, Sum

from projects.models import BlockStatus, CarbonProject, Issuance, Order, OrderKind, OrderStatus, UnitBlock
from projects.serials import PREFIX, Numbers

A_NUMBER = re.compile(r"\A[0-9]{1,15}\Z")
A_SERIAL = re.compile(rf"\A{PREFIX}-.+-([0-9]{{1,15}})-[0-9]{{1,15}}\Z")
TONNES = Func(F("numbers"), function="upper", output_field=BigIntegerField()) - Func(
    F("numbers"), function="lower", output_field=BigIntegerField()
)


class Sums(NamedTuple):
    """Tonnes, by where they are. Together they are what was issued."""

    held: int = 0
    buffer: int = 0
    retired: int = 0
    cancelled: int = 0

    @property
    def issued(self) -> int:
        return sum(self)


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
    if unit := _unit(wanted):
        return found.filter(Q(issuances__numbers__contains=unit) | _as_project(wanted))
    return found.filter(Q(name__icontains=wanted) | Q(owner__name__icontains=wanted))


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
    return found.select_related("move__issuance__project").order_by("-decided_at", "-pk")


def units() -> Iterator[UnitBlock]:
    """Every block by its numbers, in constant memory."""
    return UnitBlock.objects.select_related("issuance__project").order_by("numbers").iterator(chunk_size=2000)


def _unit(words: str) -> int | None:
    """The unit that a number or a whole serial number names first."""
    if A_NUMBER.match(words):
        return int(words)
    serial = A_SERIAL.match(words.upper())
    return int(serial[1]) if serial else None


def _as_project(words: str) -> Q:
    return Q(number=int(words)) if A_NUMBER.match(words) and int(words) < 2**31 else Q(pk=None)


def first_and_last(block: UnitBlock) -> tuple[int, int]:
    numbers = Numbers.of(block.numbers)
    return numbers.first, numbers.last


ENDS = (BlockStatus.HELD, BlockStatus.BUFFER, BlockStatus.RETIRED, BlockStatus.CANCELLED)
"""In which order pages tell where units are."""
