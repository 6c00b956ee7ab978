"""The picture to share: what was chosen, drawn by the server, the same on every phone, in two shapes and languages."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.keepsakes.sharing import Shown
from common import pdf
from common.texts import day_shown, in_reader_language
from portal.year.shown import Part
from portal.year.words import KILOGRAM_G, kilograms, period_shown

TEMPLATE = Path(__file__).with_name("picture.typ")
ICONS = settings.BASE_DIR / "templates" / "icons"
SHAPES = {"tall": (1080, 1350), "square": (1080, 1080)}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
KEPT_FOR_S = 3600


def drawn(shown: Shown, shape: str, language: str) -> bytes:
    """The PNG; drawn once an hour at most. `shape` is one of `SHAPES`, `language` one of `LANGUAGES`."""
    with translation.override(language):
        told = _told(shown, shape)
    key = f"portal:picture:{sha256(json.dumps([language, told], sort_keys=True).encode()).hexdigest()}"
    known: bytes | None = cache.get(key)
    if known is None:
        with translation.override(language):
            known = pdf.picture(TEMPLATE, told)
        cache.set(key, known, KEPT_FOR_S)
    return known


def title_of(shown: Shown) -> str:
    """The title of the picture, in the language active now."""
    period = period_shown(shown.period)
    if shown.nickname:
        words = _("%(name)s · low-carbon %(period)s")
        return words % {"name": shown.nickname, "period": period}
    return _("My low-carbon %(period)s") % {"period": period}


def lines_of(shown: Shown) -> list[tuple[str, str]]:
    """What it shows as words, for who cannot see it: label and value."""
    return list(_lines(shown))


def _lines(shown: Shown) -> Iterator[tuple[str, str]]:
    told = shown.told
    if Part.WEIGHT in told:
        value, unit = _weight(told[Part.WEIGHT])
        yield _("CO₂ avoided"), f"{value} {unit}"
    yield from _counts(told)
    if Part.FAVOURITE in told:
        yield _("Most often"), in_reader_language(told[Part.FAVOURITE]["name"])


def _counts(told: Any) -> Iterator[tuple[str, str]]:
    labels = {Part.CREDITS: _("Credits gained"), Part.ACTS: _("Acts that count"), Part.DAYS: _("Active days")}
    for part, label in labels.items():
        if part in told:
            yield label, f"{told[part]:,}"


def _weight(grams: int) -> tuple[str, str]:
    return (f"{grams:,}", _("g")) if grams < KILOGRAM_G else (kilograms(grams), pgettext("after a number", "kg"))


def _told(shown: Shown, shape: str) -> dict[str, Any]:
    """What the template reads, all of it words and numbers of the language active now."""
    width, height = SHAPES[shape]
    weight = _weight(shown.told[Part.WEIGHT]) if Part.WEIGHT in shown.told else None
    favourite = shown.told.get(Part.FAVOURITE)
    return {
        "width": width,
        "height": height,
        "scheme": _("Tianfu Carbon"),
        "title": title_of(shown),
        "weight": {"value": weight[0], "unit": weight[1], "label": _("of CO₂ avoided")} if weight else None,
        "counts": [{"label": label, "value": value} for label, value in _counts(shown.told)],
        "favourite": {
            "label": _("Most often"),
            "name": in_reader_language(favourite["name"]),
            "icon": icon(favourite["icon"], "#1F7A5C"),
        }
        if favourite
        else None,
        "months": shown.told.get(Part.MONTHS, []),
        "leaf": icon("leaf", "#E3A21A"),
        "great_leaf": icon("leaf", "#D5E8DF"),
        "until": _("Until %(day)s") % {"day": day_shown(shown.until)},
        "note": _("A demonstration, not an official programme"),
    }


def icon(name: str, colour: str) -> str:
    """One of the portal's own drawings as SVG, in a colour."""
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
