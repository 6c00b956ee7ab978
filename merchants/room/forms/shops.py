"""The form of a shop, and what an application has in common with it: where a shop is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.typed.fields import ClockField, PlainField
from common.typed.pairs import WordsForm, english_field, words_field, written
from common.typed.phones import A_PHONE
from merchants.models import Shop
from merchants.room.shops import Place

LONGEST_NAME = 80
LONGEST_ADDRESS = 120
NO_SHOP_NAME = _("Enter the shop’s name.")
DIALLED = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
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

    phone = PlainField(
        label=_("Phone for customers (optional)"), required=False, max_length=20, validators=[A_PHONE], widget=DIALLED
    )
    opens_at = ClockField(label=_("Opens at (optional)"), required=False)
    closes_at = ClockField(label=_("Closes at (optional)"), required=False)

    def clean(self) -> dict[str, Any]:
        """Hours have two ends."""
        said = super().clean() or {}
        for missing, other in (("opens_at", "closes_at"), ("closes_at", "opens_at")):
            if said.get(other) and missing in said and not said[missing]:
                self.add_error(missing, _("Say when the shop opens and when it closes, or neither."))
        return said

    def place(self) -> Place:
        """What was written; call it on a valid form."""
        said = self.cleaned_data
        hours = said["opens_at"], said["closes_at"]
        return Place(self.pair("name"), said["district"], self.pair("address"), said["phone"], *hours)

    @staticmethod
    def of(shop: Shop) -> dict[str, Any]:
        """A shop as it is, to be changed."""
        kept = {name: getattr(shop, name) for name in ("district", "phone", "opens_at", "closes_at")}
        return {**written(name=shop.name, address=shop.address), **kept}
