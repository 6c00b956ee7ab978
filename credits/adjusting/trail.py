"""Adjustments in the desk's one line of time: who proposed, decided and gave back how much, and why."""

from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.desk_trail import EventAdmin
from common.texts import in_reader_language
from credits.adjusting.models import AdjustmentStatus
from credits.adjusting.words import REASONS


class AdjustmentEventAdmin(EventAdmin):
    deeds = MappingProxyType({"insert": _("Written"), "update": _("Changed")})
    wordings = MappingProxyType({"credits": lambda credits: f"{credits:+,}"})
    dated = MappingProxyType({"reason": lambda code, at: in_reader_language(REASONS.at(code, at))})
    by_state = MappingProxyType(
        {
            AdjustmentStatus.PROPOSED.value: _("Submitted"),
            AdjustmentStatus.APPROVED.value: _("Approved and posted"),
            AdjustmentStatus.DECLINED.value: _("Declined"),
            AdjustmentStatus.WITHDRAWN.value: _("Withdrawn"),
            AdjustmentStatus.LAPSED.value: _("Ran out unanswered"),
        }
    )

    def deed_in_words(self, event: Any) -> str:
        if event.undone_by_id is not None:
            return str(_("Given back on an appeal"))
        return str(self.by_state.get(event.status) or super().deed_in_words(event))
