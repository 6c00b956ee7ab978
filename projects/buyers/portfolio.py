"""What an organisation has: units held and retired by project and year, and what it paid for them by the bulletin."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Sum

from projects.models import BlockStatus, CarbonProject, Deal, MoveKind, Organisation, UnitBlock, UnitMove
from projects.public.reading import TONNES


class Line(NamedTuple):
    """Of a project's year. What came by issuance or transfer has no price here."""

    project: CarbonProject
    vintage: int
    held: int = 0
    retired: int = 0
    bought: int = 0
    paid_fen: int = 0


def portfolio(organisation: Organisation) -> list[Line]:
    """The latest year first; four questions, however much there is."""
    held = UnitBlock.objects.filter(holder=organisation, status=BlockStatus.HELD)
    retired = UnitMove.objects.filter(giver=organisation, kind=MoveKind.RETIRED)
    bought = Deal.objects.delivered().filter(buyer=organisation)
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for name, units in (("held", held), ("retired", retired)):
        rows = units.order_by().values_list("issuance__project", "issuance__vintage").annotate(total=Sum(TONNES))
        for project, vintage, tonnes in rows:
            found[project, vintage][name] = int(tonnes)
    deals = bought.order_by().values_list("offer__issuance__project", "offer__issuance__vintage")
    for project, vintage, tonnes, fen in deals.annotate(Sum("tonnes"), Sum("fen")):
        found[project, vintage] |= {"bought": int(tonnes), "paid_fen": int(fen)}
    projects = CarbonProject.objects.in_bulk({project for project, _vintage in found})
    lines = [Line(projects[project], vintage, **sums) for (project, vintage), sums in found.items()]
    return sorted(lines, key=lambda line: (-line.vintage, line.project.number))
