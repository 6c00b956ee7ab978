"""The trail of acts at the desk: what somebody decided on a doubt, took back, or had counted again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from activities.review_words import REFUSALS, UNSOUND
from common.desk_trail import EventAdmin
from common.texts import in_reader_language

REASONS = {**REFUSALS, **UNSOUND}


class AboutAct(EventAdmin):
    """Told by its act, whose number its rows bear."""

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Model]:
        return Activity.objects.in_bulk({event.pgh_obj_id for event in events})


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("activities.DoubtedEvent"))
class DoubtedEventAdmin(AboutAct):
    born = MappingProxyType({"decision": "", "reason": "", "decided_by_id": None, "reopened_by_id": None})
    deeds = MappingProxyType({"update": _("Decided")})
    labels = MappingProxyType({"decided_by": _("decided by"), "reopened_by": _("reopened by")})
    wordings = MappingProxyType({"reason": lambda code: in_reader_language(REASONS[code]) if code in REASONS else code})


class DoneByWhomItSays(AboutAct):
    """A worker may write it; whose deed it is stands in the row."""

    def by(self, writer_id: int | None) -> Q:
        return Q(by=writer_id)

    def look_up(self, events: Sequence[Any]) -> None:
        super().look_up(events)
        for event in events:
            event.writer = event.named.get(("by", event.by_id))


@admin.register(apps.get_model("activities.RevocationEvent"))
class RevocationEventAdmin(DoneByWhomItSays):
    deeds = MappingProxyType({"insert": _("Taken back")})


@admin.register(apps.get_model("activities.ReinstatementEvent"))
class ReinstatementEventAdmin(DoneByWhomItSays):
    deeds = MappingProxyType({"insert": _("Counted again")})
