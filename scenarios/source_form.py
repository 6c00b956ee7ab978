"""On whose word a number or a list stands, as the desk's forms ask for it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.desk_days import day_input
from common.typed.fields import DayField, WordsField
from scenarios.rules import Standing
from scenarios.standing_words import standing_in_words

NO_SOURCE = _("Say where it was published: without a source nobody can check it.")


def words_field(label: Any, *, required: bool = True, most: int = 200) -> WordsField:
    return WordsField(label=label, max_length=most, required=required, widget=UnfoldAdminTextInputWidget)


def _source_words(label: Any) -> WordsField:
    field = words_field(label)
    field.error_messages["required"] = NO_SOURCE
    return field


def standings() -> list[tuple[str, str]]:
    """None is proposed: whoever enters a number says how it stands."""
    return [("", "—"), *((each.value, standing_in_words(each)) for each in Standing)]


class SourceForm(forms.Form):
    """Title and publisher in both languages, the date, and the standing."""

    standing = forms.ChoiceField(label=_("Standing"), choices=standings, widget=UnfoldAdminSelectWidget)
    title_zh = _source_words(_("Title of the source, in Chinese"))
    title_en = _source_words(_("Title of the source, in English"))
    publisher_zh = _source_words(_("Publisher, in Chinese"))
    publisher_en = _source_words(_("Publisher, in English"))
    published_on = DayField(label=_("Date of the source"), widget=day_input(), error_messages={"required": NO_SOURCE})

    def source(self) -> dict[str, Any]:
        """As documents hold it. Call it on a valid form."""
        given = self.cleaned_data
        return {
            "title": {"zh-hans": given["title_zh"], "en": given["title_en"]},
            "publisher": {"zh-hans": given["publisher_zh"], "en": given["publisher_en"]},
            "date": given["published_on"].isoformat(),
        }


def source_begun(document: Mapping[str, Any]) -> dict[str, str]:
    """What the form shows of a document's standing and source."""
    source = document["source"]
    return {
        "standing": document["standing"],
        "title_zh": source["title"]["zh-hans"],
        "title_en": source["title"]["en"],
        "publisher_zh": source["publisher"]["zh-hans"],
        "publisher_en": source["publisher"]["en"],
        "published_on": source["date"],
    }
