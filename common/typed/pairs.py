"""Words in two languages: the Chinese ones must be there, the English ones may be left out."""

from typing import Any

from django import forms

from common.texts import Text, text_of
from common.typed.fields import WordsField


def words_field(label: Any, most: int, missing: Any, **named: Any) -> WordsField:
    """A line of words that must be there."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return WordsField(label=label, max_length=most, widget=widget, error_messages={"required": missing}, **named)


def english_field(label: Any, most: int) -> WordsField:
    """The same words for readers of English."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "lang": "en"})
    return WordsField(label=label, max_length=most, required=False, widget=widget)


class WordsForm(forms.Form):
    """A form with pairs of words: `name` in Chinese and `name_en` in English."""

    def pair(self, name: str) -> Text:
        """What was written under a name in both languages; call it on a valid form."""
        return text_of(self.cleaned_data[name], self.cleaned_data[f"{name}_en"])


def written(**pairs: Text) -> dict[str, str]:
    """The pairs as a `WordsForm` shows them to be changed."""
    words = {}
    for name, pair in pairs.items():
        words[name], words[f"{name}_en"] = pair.get("zh-hans", ""), pair.get("en", "")
    return words
