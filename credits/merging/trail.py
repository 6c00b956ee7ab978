"""Mergers in the desk's one line of time: handed in, agreed to, decided, and by whom."""

from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.desk_trail import EventAdmin
from credits.merging.models import MergerStatus


class MergerEventAdmin(EventAdmin):
    deeds = MappingProxyType({"insert": _("Handed in"), "update": _("Changed")})
    by_state = MappingProxyType(
        {
            MergerStatus.APPROVED.value: _("Approved and merged"),
            MergerStatus.REFUSED.value: _("Declined"),
            MergerStatus.WITHDRAWN.value: _("Withdrawn"),
            MergerStatus.LAPSED.value: _("Ran out unanswered"),
        }
    )

    def deed_in_words(self, event: Any) -> str:
        if event.status == MergerStatus.WAITING and event.agreed_by_id is not None:
            return str(_("Agreed to by the first of two"))
        return super().deed_in_words(event)
