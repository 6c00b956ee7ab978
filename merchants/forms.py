"""The desk's forms of merchants, shops, causes, offers and their stock, and a merchant's for inviting staff."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminSingleTimeWidget,
    UnfoldAdminTextareaWidget,
)

from accounts.forms import PhoneForm
from common.text_pairs import TextPairField
from merchants.models import Cause, Merchant, Offer, OfferKind, Role, Shop
from merchants.models.offer import Weekday

LONGEST_TERMS = 1000
LONGEST_REASON = 300
MOST_PIECES = 1_000_000


class MerchantForm(forms.ModelForm):
    name = TextPairField(label=_("name"))

    class Meta:
        model = Merchant
        fields = ("name",)


class ReasonForm(forms.Form):
    """Why the desk says no; the merchant reads it in their language."""

    reason = TextPairField(
        label=_("Reason"), help_text=_("Say what to change. The merchant reads it."), long=True, most=LONGEST_REASON
    )


class ShopForm(forms.ModelForm):
    name = TextPairField(label=_("name"))
    address = TextPairField(label=_("address"))

    class Meta:
        model = Shop
        fields = ("merchant", "name", "district", "address", "is_open")


class CauseForm(forms.ModelForm):
    name = TextPairField(label=_("name"))
    summary = TextPairField(label=_("summary"), long=True, most=LONGEST_TERMS)

    class Meta:
        model = Cause
        fields = ("name", "summary")


class ShopsField(forms.ModelMultipleChoiceField):
    """Names each shop with its merchant."""

    def label_from_instance(self, obj: Shop) -> str:
        return f"{obj.merchant} · {obj}"


class OfferForm(forms.ModelForm):
    title = TextPairField(label=_("title"))
    terms = TextPairField(label=_("terms"), long=True, most=LONGEST_TERMS)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("weekdays"),
        choices=Weekday.choices,
        coerce=int,
        initial=Weekday.values,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
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
            "starts_on",
            "ends_on",
            "weekdays",
            "shops",
            "voucher_days",
            "is_limited",
            "limit_count",
            "limit_days",
        )

    def clean(self) -> dict[str, Any]:
        """Says in words what the database would refuse."""
        given = super().clean() or {}
        is_donation = given.get("kind") == OfferKind.DONATION
        merchant, cause = given.get("merchant"), given.get("cause")
        if is_donation and (merchant or not cause or given.get("settlement_fen")):
            self.add_error("cause", _("A donation has a cause, no merchant and no settlement price."))
        if not is_donation and (cause or not merchant):
            self.add_error("merchant", _("Name the merchant; only a donation has a cause."))
        if any(shop.merchant != merchant for shop in given.get("shops") or ()):
            self.add_error("shops", _("These are not all shops of the merchant."))
        return given


class ScheduleForm(forms.Form):
    """So many pieces on every day of the offer."""

    a_day = forms.IntegerField(
        label=_("Pieces a day"), min_value=1, max_value=MOST_PIECES, widget=UnfoldAdminIntegerFieldWidget
    )
    opens = forms.TimeField(label=_("From this clock on"), initial="10:00", widget=UnfoldAdminSingleTimeWidget)


class CodesForm(forms.Form):
    """Codes of transit tickets."""

    codes = forms.CharField(
        label=_("Ticket codes"),
        help_text=_("One on each line; codes that are known already are passed over."),
        max_length=1_000_000,
        widget=UnfoldAdminTextareaWidget,
    )

    def clean_codes(self) -> list[str]:
        codes = [line.strip() for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        if any(len(code) > 64 for code in codes):
            raise forms.ValidationError(_("A code has at most 64 characters."))
        return codes


class InvitationForm(PhoneForm):
    """Whom to invite, and as what; the roles are those that the inviting one leads."""

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=[(role, role.label) for role in roles])
