"""The forms in which the desk decides and proposes for the second path."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from common.document_numbers import LONGEST
from common.typed.fields import PlainField, WholeField, WordsField
from projects.models import UnitBlock
from projects.serials import Numbers

LONGEST_WORDS = 300
MOST_TONNES = 10**9
FIRST_YEAR, LAST_YEAR = 2000, 2100


def words_field(label: Any, help_text: Any = "") -> WordsField:
    return WordsField(
        label=label, help_text=help_text, max_length=LONGEST_WORDS, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )


def document_field(label: Any) -> PlainField:
    return PlainField(
        label=label,
        help_text=_("Such as 成环〔2026〕8号"),
        max_length=2 * LONGEST,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


def whole_field(label: Any, least: int, most: int, help_text: Any = "") -> WholeField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return WholeField(label=label, help_text=help_text, min_value=least, max_value=most, widget=widget)


class ReasonForm(forms.Form):
    """Why an application is refused; the applicant reads it."""

    reason = words_field(_("Reason"), _("Say what to change. The applicant reads it."))


class SuspensionForm(forms.Form):
    """Why an organisation may not act for now; its owners read it."""

    reason = words_field(_("Reason"), _("Say what happened and what lifts it. Its owners read it."))


class AccreditationForm(forms.Form):
    """By which document an organisation verifies."""

    document = document_field(_("Number of the document"))


class WordsForm(forms.Form):
    """Why units are frozen or released from it."""

    words = words_field(_("Why?"))


class PartForm(WordsForm):
    """Which units of a block, all where nothing is said."""

    first = whole_field(_("First number (optional)"), 1, MOST_TONNES, _("Left out: from the first of the block"))
    last = whole_field(_("Last number (optional)"), 1, MOST_TONNES, _("Left out: to the last of the block"))
    field_order = ("first", "last", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].required = self.fields["last"].required = False

    def numbers(self, block: UnitBlock) -> Numbers:
        """What is meant of a block; call it on a valid form."""
        whole = Numbers.of(block.numbers)
        return Numbers(self.cleaned_data["first"] or whole.first, (self.cleaned_data["last"] or whole.last) + 1)


class AnswerForm(forms.Form):
    """Why a proposal is declined."""

    answer = words_field(_("Why not?"))


class LossForm(forms.Form):
    """What a sink has lost."""

    tonnes = whole_field(_("Tonnes lost"), 1, MOST_TONNES)
    document = document_field(_("Number of the decision"))
    words = words_field(_("What happened?"))


class CancellationForm(forms.Form):
    """Why units shall not be any more."""

    document = document_field(_("Number of the decision"))
    words = words_field(_("Why?"))
