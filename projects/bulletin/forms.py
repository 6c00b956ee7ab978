"""The forms of the bulletin: an offer, taking one up, a payment, and why not."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed.fields import FEN_PER_YUAN, DayField, MoneyField, PlainField, WholeField, WordsField
from projects.bulletin.offering import DEAREST_FEN, Wanted
from projects.models import UnitBlock
from projects.refusals import HowToPayMissing

LONGEST_WORDS = 300
LONGEST_REFERENCE = 64
NOT_NAMED = _("Otherwise nobody reads who it is")


class OfferForm(forms.Form):
    """How many units of a block, at which price, in which parts, until when."""

    tonnes = WholeField(label=_("How many tonnes?"), min_value=1)
    price = MoneyField(
        label=_("Price of a tonne in yuan"),
        min_value=Decimal("0.01"),
        max_value=DEAREST_FEN // FEN_PER_YUAN,
        error_messages={"required": _("Enter a price.")},
    )
    minimum = WholeField(
        label=_("Smallest part in tonnes"),
        help_text=_("Nobody takes up less, except where less is left"),
        min_value=1,
    )
    until = DayField(label=_("Last day of the offer"), error_messages={"required": _("Enter the last day.")})
    payment = WordsField(
        label=_("How does the buyer pay?"),
        help_text=_("Bank, account and whom to ask. Whoever takes the offer up reads it, and nobody else"),
        max_length=LONGEST_WORDS,
        error_messages={"required": HowToPayMissing.message},
    )
    words = WordsField(
        label=_("What buyers should know (optional)"),
        help_text=_("For everybody to read: no names or numbers of people"),
        max_length=LONGEST_WORDS,
        required=False,
    )
    names = forms.BooleanField(label=_("Name us as the seller"), help_text=NOT_NAMED, required=False)

    def __init__(self, *args: Any, block: UnitBlock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tonnes"].help_text = _("This block has %(tonnes)s t") % {"tonnes": f"{block.tonnes:,}"}

    def wanted(self) -> Wanted:
        """What is offered; call it on a valid form."""
        said = self.cleaned_data
        return Wanted(
            said["tonnes"],
            said["price"],
            said["minimum"],
            said["until"],
            said["payment"],
            said["words"],
            names_holder=said["names"],
        )


class TakeForm(forms.Form):
    """How much of an offer."""

    tonnes = WholeField(label=_("How many tonnes?"), min_value=1)
    names = forms.BooleanField(label=_("Name us as the buyer"), help_text=NOT_NAMED, required=False)


class PaidForm(forms.Form):
    """By what the seller finds the money."""

    reference = PlainField(
        label=_("Reference of the bank"),
        help_text=_("As it stands on the bank’s receipt"),
        max_length=LONGEST_REFERENCE,
        error_messages={"required": _("Enter the reference.")},
    )
    paid_on = DayField(label=_("Day of the payment"), error_messages={"required": _("Enter the day of the payment.")})


class WhyForm(forms.Form):
    """Why somebody refuses or disputes."""

    words = WordsField(
        label=_("Why?"), max_length=LONGEST_WORDS, error_messages={"required": _("Say why, in a few words.")}
    )
