"""A form field for words that are data: one input for Chinese, which must be filled, and one for English."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from common.typed.fields import WordsField

LANGUAGES = {"zh-hans": "中文", "en": "English"}


class TextPairWidget(forms.MultiWidget):
    def __init__(self, *, long: bool) -> None:
        widget = UnfoldAdminTextareaWidget if long else UnfoldAdminTextInputWidget
        super().__init__([widget(attrs={"placeholder": name}) for name in LANGUAGES.values()])

    def decompress(self, value: Any) -> list[str]:
        """What an address proposes for a new row is words alone: they are the Chinese ones."""
        words = value if isinstance(value, dict) else {"zh-hans": str(value or "")}
        return [words.get(language, "") for language in LANGUAGES]


class TextPairField(forms.MultiValueField):
    """Gives `{"zh-hans": …, "en": …}`; without English words no English member."""

    def __init__(self, *, long: bool = False, most: int = 80, **named: Any) -> None:
        label = named.get("label")
        fields = [WordsField(label=label, required=False, max_length=most) for _language in LANGUAGES]
        super().__init__(fields, widget=TextPairWidget(long=long), require_all_fields=False, **named)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        words = {language: text for language, text in zip(LANGUAGES, data_list, strict=False) if text}
        if "zh-hans" not in words:
            raise ValidationError(_("The Chinese words are missing."))
        return words
