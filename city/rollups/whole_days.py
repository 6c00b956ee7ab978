"""The acts of a month out of which it is released: those of its days that were published whole, as they were."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min

from city.rollups.counted import COUNTED_AS_PUBLISHED
from city.rollups.models import RolledDay
from common.city_time import next_month

ACTS = f"""
    SELECT act.*, scenario.code FROM (
        {COUNTED_AS_PUBLISHED}
        AND published.day BETWEEN %(month)s AND %(last_day)s AND act.id BETWEEN %(first)s AND %(last)s
        AND published.until >= (published.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
    ) AS act JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
"""  # noqa: S608, words of this program alone
"""A day that ended before it was published whole keeps what it says and is in no table of its month."""


def of_month(month: date) -> dict[str, Any]:
    """What `ACTS` asks for."""
    last_day = next_month(month) - timedelta(days=1)
    rolled = RolledDay.objects.filter(day__range=(month, last_day))
    return {"month": month, "last_day": last_day, **rolled.aggregate(first=Min("first_act"), last=Max("last_act"))}
