"""The day whose vouchers a merchant looks at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed.fields import DayField


class DayForm(forms.Form):
    day = DayField(label=_("Redeemed or used on"), error_messages={"required": _("Choose the day.")})
