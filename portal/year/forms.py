"""What a citizen chooses for their picture: figures, and a nickname or none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import LONGEST_NICKNAME
from common.typed import nicknames
from common.typed.letters import plain
from portal.year import shown
from portal.year.figures import Figures


class PictureForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=_("What it shows"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one figure to show.")},
    )
    nickname = forms.CharField(
        label=_("Nickname"),
        help_text=_("Empty: the picture names nobody. At most 12 characters."),
        max_length=LONGEST_NICKNAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, figures: Figures, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["parts"].choices = shown.choices_of(figures)  # type: ignore[attr-defined]

    def clean_nickname(self) -> str:
        """Letters and short numbers: an address or a phone number is easily typed by mistake, and is shown to all."""
        nickname = plain(self.cleaned_data["nickname"])
        if nickname and not nicknames.is_fit(nickname, LONGEST_NICKNAME):
            raise forms.ValidationError(_("Letters and a few digits only: everybody who has the address reads it."))
        return nickname
