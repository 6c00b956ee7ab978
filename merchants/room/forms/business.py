"""The forms in which a merchant says what its licence says, who answers for it, and into which account it is paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import licences
from common.typed.fields import PlainField, read_by
from common.typed.pairs import words_field
from common.typed.phones import A_PHONE
from merchants import account_numbers
from merchants.bank_accounts import Account
from merchants.businesses import Business
from merchants.models import Contact, Merchant

LONGEST_LEGAL_NAME = 100
LONGEST_PERSON = 40
LONGEST_BANK = 60
LONGEST_TYPED = 60
"""Of a number with whatever stands between its digits."""
PHONE = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class BusinessForm(forms.Form):
    """What the licence says, and whom the desk asks for. What was said once is shown and stays."""

    licence_number = PlainField(
        label=_("Licence number (unified social credit code)"),
        help_text=_("18 letters and digits, as on your business licence"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter the 18 characters of the unified social credit code.")},
    )
    legal_name = words_field(
        _("Legal name"),
        LONGEST_LEGAL_NAME,
        _("Enter the name on the licence."),
        help_text=_("As on your business licence; the bank account is in this name"),
    )
    contact = words_field(
        _("Contact person"), LONGEST_PERSON, _("Enter who answers for the merchant."), help_text=_("For the desk alone")
    )
    contact_phone = PlainField(
        label=_("Phone of the contact person"),
        max_length=20,
        validators=[A_PHONE],
        widget=PHONE,
        error_messages={"required": _("Enter a phone number.")},
    )

    def clean_licence_number(self) -> str:
        return read_by(licences.read, self.cleaned_data["licence_number"])

    def said(self) -> Business:
        """What was written; call it on a valid form."""
        return Business(*(self.cleaned_data[name] for name in BusinessForm.base_fields))

    @staticmethod
    def of(merchant: Merchant, contact: Contact | None) -> dict[str, str]:
        """As it was said before."""
        person = {"contact": contact.name, "contact_phone": contact.phone} if contact else {}
        return {"licence_number": merchant.licence_number, "legal_name": merchant.legal_name, **person}


class CompletingForm(BusinessForm):
    """For a merchant that has said some of it before."""

    def __init__(self, *args: Any, merchant: Merchant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("licence_number", "legal_name"):
            self.fields[name].disabled = bool(getattr(merchant, name))


class AccountForm(forms.Form):
    """A bank account; its number twice, since it has no check digit and is never shown again."""

    bank = words_field(
        _("Bank"),
        LONGEST_BANK,
        _("Enter the name of the bank and its branch."),
        help_text=_("With its branch, such as 中国建设银行成都春熙支行"),
    )
    account = PlainField(
        label=_("Account number"),
        help_text=_("A company account in the legal name; not a personal card"),
        max_length=LONGEST_TYPED,
        widget=DIGITS,
        error_messages={"required": _("Enter the number of the account: 8 to 32 digits.")},
    )
    account_again = PlainField(
        label=_("Account number once more"),
        max_length=LONGEST_TYPED,
        widget=DIGITS,
        error_messages={"required": _("Enter the account number a second time.")},
    )

    def clean_account(self) -> str:
        typed = self.cleaned_data["account"]
        return read_by(account_numbers.read, typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("account") and "account_again" in given:
            again = given["account_again"]
            if not again or account_numbers.digits(again) != given["account"]:
                self.add_error("account_again", _("The two account numbers are not the same."))
        return given

    def given(self) -> Account | None:
        """What was written; nothing where the number was left empty. Call it on a valid form."""
        number = self.cleaned_data["account"]
        return Account(self.cleaned_data["bank"], number) if number else None
