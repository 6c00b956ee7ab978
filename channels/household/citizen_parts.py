"""The plates of a citizen's cars, for the help desk: personal, so shown whole only where somebody asks for it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from channels.household.models import Vehicle
from common.desk_citizen import Personal

PARTS: list[object] = []
SHOWN_OF_A_PLATE = 2
"""Letters at each end: of 川AD10000 川A****00."""


def personal(citizen_id: int) -> Iterator[Personal]:
    for car in Vehicle.objects.of(citizen_id).bound().order_by("pk"):
        yield Personal(_("number plate"), masked(car.plate), car.plate)


def masked(plate: str) -> str:
    return f"{plate[:SHOWN_OF_A_PLATE]}****{plate[-SHOWN_OF_A_PLATE:]}"
