"""The forms in which staff write campaigns, tell of them, and check citizens in."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.districts import District
from campaigns.models import BonusKind, Campaign, Joining, Mode, Proving
from campaigns.models import campaign as limits
from campaigns.public.urls import RESERVED
from common.pictures.forms import photo_field
from common.texts import Text, text_of
from common.typed.fields import MomentField, PlainField, WholeField, WordsField
from scenarios.models import Scenario, Venue

TEXTS = ("title", "text", "address")
NONE_OF_IT = {"flat_credits": 0, "percent": 0, "cap_credits": 0, "budget_credits": 0, "scenario_codes": []}
"""A campaign without a bonus."""


def _line(label: Any, most: int, **named: Any) -> WordsField:
    return WordsField(label=label, max_length=most, widget=UnfoldAdminTextInputWidget, **named)


def _lines(label: Any, most: int = limits.LONGEST_TEXT, **named: Any) -> WordsField:
    return WordsField(label=label, max_length=most, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}), **named)


def _moment(label: Any) -> MomentField:
    help_text = _("Such as 2026-11-28 09:00")
    return MomentField(
        label=label, help_text=help_text, widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    )


def _whole(label: Any, most: int, *, least: int = 1, help_text: Any = "") -> WholeField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return WholeField(label=label, required=False, min_value=least, max_value=most, help_text=help_text, widget=widget)


def _choice(label: Any, choices: Any, **named: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=UnfoldAdminSelectWidget, **named)


class CampaignForm(forms.Form):
    """The terms of a draft as plain inputs, one for each language; the constraints of the table hold what it says."""

    code = PlainField(
        label=pgettext_lazy("a campaign", "Code"),
        max_length=limits.LONGEST_CODE,
        help_text=_("Small letters, digits and hyphens: its address ends with it."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    title_zh = _line(_("Title (Chinese)"), limits.LONGEST_TITLE)
    title_en = _line(_("Title (English)"), limits.LONGEST_TITLE, required=False)
    text_zh = _lines(_("Text (Chinese)"))
    text_en = _lines(_("Text (English)"), required=False)
    mode = _choice(pgettext_lazy("a campaign", "Where"), Mode.choices)
    venue = forms.ModelChoiceField(
        label=_("Low-carbon venue, if it is at one"),
        queryset=Venue.objects.order_by("pk"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    address_zh = _line(_("Address (Chinese)"), limits.LONGEST_ADDRESS, required=False)
    address_en = _line(_("Address (English)"), limits.LONGEST_ADDRESS, required=False)
    district = _choice(_("District"), [("", "—"), *District.choices], required=False)
    signup_from = _moment(_("Sign-up from"))
    signup_until = _moment(_("Sign-up until"))
    starts_at = _moment(_("Begins"))
    ends_at = _moment(_("Ends"))
    capacity = _whole(_("Places; empty for no limit"), limits.MOST_PLACES)
    joining = _choice(_("Who may join"), Joining.choices)
    proving = _choice(_("Check-in"), Proving.choices)
    bonus = _choice(_("Bonus"), BonusKind.choices)
    flat_credits = _whole(_("Credits at check-in"), limits.MOST_CREDITS)
    percent = _whole(
        _("Per cent more"), limits.MOST_PERCENT, help_text=_("50 pays half as much again, 100 as much again.")
    )
    scenario_codes = forms.MultipleChoiceField(
        label=_("Scenarios that earn more"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    cap_credits = _whole(_("Most for one citizen"), limits.MOST_CREDITS)
    budget_credits = _whole(_("Budget in credits"), 10**9, least=limits.FEWEST_FUNDED)
    document = PlainField(
        label=_("Number of the decision that grants the budget"),
        max_length=80,
        required=False,
        help_text=_("Such as 成环〔2026〕8号"),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )

    def __init__(self, sent: Any = None, *, campaign: Campaign | None = None) -> None:
        self.campaign = campaign
        super().__init__(sent, initial=_flat(campaign) if campaign else {})
        choices = [(one.code, str(one)) for one in Scenario.objects.order_by("pk")]
        self.fields["scenario_codes"].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        try:
            Campaign._meta.get_field("code").run_validators(code)
        except ValidationError as error:
            raise ValidationError(_("Small letters, digits and hyphens only.")) from error
        if code in RESERVED:
            raise ValidationError(_("Another page stands there. Choose another code."))
        if Campaign.objects.filter(code=code).exclude(pk=self.campaign.pk if self.campaign else 0).exists():
            raise ValidationError(_("Another campaign has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            # All of them first: a field with an error is cleaned no more.
            for field, words in list(_troubles(cleaned)):
                self.add_error(field, words)
        return cleaned

    def written(self) -> Campaign:
        """The draft with these terms, not saved."""
        said, row = dict(self.cleaned_data), self.campaign or Campaign()
        for name in TEXTS:
            chinese, english = said.pop(f"{name}_zh"), said.pop(f"{name}_en")
            setattr(row, name, text_of(chinese, english) if chinese else {})
        if said["mode"] == Mode.ONLINE:
            said["venue"] = None
        for name, value in (said | _bonus(said)).items():
            setattr(row, name, value)
        return row


def _troubles(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if not said["starts_at"] < said["ends_at"]:
        yield "ends_at", _("It ends after it begins.")
    if not said["signup_from"] < said["signup_until"] <= said["ends_at"]:
        yield "signup_until", _("Sign-up ends after it begins, and by the end of the campaign.")
    if said["mode"] == Mode.PLACE and not (said["district"] and (said["venue"] or said["address_zh"])):
        yield "address_zh", _("Say where it is: a venue or an address, and the district.")
    if said["joining"] == Joining.DISTRICT and not said["district"]:
        yield "district", _("Say of which district they are.")
    if said["bonus"] == BonusKind.FLAT and said["proving"] == Proving.NONE:
        yield "proving", _("Credits at check-in need a check-in.")
    for name in _ASKED[BonusKind(said["bonus"])]:
        if not said[name]:
            yield name, _("This bonus needs it.")


_ASKED: Mapping[BonusKind, tuple[str, ...]] = {
    BonusKind.NONE: (),
    BonusKind.FLAT: ("flat_credits", "budget_credits", "document"),
    BonusKind.MULTIPLIER: ("percent", "scenario_codes", "cap_credits", "budget_credits", "document"),
}


def _bonus(said: Mapping[str, Any]) -> dict[str, Any]:
    """What its kind of bonus needs, and nothing of the others."""
    kept = {name: said[name] for name in _ASKED[BonusKind(said["bonus"])]}
    if said["bonus"] == BonusKind.FLAT:
        kept["cap_credits"] = kept["flat_credits"]
    return {**NONE_OF_IT, "document": "", **kept}


def _flat(campaign: Campaign) -> dict[str, Any]:
    """What the form begins with."""
    names = [name for name in CampaignForm.base_fields if not name.endswith(("_zh", "_en"))]
    plain = {name: getattr(campaign, name) or None for name in names}
    texts = {
        f"{name}_{ending}": getattr(campaign, name).get(language, "")
        for name in TEXTS
        for ending, language in (("zh", "zh-hans"), ("en", "en"))
    }
    return {**plain, **texts}


class WordsForm(forms.Form):
    """Why something is done, in both languages, as it is told."""

    words_zh = _lines(_("Reason (Chinese)"), 300)
    words_en = _lines(_("Reason (English)"), 300, required=False)

    @property
    def words(self) -> Text:
        return text_of(self.cleaned_data["words_zh"], self.cleaned_data["words_en"])


class PlacesForm(WordsForm):
    """How many places there are from now on, and why."""

    capacity = _whole(_("Places from now on"), limits.MOST_PLACES)
    field_order = ("capacity", "words_zh", "words_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].required = True


class PictureForm(forms.Form):
    photo = photo_field(_("Picture"))


class ReportForm(forms.Form):
    """The results in words, with up to three pictures."""

    text_zh = _lines(_("Results (Chinese)"))
    text_en = _lines(_("Results (English)"), required=False)
    photo_1 = photo_field(_("Picture 1"), required=False)
    photo_2 = photo_field(_("Picture 2"), required=False)
    photo_3 = photo_field(_("Picture 3"), required=False)

    @property
    def text(self) -> Text:
        return text_of(self.cleaned_data["text_zh"], self.cleaned_data["text_en"])

    @property
    def photos(self) -> list[bytes]:
        files = (self.cleaned_data.get(f"photo_{number}") for number in (1, 2, 3))
        return [one.read() for one in files if one]


class TicketForm(forms.Form):
    ticket = PlainField(
        label=_("Ticket"),
        max_length=80,
        help_text=_("Scan the code on the citizen’s phone, or type what stands below it."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "autofocus": True}),
    )


class NumberForm(forms.Form):
    """Which sign-up of a campaign is meant."""

    number = _whole(_("Number of the sign-up"), 10**9, help_text=_("The help desk sees it on the citizen’s page."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = True
