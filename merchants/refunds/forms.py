"""Why somebody refunds."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from common.typed.fields import WordsField
from merchants.refusals import WordsMissing

MOST_WORDS = 300
HELP = _("Up to 300 characters; it is kept for ever. Name no customer.")
WORDLESS = {"required": WordsMissing.message}


class RefundForm(forms.Form):
    words = WordsField(
        label=_("Why is it refunded?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=HELP,
        error_messages=WORDLESS,
    )


class DeskRefundForm(forms.Form):
    words = WordsField(
        label=_("Why is it refunded?"),
        max_length=MOST_WORDS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=HELP,
        error_messages=WORDLESS,
    )
