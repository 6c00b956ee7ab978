"""The forms of pooling: a citizen's consent, a month to be gathered, and what its units brought."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from common.typed.fields import MoneyField, PlainField
from projects.desk.forms import FIRST_YEAR, LAST_YEAR, MOST_TONNES, document_field, whole_field
from projects.refusals import NotOfAge

MOST_CREDITS, LEAST_CREDITS = 100_000_000, 8
MOST_YUAN = 10**10
MONTHS = 12


class ConsentForm(forms.Form):
    """Whoever agrees says that they are of age: the portal asks nobody for their birthday."""

    is_adult = forms.BooleanField(
        label=_("I am 18 or older, and I have read this."), error_messages={"required": NotOfAge.message}
    )


class GatherForm(forms.Form):
    """Which month, by which decision."""

    year = whole_field(_("Year"), FIRST_YEAR, LAST_YEAR)
    month = whole_field(_("Month"), 1, MONTHS)
    document = document_field(_("Number of the decision"))


class ProceedsForm(forms.Form):
    """What was paid for units of a month, and what the decision makes of it."""

    tonnes = whole_field(_("Tonnes sold"), 1, MOST_TONNES)
    fen = MoneyField(
        label=_("Amount received (yuan)"),
        min_value=0.01,
        max_value=MOST_YUAN,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    bank_reference = PlainField(
        label=_("Bank reference"), max_length=64, widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    )
    document = document_field(_("Number of the decision"))
    credits = whole_field(
        _("Credits for the citizens’ budget"),
        LEAST_CREDITS,
        MOST_CREDITS,
        _("As the decision says: how many credits this money pays for at the till"),
    )
