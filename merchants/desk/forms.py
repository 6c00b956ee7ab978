"""The desk's forms of merchants, shops, causes, offers and their stock."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminSingleTimeWidget,
    UnfoldAdminTextareaWidget,
)

from common import licences
from common.text_pairs import TextPairField
from common.typed.desk import desk_number
from common.typed.fields import ClockField, DayField, MoneyField, PlainField, WholeField, WordsField, read_by
from common.typed.letters import plain
from merchants.models import Cause, CauseReport, Merchant, Offer, OfferKind, OfferStatus, Shop
from merchants.models.offer import LONGEST_TERMS, Weekday
from merchants.stock import MOST_PIECES

LONGEST_REASON = 300
STAYS = _("What was on show stays as it was. Take the offer off the mall and write a new one.")
MOST_YUAN = 100_000
NUMBERS = ("price", "voucher_days", "limit_count", "limit_days")


class MerchantForm(forms.ModelForm):
    name = TextPairField(label=_("name"))

    class Meta:
        model = Merchant
        fields = ("name", "licence_number", "legal_name")
        field_classes = {"licence_number": PlainField, "legal_name": WordsField}

    def clean_licence_number(self) -> str:
        """An application brings it; what was written down without one may have none."""
        typed = self.cleaned_data["licence_number"]
        return read_by(licences.read, typed) if typed else ""


class ReasonForm(forms.Form):
    """Why the desk says no; the merchant reads it in their language."""

    reason = TextPairField(
        label=_("Reason"), help_text=_("Say what to change. The merchant reads it."), long=True, most=LONGEST_REASON
    )


class KeepingForm(forms.ModelForm):
    """A form some of whose fields are only shown; one that comes back with another value all the same is refused."""

    def keep(self, names: Iterable[str], why: Any) -> None:
        """Whoever may only look has no fields at all."""
        self.why_kept = why
        for name in self.fields.keys() & set(names):
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, field in self.fields.items():
            if field.disabled and self._is_another(name, field):
                self.add_error(name, self.why_kept)
        return given

    def _is_another(self, name: str, field: forms.Field) -> bool:
        """Browsers send nothing of what they may not change."""
        widget, place = field.widget, (self.data, self.files, self.add_prefix(name))
        # Boxes to tick are never said to be left out, for none may be ticked; pairs have names of their own.
        is_pair = isinstance(widget, forms.MultiWidget)
        if widget.value_omitted_from_data(*place) if is_pair else self.add_prefix(name) not in self.data:
            return False
        field.disabled = False
        try:
            return field.has_changed(self[name].initial, widget.value_from_datadict(*place))
        finally:
            field.disabled = True


class ShopForm(KeepingForm):
    name = TextPairField(label=_("name"))
    address = TextPairField(label=_("address"))

    class Meta:
        model = Shop
        fields = ("merchant", "name", "district", "address", "phone", "opens_at", "closes_at", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.keep(["merchant"], _("A shop stays its merchant’s: vouchers and offers name it."))


class CauseForm(forms.ModelForm):
    name = TextPairField(label=_("name"))
    summary = TextPairField(label=_("summary"), long=True, most=LONGEST_TERMS)

    class Meta:
        model = Cause
        fields = ("name", "summary")

    def clean(self) -> dict[str, Any]:
        """What credits are given to stays what it was; a language may be added."""
        given = super().clean() or {}
        if self.instance.pk and self.instance.offers.filter(published_at__isnull=False).exists():
            for name in [name for name in ("name", "summary") if name in given]:
                if not self.initial[name].items() <= given[name].items():
                    self.add_error(name, _("Credits are given under these words: they stay. Write a new cause."))
        return given


class CauseReportForm(forms.ModelForm):
    text = TextPairField(label=_("what was done"), long=True, most=LONGEST_TERMS)
    place = TextPairField(label=_("place"))

    class Meta:
        model = CauseReport
        fields = ("cause", "from_on", "to_on", "text", "place", "done_on", "quantity", "unit")
        field_classes = {"from_on": DayField, "to_on": DayField, "done_on": DayField, "quantity": WholeField}
        widgets = {"quantity": desk_number()}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("from_on") and given.get("to_on") and given["from_on"] > given["to_on"]:
            self.add_error("to_on", _("The last day lies before the first."))
        if given.get("quantity") == 0:
            self.add_error("quantity", _("A report tells of one at least."))
        return given


class ShopsField(forms.ModelMultipleChoiceField):
    """Names each shop with its merchant."""

    def label_from_instance(self, obj: Shop) -> str:
        return f"{obj.merchant} · {obj}"


ON_SHOW_ONCE = (
    "kind",
    "merchant",
    "cause",
    "price",
    "settlement_fen",
    "value_fen",
    "rest_stays",
    "weekdays",
    "shops",
    "voucher_days",
)
"""What citizens redeem by and merchants are paid by: it stays once an offer was on show."""


class OfferForm(KeepingForm):
    """An offer as the desk writes it: whole while it is a draft, and what nobody has agreed to afterwards."""

    title = TextPairField(label=_("title"))
    terms = TextPairField(label=_("terms"), long=True, most=LONGEST_TERMS)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("weekdays"),
        choices=Weekday.choices,
        coerce=int,
        initial=Weekday.values,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    settlement_fen = MoneyField(
        label=_("settlement price in yuan"),
        help_text=_("What the scheme owes the merchant for each use"),
        min_value=0,
        max_value=MOST_YUAN,
        widget=desk_number("decimal"),
    )
    value_fen = MoneyField(
        label=_("yuan off a bill"),
        help_text=_("How much a whole voucher takes off a bill; empty for everything else"),
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
        widget=desk_number("decimal"),
    )
    shops = ShopsField(
        label=_("shops"),
        queryset=Shop.objects.select_related("merchant"),
        required=False,
        help_text=_("Empty: every shop of the merchant"),
        widget=UnfoldAdminSelectMultipleWidget,
    )

    class Meta:
        model = Offer
        fields = (
            "kind",
            "merchant",
            "cause",
            "title",
            "terms",
            "picture",
            "price",
            "settlement_fen",
            "value_fen",
            "rest_stays",
            "starts_on",
            "ends_on",
            "weekdays",
            "shops",
            "voucher_days",
            "is_limited",
            "limit_count",
            "limit_days",
        )
        field_classes = {**dict.fromkeys(NUMBERS, WholeField), "starts_on": DayField, "ends_on": DayField}
        widgets = {name: desk_number() for name in NUMBERS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer = self.instance
        if offer.status == OfferStatus.SUBMITTED:
            self.keep(self.fields, _("The merchant waits for an answer to what it sent: publish it, or send it back."))
        elif offer.published_at is not None:
            self.keep(ON_SHOW_ONCE, STAYS)
        elif offer.pk and offer.codes.exists():
            self.keep(["kind"], _("Codes of tickets were imported: it stays a ticket."))

    def clean(self) -> dict[str, Any]:
        """Says in words what the database would refuse."""
        given = super().clean()
        # Empty where nothing is taken off a bill.
        given["value_fen"] = given.get("value_fen") or 0
        if self.instance.published_at is not None:
            self._keep_promises(given)
        is_donation = given.get("kind") == OfferKind.DONATION
        merchant, cause = given.get("merchant"), given.get("cause")
        if is_donation and (merchant or not cause or given.get("settlement_fen")):
            self.add_error("cause", _("A donation has a cause, no merchant and no settlement price."))
        if not is_donation and (cause or not merchant):
            self.add_error("merchant", _("Name the merchant; only a donation has a cause."))
        if (given.get("kind") == OfferKind.BILL) != bool(given.get("value_fen")):
            self.add_error("value_fen", _("What is taken off a bill says how much, and nothing else does."))
        if any(shop.merchant != merchant for shop in given.get("shops") or ()):
            self.add_error("shops", _("These are not all shops of the merchant."))
        return given

    def _keep_promises(self, given: dict[str, Any]) -> None:
        """Words stay, though a language may be added; the last day may only be a later one."""
        shown = self.initial
        for name in ("title", "terms"):
            if name in given and not shown[name].items() <= given[name].items():
                self.add_error(name, STAYS)
        if "ends_on" in given and given["ends_on"] < shown["ends_on"]:
            self.add_error("ends_on", STAYS)


class ScheduleForm(forms.Form):
    """So many pieces on every day of the offer."""

    a_day = WholeField(label=_("Pieces a day"), min_value=1, max_value=MOST_PIECES, widget=desk_number())
    opens = ClockField(label=_("From this clock on"), initial="10:00", widget=UnfoldAdminSingleTimeWidget)


class CodesForm(forms.Form):
    """Codes of transit tickets."""

    codes = forms.CharField(
        label=_("Ticket codes"),
        help_text=_("One on each line; codes that are known already are passed over."),
        max_length=1_000_000,
        widget=UnfoldAdminTextareaWidget,
    )

    def clean_codes(self) -> list[str]:
        codes = [code for line in self.cleaned_data["codes"].splitlines() if (code := plain(line))]
        if any(len(code) > 64 for code in codes):
            raise forms.ValidationError(_("A code has at most 64 characters."))
        return codes
