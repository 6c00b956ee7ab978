"""Whoever bound a car, by its whole plate, for who may see what is personal; each look leaves a trace."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import looks
from accounts.deeds.noting import note
from accounts.models import DeedKind, Seen
from channels.household.models import Vehicle
from channels.household.plates import read_plate
from common.desk_search import MOST, Found


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    plate = read_plate(text)
    if plate is None or not request.user.has_perm("accounts.view_profile"):
        return
    cars = list(Vehicle.objects.bound().filter(plate=plate.text).select_related("citizen")[:MOST])
    now = timezone.now()
    note(DeedKind.SEARCHED, by=request.user, now=now, facts={"by": "plate", "found": len(cars)})
    looks.note(of=[car.citizen_id for car in cars], seen=Seen.PROFILE, by=request.user, now=now)
    yield from (Found(_("owner of the car"), str(car.citizen), car.citizen) for car in cars)
