"""Cars and meters go over to the account that stays: once for everybody, so it is freed and bound anew."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from channels.household import meters, vehicles
from channels.household.models import Meter, Pledge, Vehicle
from common.merging import Compared, Effect, Pair


def hindrances(pair: Pair, now: datetime) -> Iterator[str]:
    if Pledge.objects.of(pair.ended_id).open().exists():
        yield _("The account that ends has pledged to leave a car. Finish that, or give it up.")


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    cars = Vehicle.objects.of(pair.ended_id).bound().count()
    if cars:
        told = _("Cars: %(count)s") % {"count": cars}
        yield Effect(told, _("Go over, as far as there is room for them."))
    own = Meter.objects.of(pair.ended_id).bound().count()
    if own:
        told = _("Meters: %(count)s") % {"count": own}
        yield Effect(told, _("Go over, where the other account has none of the kind; their readings begin anew."))


def compared(pair: Pair, now: datetime) -> Iterator[Compared]:
    both = (pair.ended_id, pair.stays_id)
    yield Compared(_("Cars"), *(Vehicle.objects.of(one).bound().count() for one in both))
    yield Compared(_("Meters"), *(Meter.objects.of(one).bound().count() for one in both))


def move(pair: Pair, now: datetime) -> None:
    room = vehicles.MOST_BOUND - Vehicle.objects.of(pair.stays_id).bound().count()
    for place, car in enumerate(Vehicle.objects.of(pair.ended_id).bound().order_by("pk")):
        vehicles.unbind(vehicle=car, now=now)
        if place < room:
            kept = {name: getattr(car, name) for name in ("plate", "drive", "engine_ml", "district")}
            Vehicle.objects.create(citizen_id=pair.stays_id, bound_at=now, **kept)
    has = set(Meter.objects.of(pair.stays_id).bound().values_list("kind", flat=True))
    for meter in Meter.objects.of(pair.ended_id).bound().order_by("pk"):
        meters.unbind(meter=meter, now=now)
        if meter.kind not in has:
            kept = {"kind": meter.kind, "number": meter.number, "people": meter.people}
            Meter.objects.create(citizen_id=pair.stays_id, bound_at=now, **kept)
