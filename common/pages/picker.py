"""A select that people search in: each of its choices with the words by which it is also found."""

from collections.abc import Mapping
from typing import Any

from django import forms


class Picker(forms.Select):
    """A plain select, which static/js/picker.js turns into a search field. `words` may hold some for each value."""

    def __init__(self, *, words: Mapping[str, str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-picker": True, **(attrs or {})})
        self.words = words

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if words := self.words.get(str(value)):
            option["attrs"]["data-search"] = words
        return option
