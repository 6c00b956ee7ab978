"""What a merchant writes against a line, and what the desk answers, pays and corrects."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from common.typed.fields import MoneyField, WordsField

MOST_WORDS = 300
MOST_REFERENCE = 64
MOST_YUAN = 100_000


def _reference() -> WordsField:
    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    return WordsField(label=_("Bank reference"), max_length=MOST_REFERENCE, widget=widget)


class DisputeForm(forms.Form):
    words = WordsField(
        label=_("What is wrong with it?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Up to 300 characters. Name no customer."),
    )


class AnswerForm(forms.Form):
    """`yuan` is what the line is corrected by, less where it is negative; nothing where it stands."""

    words = WordsField(label=_("Answer"), max_length=MOST_WORDS, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))
    yuan = MoneyField(
        label=_("Corrected by, in yuan"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        min_value=-MOST_YUAN,
        max_value=MOST_YUAN,
        help_text=_("Leave it empty where the line stands as it is. A minus takes something off."),
    )


class PaperForm(forms.Form):
    words = WordsField(
        label=_("Where the stamped statement is"),
        max_length=MOST_WORDS,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("Such as the number under which it is filed, and the day on which it came."),
    )


class PayForm(forms.Form):
    bank_reference = _reference()


class FreePayForm(forms.Form):
    """Of a statement over nothing: no bank moves anything."""


class ReferenceForm(forms.Form):
    bank_reference = _reference()
    words = WordsField(label=_("Why"), max_length=MOST_WORDS, required=False, widget=UnfoldAdminTextInputWidget())
