"""The form that fills a budget."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget


class FundForm(forms.Form):
    amount = forms.IntegerField(label=_("Credits"), min_value=1, max_value=10**12, widget=UnfoldAdminIntegerFieldWidget)
    reference = forms.CharField(
        label=_("Number of the decision"),
        max_length=40,
        help_text=_("The same number never funds twice. Letters, digits, hyphens."),
        validators=[RegexValidator(r"^[\w-]+\Z", _("Only letters, digits and hyphens."))],
        widget=UnfoldAdminTextInputWidget,
    )
