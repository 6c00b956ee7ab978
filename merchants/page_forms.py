"""The forms on a merchant's own pages. Names are Chinese; English ones may be left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.texts import Text, text_of
from common.typed.fields import WordsField
from merchants.applying import Application, first_shop
from merchants.models import Merchant, Shop
from merchants.shops import Place

LONGEST_NAME = 80
LONGEST_ADDRESS = 120
LONGEST_BUSINESS = 200
NO_SHOP_NAME = _("Enter the shop’s name.")
HOW_TO_NAME_A_SHOP = _("As customers tell it from your others, such as 春熙路店")


def words_field(label: Any, most: int, missing: Any, **named: Any) -> WordsField:
    """A line of words that must be there."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return WordsField(label=label, max_length=most, widget=widget, error_messages={"required": missing}, **named)


def english_field(label: Any, most: int) -> WordsField:
    """The same words for readers of English."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "lang": "en"})
    return WordsField(label=label, max_length=most, required=False, widget=widget)


def district_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("District"),
        choices=[("", _("Choose the district")), *District.choices],
        error_messages={"required": _("Choose the district.")},
    )


class WordsForm(forms.Form):
    """A form with pairs of words: `name` in Chinese and `name_en` in English."""

    def pair(self, name: str) -> Text:
        """What was written under a name in both languages; call it on a valid form."""
        return text_of(self.cleaned_data[name], self.cleaned_data[f"{name}_en"])


def written(**pairs: Text) -> dict[str, str]:
    """The pairs as a `WordsForm` shows them to be changed."""
    words = {}
    for name, pair in pairs.items():
        words[name], words[f"{name}_en"] = pair.get("zh-hans", ""), pair.get("en", "")
    return words


class PlaceForm(WordsForm):
    """Where a shop is."""

    district = district_field()
    address = words_field(_("Address"), LONGEST_ADDRESS, _("Enter the address."))
    address_en = english_field(_("Address in English (optional)"), LONGEST_ADDRESS)


class ShopForm(PlaceForm):
    """A shop to be added or changed."""

    name = words_field(_("Name of the shop"), LONGEST_NAME, NO_SHOP_NAME, help_text=HOW_TO_NAME_A_SHOP)
    name_en = english_field(_("The shop’s name in English (optional)"), LONGEST_NAME)

    def place(self) -> Place:
        """What was written; call it on a valid form."""
        return Place(self.pair("name"), self.cleaned_data["district"], self.pair("address"))

    @staticmethod
    def of(shop: Shop) -> dict[str, str]:
        """A shop as it is, to be changed."""
        return {**written(name=shop.name, address=shop.address), "district": shop.district}


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
        shop = first_shop(merchant) or Shop(name={}, address={})
        words = written(name=merchant.name, shop=shop.name, address=shop.address)
        return {**words, "business": merchant.business, "district": shop.district}
