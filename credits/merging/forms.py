"""What is typed where accounts are merged."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from common.typed.fields import PlainField, WordsField
from credits.merging.models import MOST_ANSWER, MOST_WORDS


class PairingForm(forms.Form):
    code = PlainField(
        label=_("Pairing code"),
        max_length=32,
        error_messages={"required": _("Enter the pairing code that the other account shows.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    words = WordsField(
        label=_("Why there are two accounts"),
        help_text=_("For instance: a new number, or signed in with WeChat without noticing."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words how it came about.")},
    )


class AnswerForm(forms.Form):
    """What the desk decides by; both accounts read it."""

    answer = WordsField(
        label=_("Reason, for the citizen"),
        max_length=MOST_ANSWER,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": _("Say why, in words for the citizen.")},
    )
