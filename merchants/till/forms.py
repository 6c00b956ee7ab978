"""How much of a bill a voucher pays."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed.fields import MoneyField

MOST_YUAN = 10_000


class AmountForm(forms.Form):
    amount = MoneyField(
        label=_("Amount off the bill (yuan)"),
        min_value=Decimal("0.01"),
        max_value=MOST_YUAN,
        error_messages={"required": _("Enter the amount in yuan, such as 8.00.")},
    )
