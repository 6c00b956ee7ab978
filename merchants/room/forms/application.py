"""The form in which a citizen applies as a merchant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed.fields import WordsField
from common.typed.pairs import english_field, words_field, written
from merchants.businesses import contact_of
from merchants.models import BankAccount, Merchant, Shop
from merchants.room.applying import Application
from merchants.room.forms.business import AccountForm, BusinessForm
from merchants.room.forms.shops import HOW_TO_NAME_A_SHOP, LONGEST_NAME, NO_SHOP_NAME, PlaceForm
from merchants.room.shops import Place

LONGEST_BUSINESS = 200


class ApplicationForm(BusinessForm, AccountForm, PlaceForm):
    """A merchant as a business, and its first shop. `known` is the account of an application that is corrected."""

    name = words_field(_("Name of the merchant"), LONGEST_NAME, _("Enter the merchant’s name."))
    name_en = english_field(_("Name in English (optional)"), LONGEST_NAME)
    business = WordsField(
        label=_("What do you sell or do?"),
        help_text=_("In a few words, for the desk: such as a tea house with 20 seats, open since 2012"),
        max_length=LONGEST_BUSINESS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what you do.")},
    )
    shop = words_field(_("Name of the shop"), LONGEST_NAME, NO_SHOP_NAME, help_text=HOW_TO_NAME_A_SHOP)
    shop_en = english_field(_("The shop’s name in English (optional)"), LONGEST_NAME)

    def __init__(self, *args: Any, known: BankAccount | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known is not None:
            for name in ("account", "account_again"):
                self.fields[name].required = False
            self.fields["account"].help_text = _("Leave it empty where it is still the one that ends in %(tail)s.") % {
                "tail": known.tail
            }

    def clean(self) -> dict[str, Any]:
        """A number that stays was given for one bank and one name."""
        given = super().clean() or {}
        known, stays = self.known, not given.get("account") and "account" not in self.errors
        if known and stays and (given.get("bank"), given.get("legal_name")) != (known.bank, known.holder):
            self.add_error("account", _("Bank or legal name is another now: enter the account number again."))
        return given

    def application(self) -> Application:
        """What was applied with; call it on a valid form."""
        shop = Place(self.pair("shop"), self.cleaned_data["district"], self.pair("address"))
        return Application(self.pair("name"), self.cleaned_data["business"], shop, self.said(), self.given())

    @staticmethod
    def of_application(merchant: Merchant, known: BankAccount | None) -> dict[str, str]:
        """An application as it was sent, to be corrected."""
        shop = merchant.first_shop() or Shop(name={}, address={})
        words = written(name=merchant.name, shop=shop.name, address=shop.address)
        registered = BusinessForm.of(merchant, contact_of(merchant))
        bank = {"bank": known.bank} if known else {}
        return {**words, **registered, **bank, "business": merchant.business, "district": shop.district}
