"""The form in which the desk says what it redacts and why."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from common.public_ids import is_public_id
from common.typed.fields import WordsField
from projects.desk.forms import words_field

LONGEST_ADDRESS = 300


class RedactionForm(forms.Form):
    """A certificate or a document by its number, or by the address that ends in it."""

    number = WordsField(
        label=_("Number of the certificate, or address of the document"),
        help_text=_("Copy the address of its public page here."),
        max_length=LONGEST_ADDRESS,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    reason = words_field(
        _("Reason"),
        _("Its organisation reads it. Don’t repeat what is redacted: say that it is personal data, or an offence."),
    )

    def clean_number(self) -> str:
        """The last part of an address that is a number; what is none finds nothing."""
        parts = [part for part in self.cleaned_data["number"].split("/") if is_public_id(part)]
        return parts[-1] if parts else ""
