"""The lists that adjustments go by: why they are made, and how much each role may adjust."""

from django.utils.translation import gettext_lazy as _

from credits.adjusting import limits
from credits.adjusting.limits_form import LimitsForm, lines
from credits.adjusting.words import REASONS
from lists.kinds import Kind
from lists.wording_form import LongCodeForm, kind_of

LISTS = [
    kind_of(REASONS, _("Reasons why credits are adjusted"), LongCodeForm),
    Kind(
        limits.LIST,
        _("Limits of adjustments"),
        LimitsForm,
        lines,
        begun=limits.begun,
        about=_(
            "By it whoever proposes or approves adjustments is bound from now on; beyond it nobody may. "
            "A role that has no line here adjusts nothing. Nobody enters or confirms what would raise their own limit."
        ),
        refuse=limits.refuse_own,
    ),
]
