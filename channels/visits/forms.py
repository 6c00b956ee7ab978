"""The one field of a visit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import CodeField


class VisitForm(forms.Form):
    code = CodeField(
        label=_("Code on the screen"),
        help_text=_("Six digits, on the screen inside the venue"),
        max_length=32,
        error_messages={"required": _("Enter the six digits on the screen.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
