"""Forms to look at in the style guide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.pages.picker import Picker
from common.texts import in_reader_language

STATIONS = {
    "tianfuguangchang": ({"zh-hans": "天府广场", "en": "Tianfu Guangchang"}, "tianfu guangchang tfgc"),
    "huochenanzhan": ({"zh-hans": "火车南站", "en": "Huoche Nanzhan"}, "huoche nanzhan hcnz"),
    "huafudadao": ({"zh-hans": "华府大道", "en": "Huafu Dadao"}, "huafu dadao hfdd"),
    "xipu": ({"zh-hans": "犀浦", "en": "Xipu"}, "xipu xp"),
    "chunxilu": ({"zh-hans": "春熙路", "en": "Chunxi Lu"}, "chunxi lu cxl"),
    "chengdudongkezhan": ({"zh-hans": "成都东客站", "en": "Chengdu Dongkezhan"}, "chengdu dongkezhan cddkz"),
}
"""A few of the metro's stations: name, and the words that find it."""

LINES = (
    ({"zh-hans": "1号线", "en": "Line 1"}, ("tianfuguangchang", "huochenanzhan", "huafudadao")),
    ({"zh-hans": "2号线", "en": "Line 2"}, ("xipu", "tianfuguangchang", "chunxilu", "chengdudongkezhan")),
)


class StepsForm(forms.Form):
    """A field to type in."""

    steps = forms.CharField(
        label=_("Steps"),
        help_text=_("The day’s total on your phone"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def _stations_by_line() -> list[tuple[str, str | list[tuple[str, str]]]]:
    lines: list[tuple[str, str | list[tuple[str, str]]]] = [("", str(_("Choose a station")))]
    for line, codes in LINES:
        stations = [(code, in_reader_language(STATIONS[code][0])) for code in codes]
        lines.append((in_reader_language(line), stations))
    return lines


class StationField(forms.ChoiceField):
    """One of the stations, found by its name, pinyin or initials."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=_stations_by_line,
            widget=Picker(words={code: words for code, (_name, words) in STATIONS.items()}),
            error_messages={"required": _("Please choose a station.")},
            **kwargs,
        )


class TripForm(forms.Form):
    """Two fields to search in."""

    origin = StationField(label=_("Start station"))
    destination = StationField(label=_("End station"))
