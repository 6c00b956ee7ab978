"""The form in which a citizen applies as a merchant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed.fields import WordsField
from merchants.models import Merchant, Shop
from merchants.room.applying import Application
from merchants.room.forms.shops import HOW_TO_NAME_A_SHOP, LONGEST_NAME, NO_SHOP_NAME, PlaceForm
from merchants.room.forms.words import english_field, words_field, written
from merchants.room.shops import Place

LONGEST_BUSINESS = 200


class ApplicationForm(PlaceForm):
    """A merchant and its first shop."""

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

    def application(self) -> Application:
        """What was applied with; call it on a valid form."""
        shop = Place(self.pair("shop"), self.cleaned_data["district"], self.pair("address"))
        return Application(name=self.pair("name"), business=self.cleaned_data["business"], shop=shop)

    @staticmethod
    def of(merchant: Merchant) -> dict[str, str]:
        """An application as it was sent, to be corrected."""
        shop = merchant.first_shop() or Shop(name={}, address={})
        words = written(name=merchant.name, shop=shop.name, address=shop.address)
        return {**words, "business": merchant.business, "district": shop.district}
