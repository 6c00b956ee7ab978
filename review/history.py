"""A citizen's last thirty days in one strip: how many acts stand where, and how much the desk accepted and refused."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from activities.models import Activity, Status
from activities.reviewables import all_kinds
from common.city_time import city_day

SPAN = timedelta(days=30)


class Counted(NamedTuple):
    label: str
    many: int
    look: str = ""


def history_of(citizen_id: int, now: datetime) -> list[Counted]:
    """States without anything are left out."""
    since = city_day(now - SPAN)
    acts = Activity.objects.of(citizen_id).filter(city_day__gte=since)
    counts = dict(acts.values_list("status").annotate(Count("pk")))
    told = [Counted(str(status.label), counts.get(status, 0), status) for status in Status]
    return [one for one in (*told, *_decided(citizen_id, now - SPAN)) if one.many]


def _decided(citizen_id: int, since: datetime) -> list[Counted]:
    told = []
    for kind in filter(lambda kind: kind.is_queued, all_kinds().values()):
        rows = kind.rows().filter(citizen_id=citizen_id, decided_at__gte=since)
        told.append(Counted(_("%(kind)s accepted") % {"kind": kind.label}, rows.filter(kind.accepted).count()))
        told.append(
            Counted(_("%(kind)s refused") % {"kind": kind.label}, rows.filter(kind.refused).count(), "rejected")
        )
    return told
