"""The desk's fields that describe a scenario: names, icon, place, and the words of a generic methodology."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.typed.desk import desk_number
from common.typed.fields import WholeField, WordsField
from methodologies.base import Methodology
from methodologies.terms import COUNT, LONGEST_WORDS, OF_COUNTED, TermsError
from scenarios.describing import Description
from scenarios.icons import ICONS
from scenarios.models import Group, Scenario
from scenarios.terms_words import why_refused

LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""How the name of a field ends, and which language it is."""
NUMBER = "…"
"""How people write the place of the number in a deed."""


def words_field(label: str, *, most: int = LONGEST_WORDS, **named: Any) -> WordsField:
    return WordsField(label=label, max_length=most, widget=UnfoldAdminTextInputWidget, **named)


def described_fields() -> dict[str, forms.Field]:
    """Of every scenario."""
    return {
        "name_zh": words_field(_("Name, in Chinese"), most=20),
        "name_en": words_field(_("Name, in English"), most=40),
        "summary_zh": words_field(_("In one sentence, in Chinese"), help_text=_("Below the name where it is offered.")),
        "summary_en": words_field(_("In one sentence, in English")),
        "icon": forms.ChoiceField(label=_("Icon"), choices=list(ICONS.items()), widget=forms.RadioSelect),
        "group": forms.ChoiceField(
            label=_("Offered under"), choices=list(Group.choices), widget=UnfoldAdminSelectWidget
        ),
        "position": WholeField(
            label=_("Place in the list"),
            min_value=0,
            max_value=32_000,
            widget=desk_number(),
            help_text=_("Smaller numbers stand further up; walking has 10, clean plate 230."),
        ),
    }


def terms_fields(method: Methodology) -> dict[str, forms.Field]:
    """Of a scenario whose methodology is generic; none otherwise."""
    if not method.is_generic:
        return {}
    if not method.quantifies:
        help_text = _("As one says it to the citizen: “You brought your own bag”. No full stop.")
        return _in_both("deed", _("What was done"), help_text)
    return {
        **_in_both(
            "deed", _("What was done"), _("“…” stands for the number with its unit: “You brought your cup for …”.")
        ),
        **_in_both("unit", _("One of it is called"), _("In Chinese “杯”, in English “cup”.")),
        **_in_both("units", _("Several are called"), _("In Chinese “杯”, in English “cups”.")),
        **_in_both("label", _("What is asked for"), _("“杯数”, “Number of cups”.")),
        **_in_both("hint", _("A hint below the question"), _("May stay empty."), required=False),
    }


def begun(scenario: Scenario) -> dict[str, Any]:
    """What the fields show of a scenario that is there."""
    texts = {"name": scenario.name, "summary": scenario.summary, **_texts(scenario.terms)}
    told = {f"{name}_{end}": text.get(code, "") for name, text in texts.items() for end, code in LANGUAGES.items()}
    deeds = {name: words.replace(f"{{{COUNT}}}", NUMBER) for name, words in told.items() if name.startswith("deed_")}
    placed = {"icon": scenario.icon, "group": scenario.group, "position": scenario.position}
    return {**told, **deeds, **placed}


def description_of(given: Mapping[str, Any], method: Methodology) -> Description:
    """What was entered, with the words of a generic methodology."""
    return Description(
        _both(given, "name"),
        _both(given, "summary"),
        given["icon"],
        given["group"],
        given["position"],
        _words_of(given, method),
    )


def told_of(error: TermsError) -> tuple[str, str]:
    """The field at which terms are refused, and why."""
    return f"{error.field}_zh", why_refused(error)


def _words_of(given: Mapping[str, Any], method: Methodology) -> dict[str, Any]:
    if not method.is_generic:
        return {}
    deed = {
        code: words.replace("......", NUMBER).replace("...", NUMBER) for code, words in _both(given, "deed").items()
    }
    if not method.quantifies:
        # No number belongs there: the mark of one is refused as the brace that it stands for.
        return {"deed": {code: words.replace(NUMBER, f"{{{COUNT}}}") for code, words in deed.items()}}
    counted = {
        code: words.replace(NUMBER * 2, NUMBER).replace(NUMBER, f"{{{COUNT}}}", 1) for code, words in deed.items()
    }
    names = [name for name in OF_COUNTED if name != "hint" or given["hint_zh"] or given["hint_en"]]
    return {"deed": counted, **{name: _both(given, name) for name in names}}


def _in_both(name: str, label: str, help_text: str, *, required: bool = True) -> dict[str, forms.Field]:
    languages = {"zh": _("%(label)s, in Chinese"), "en": _("%(label)s, in English")}
    return {
        f"{name}_{end}": words_field(
            words % {"label": label}, help_text=help_text if end == "zh" else "", required=required
        )
        for end, words in languages.items()
    }


def _both(given: Mapping[str, Any], name: str) -> dict[str, str]:
    return {code: given[f"{name}_{end}"] for end, code in LANGUAGES.items()}


def _texts(terms: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    return {name: term for name, term in terms.items() if isinstance(term, Mapping)}
