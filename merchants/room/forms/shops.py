"""The form of a shop, and what an application has in common with it: where a shop is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from merchants.models import Shop
from merchants.room.forms.words import WordsForm, english_field, words_field, written
from merchants.room.shops import Place

LONGEST_NAME = 80
LONGEST_ADDRESS = 120
NO_SHOP_NAME = _("Enter the shop’s name.")
HOW_TO_NAME_A_SHOP = _("As customers tell it from your others, such as 春熙路店")


def district_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("District"),
        choices=[("", _("Choose the district")), *District.choices],
        error_messages={"required": _("Choose the district.")},
    )


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
