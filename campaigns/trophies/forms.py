"""The forms of trophies: what somebody pastes to be verified, and at the desk the whole of a trophy."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from campaigns.trophies.book import COLOURS, Ground
from campaigns.trophies.verifying import LONGEST
from campaigns.trophies.words import GROUNDS
from common.texts import in_reader_language, text_of
from common.typed.fields import PlainField, WholeField, WordsField
from lists import forms as lists
from scenarios.models import Scenario

LONGEST_NAME, LONGEST_TEXT = 40, 200
MOST = 100_000
COLOUR_NAMES = {"bamboo": _("Green"), "ginkgo": _("Gold"), "hibiscus": _("Red"), "river": _("Blue")}
ICONS = ("footprints", "wheel", "calendar", "leaf", "mountain", "me", "metro", "plug", "drop", "bowl", "lamp", "gift")


class VerifyForm(forms.Form):
    token = PlainField(
        label=_("Credential"),
        max_length=LONGEST,
        help_text=_("The text of three parts with dots between them that begins with “ey”."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )


def _line(label: Any, most: int) -> WordsField:
    widget = UnfoldAdminTextInputWidget if most == LONGEST_NAME else UnfoldAdminTextareaWidget(attrs={"rows": 2})
    return WordsField(label=label, max_length=most, widget=widget)


def _choice(label: Any, choices: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=UnfoldAdminSelectWidget)


def _scenarios() -> list[tuple[str, str]]:
    return [("", "—"), *((scenario.code, str(scenario)) for scenario in Scenario.objects.order_by("code"))]


class TrophyForm(lists.ListForm):
    """The whole of a trophy; what was earned before stays judged by the edition by which it was earned."""

    code = forms.SlugField(label=_("code"), max_length=40, widget=UnfoldAdminTextInputWidget)
    name_zh = _line(_("Name, in Chinese"), LONGEST_NAME)
    name_en = _line(_("Name, in English"), LONGEST_NAME)
    description_zh = _line(_("Description, in Chinese"), LONGEST_TEXT)
    description_en = _line(_("Description, in English"), LONGEST_TEXT)
    kind = _choice(_("What it asks"), list(GROUNDS.items()))
    scenario = _choice(_("Scenario, of a first act"), _scenarios, required=False)
    number = WholeField(label=_("How many"), min_value=1, max_value=MOST, widget=UnfoldAdminTextInputWidget)
    colour = _choice(_("Colour"), list(COLOUR_NAMES.items()))
    icon = _choice(_("Icon"), [(icon, icon) for icon in ICONS])

    def of_what(self) -> str:
        return str(self.cleaned_data["code"])

    def document(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "name": text_of(given["name_zh"], given["name_en"]),
            "description": text_of(given["description_zh"], given["description_en"]),
            **{key: given[key] for key in ("kind", "number", "colour", "icon")},
            "scenario": given["scenario"] if given["kind"] == Ground.FIRST else "",
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        texts = {
            f"{key}_{ending}": document[key].get(language, "")
            for key in ("name", "description")
            for ending, language in (("zh", "zh-hans"), ("en", "en"))
        }
        return {
            "code": subject,
            **texts,
            **{key: document[key] for key in ("kind", "scenario", "number", "colour", "icon")},
        }


def of_a_trophy(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an edition says, line by line."""
    return [
        (gettext("Name"), in_reader_language(document["name"])),
        (gettext("Description"), in_reader_language(document["description"])),
        (gettext("What it asks"), str(GROUNDS[Ground(document["kind"])])),
        (gettext("Scenario, of a first act"), document["scenario"] or "—"),
        (gettext("How many"), str(document["number"])),
        (gettext("Colour"), str(COLOUR_NAMES[document["colour"]])),
        (gettext("Icon"), document["icon"]),
    ]


assert COLOUR_NAMES.keys() == COLOURS.keys()
