"""The moves of units for which transfers of tonnes were posted."""

from collections.abc import Iterable

from django.db.models import Model

from common.desk_origins import numbers_after
from projects.models import UnitMove


def origins(references: Iterable[str]) -> dict[str, Model]:
    """By reference, for those of these that are about units."""
    numbers = numbers_after("units", references)
    moves = UnitMove.objects.select_related("issuance__project").in_bulk(set(numbers.values())) if numbers else {}
    return {one: moves[number] for one, number in numbers.items() if number in moves}
