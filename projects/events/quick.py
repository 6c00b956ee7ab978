"""A quick look at what an event may emit, from a few numbers, for anybody; nothing is kept."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from methodologies.events.emission import Emission
from methodologies.events.neutrality import EVENT
from methodologies.projects.stated import Given, Line, Report

FAR, NEAR = ("rail", "flight_domestic"), ("metro", "coach")
BOTH_WAYS = 2
PERCENT = 100
Numbers = Mapping[str, Decimal | int | None]


def estimate(said: Numbers, *, on: date) -> Emission:
    """Shares of the people there and back, nights, meals and power. Raises `NotReckoned`."""
    day = on.isoformat()
    typed = said.get("meal")
    parameters = {"meal": Given(typed, document=_("typed by the reader"))} if typed else {}
    return EVENT.estimate(Report(day, day, parameters, tuple(_lines(said, day))))


def left_out(said: Numbers) -> list[str]:
    """What was typed and does not count, in words."""
    if said.get("meals") and not said.get("meal"):
        return [_("Meals are not counted: no emission of a meal is published. Enter your own to count them.")]
    return []


def _lines(said: Numbers, day: str) -> Iterator[Line]:
    people, source = Decimal(said.get("people") or 0), _("quick estimate")
    for way in (*FAR, *NEAR):
        distance = said.get("far_km" if way in FAR else "near_km")
        if (trips := _trips(people, said.get(f"share_{way}"))) and distance:
            yield Line("travel", source, day, day, {"kind": way, "people": trips, "distance": distance})
    if (trips := _trips(people, said.get("share_car"))) and said.get("near_km"):
        yield Line("vehicles", source, day, day, {"kind": "car", "vehicles": trips, "distance": said["near_km"] or 0})
    if said.get("nights"):
        yield Line("stay", source, day, day, {"nights": said["nights"] or 0})
    if said.get("meals") and said.get("meal"):
        yield Line("meals", source, day, day, {"meals": said["meals"] or 0})
    if said.get("power"):
        yield Line("power", source, day, day, {"used": said["power"] or 0})


def _trips(people: Decimal, share: Decimal | int | None) -> int:
    """There and back, rounded up: half a person travels whole."""
    return int(-(-(people * BOTH_WAYS * Decimal(share or 0)) // PERCENT))
