"""The forms in which a merchant writes an offer and releases its stock."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.pictures.forms import photo_field
from common.typed.fields import ClockField, DayField, MoneyField, WholeField, WordsField
from common.typed.pairs import WordsForm, english_field, words_field, written
from merchants.models import Merchant, Offer, OfferKind, Shop
from merchants.models.offer import LONGEST_TERMS, Picture, Weekday
from merchants.room import drafts
from merchants.room.drafts import Draft
from merchants.stock import MOST_PIECES

LONGEST_TITLE = 40
LONGEST_DAYS = 366
MOST_CREDITS = 1_000_000
MOST_YUAN = 10_000
MOST_DAYS = 365
MOST_FOR_ONE = 1000
LIMITED, ENDLESS = "limited", "endless"
STAYS, RETURNS = "stays", "returns"


def _whole(label: Any, *, most: int, missing: Any = "", **named: Any) -> WholeField:
    """A number from 1 on."""
    messages = {"required": missing, "invalid": _("Enter a whole number.")}
    return WholeField(label=label, min_value=1, max_value=most, error_messages=messages, **named)


def _day(label: Any) -> DayField:
    return DayField(label=label, error_messages={"required": _("Choose the day.")})


class OfferForm(WordsForm):
    """A draft of goods, a discount or what is taken off a bill; prices in credits, and in yuan what the scheme pays."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind, kind.label) for kind in drafts.KINDS],
        initial=drafts.KINDS[0],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    title = words_field(_("Title"), LONGEST_TITLE, _("Enter a title."), help_text=_("Such as 蒙顶甘露一杯"))
    title_en = english_field(_("Title in English (optional)"), LONGEST_TITLE)
    terms = WordsField(
        label=_("What to know"),
        help_text=_("How it is used, and what is excepted"),
        max_length=LONGEST_TERMS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how it is used.")},
    )
    terms_en = WordsField(
        label=_("What to know, in English (optional)"),
        max_length=LONGEST_TERMS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )
    picture = forms.ChoiceField(
        label=_("Drawing"), help_text=_("Shown where there is no photo"), choices=Picture.choices
    )
    price = _whole(_("Price in credits"), most=MOST_CREDITS, missing=_("Enter the price in credits."))
    settlement = MoneyField(
        label=_("What the scheme pays you for each"),
        help_text=_("In yuan; the desk looks at it before the offer is on show"),
        min_value=0,
        max_value=MOST_YUAN,
        error_messages={"required": _("Enter the amount in yuan, such as 8.00.")},
    )
    value = MoneyField(
        label=_("How much comes off the bill? (only for “Off a bill”)"),
        help_text=_("In yuan, for the whole voucher; the till takes it all at once or part by part"),
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
    )
    rest = forms.ChoiceField(
        label=_("What becomes of what a bill does not need? (only for “Off a bill”)"),
        choices=[(STAYS, _("It stays on the voucher")), (RETURNS, _("The credits come back at once"))],
        initial=STAYS,
        required=False,
        widget=forms.RadioSelect,
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days do you take it?"),
        choices=Weekday.choices,
        coerce=int,
        initial=Weekday.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    shops = forms.ModelMultipleChoiceField(
        label=_("In which shops do you take it?"),
        help_text=_("None chosen: in all of them"),
        queryset=Shop.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    voucher_days = _whole(
        _("For how many days is a voucher good?"), most=MOST_DAYS, missing=_("Enter the number of days."), initial=7
    )
    stock = forms.ChoiceField(
        label=_("How many are there?"),
        choices=[(LIMITED, _("So many a day, as I release them")), (ENDLESS, _("As many as citizens redeem"))],
        initial=LIMITED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether there is a limit.")},
    )
    limit_count = _whole(_("How many for one person? (optional)"), most=MOST_FOR_ONE, required=False)
    limit_days = _whole(
        _("Within how many days? (optional)"),
        most=MOST_DAYS,
        required=False,
        help_text=_("Empty: over the whole time of the offer"),
    )

    def __init__(self, *args: Any, merchant: Merchant, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["shops"].queryset = merchant.shops.order_by("pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Says in words what the database or the scheme would refuse."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if last and last < self.today:
            self.add_error("ends_on", _("The last day has passed already."))
        elif first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("ends_on", _("An offer lasts a year at the most."))
        is_off_a_bill = given.get("kind") == OfferKind.BILL
        if is_off_a_bill and not given.get("value") and "value" not in self.errors:
            self.add_error("value", _("Say how much comes off the bill, such as 20.00."))
        if not is_off_a_bill and given.get("value"):
            self.add_error(
                "value", _("Only what is taken off a bill has this. Choose “Off a bill”, or leave it empty.")
            )
        if given.get("limit_days") and not given.get("limit_count"):
            self.add_error("limit_count", _("Say how many for one person, or leave both empty."))
        return given

    def draft(self) -> Draft:
        """What was written; call it on a valid form."""
        given = self.cleaned_data
        return Draft(
            kind=OfferKind(given["kind"]),
            title=self.pair("title"),
            terms=self.pair("terms"),
            picture=given["picture"],
            price=given["price"],
            settlement_fen=given["settlement"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            weekdays=sorted(given["weekdays"]),
            shops=list(given["shops"]),
            voucher_days=given["voucher_days"],
            is_limited=given["stock"] == LIMITED,
            limit_count=given["limit_count"],
            limit_days=given["limit_days"],
            value_fen=given["value"] or 0,
            rest_stays=given["rest"] != RETURNS,
        )

    @staticmethod
    def of(offer: Offer) -> dict[str, Any]:
        """A draft as it is, to be changed."""
        same = ("kind", "picture", "price", "starts_on", "ends_on", "weekdays", "voucher_days")
        return {
            **written(title=offer.title, terms=offer.terms),
            **{name: getattr(offer, name) for name in (*same, "limit_count", "limit_days")},
            "settlement": offer.settlement_fen,
            "value": offer.value_fen or None,
            "rest": STAYS if offer.rest_stays else RETURNS,
            "shops": [shop.pk for shop in offer.shops.all()],
            "stock": LIMITED if offer.is_limited else ENDLESS,
        }


class PhotoForm(forms.Form):
    photo = photo_field(_("Photo"))


class ReleaseForm(forms.Form):
    """So many pieces a day."""

    a_day = _whole(_("Pieces a day"), most=MOST_PIECES, missing=_("Enter how many pieces there are a day."))
    opens = ClockField(
        label=_("From which clock on?"), initial="10:00", error_messages={"required": _("Enter the clock.")}
    )
