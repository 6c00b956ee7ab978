"""The forms of teams: age where it is not known, names, codes; and at the desk a new team, and why a name is hidden."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.districts import District
from campaigns.models import TeamConsent
from campaigns.models.teams import LONGEST_NAME, LONGEST_NICKNAME, LONGEST_REASON, OF_THE_DESK
from campaigns.teams import names
from common.typed.fields import PlainField, WordsField, read_by

ADULT, YOUNGER = "adult", "younger"
LONGEST_CODE = 40


class NicknameForm(forms.Form):
    """A nickname for one team, or none."""

    nickname = WordsField(
        label=_("Nickname in this team, if you want one"),
        max_length=LONGEST_NICKNAME,
        required=False,
        help_text=_("Without one others read “A member”. Not your phone number, please."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_nickname(self) -> str:
        return _fit(self.cleaned_data["nickname"], LONGEST_NICKNAME)


class JoiningForm(NicknameForm):
    """Whoever is in a team for the first time says how old they are: the portal asks nobody for their birthday."""

    age = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[(ADULT, _("18 or older")), (YOUNGER, _("Younger than 18"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you are 18 or older.")},
    )
    field_order: Sequence[str] = ("age", "nickname")

    def __init__(self, *arguments: Any, consent: TeamConsent | None, **named: Any) -> None:
        """Whoever is known is not asked again, and a child has no nickname."""
        super().__init__(*arguments, **named)
        if consent:
            del self.fields["age"]
        if consent and consent.guardian_id:
            del self.fields["nickname"]

    @property
    def says_younger(self) -> bool:
        return self.data.get("age") == YOUNGER and "age" in self.fields


class FoundingForm(JoiningForm):
    """A team of friends."""

    name = WordsField(
        label=_("Name of the team"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("name", "age", "nickname")

    def clean_name(self) -> str:
        return _fit(self.cleaned_data["name"], LONGEST_NAME)


class TeamNameForm(forms.Form):
    """Another name of a team whose name was hidden."""

    name = WordsField(
        label=_("Another name of the team"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return _fit(self.cleaned_data["name"], LONGEST_NAME)


class CodeForm(forms.Form):
    code = PlainField(
        label=_("Code of the invitation"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class GuardianForm(forms.Form):
    """A parent or guardian decides for a child."""

    is_guardian = forms.BooleanField(
        label=_("I am 18 or older and this child’s parent or guardian, and I agree."),
        required=False,
    )

    def clean(self) -> None:
        if not self.cleaned_data.get("is_guardian"):
            raise forms.ValidationError(_("Tick this, or close the page: without you nothing happens."))


class TeamForm(forms.Form):
    """A school's, a company's or a community's team, at the desk."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in OF_THE_DESK], widget=UnfoldAdminSelectWidget
    )
    name = WordsField(label=_("Name of the team"), max_length=LONGEST_NAME, widget=UnfoldAdminTextInputWidget)
    district = forms.ChoiceField(
        label=_("District"), choices=[("", "—"), *District.choices], required=False, widget=UnfoldAdminSelectWidget
    )

    def clean_name(self) -> str:
        return _fit(self.cleaned_data["name"], LONGEST_NAME)


class WhyForm(forms.Form):
    reason = WordsField(
        label=_("Reason, as its owner reads it"), max_length=LONGEST_REASON, widget=UnfoldAdminTextInputWidget
    )


def _fit(name: str, most: int) -> str:
    def checked(typed: str) -> str:
        if typed:
            names.check(typed, most)
        return typed

    return read_by(checked, name)
