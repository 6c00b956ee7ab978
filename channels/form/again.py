"""An act told of once more: the form filled in as the last time, for today."""

from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from activities.models import Activity
from common.city_time import CITY_ZONE, at_city_time, city_day, day_span
from methodologies.base import Quantity


def as_before(act: Activity, now: datetime) -> dict[str, object]:
    """What the fields of `ActForm` begin with.

    It began at the same time of day where that is over by now; else, and where it was today, it has just ended.
    """
    day, lasted = city_day(now), act.ended_at - act.started_at
    started_at = at_city_time(day, act.started_at.astimezone(CITY_ZONE).time())
    if act.city_day == day or started_at + lasted > now:
        started_at = max(now - lasted, day_span(day)[0])
    clock = started_at.astimezone(CITY_ZONE).strftime("%H:%M")
    return {"day": day, "start": clock, "minutes": max(lasted // timedelta(minutes=1), 1), **_said(act)}


def _said(act: Activity) -> dict[str, object]:
    """The amounts in the unit and with the places in which people enter them."""
    asked = {field.name: field for field in act.scenario.methodology.fields}
    return {
        name: _entered(field, int(value)) if isinstance(field := asked[name], Quantity) else value
        for name, value in act.values.items()
        if name in asked
    }


def _entered(quantity: Quantity, value: int) -> str:
    entered = quantity.entered(value).quantize(Decimal(1).scaleb(-quantity.places), rounding=ROUND_DOWN)
    whole, _point, fraction = f"{entered:f}".partition(".")
    return f"{whole}.{fraction}".rstrip("0").rstrip(".")
