"""What a citizen chooses to show of a month or year: only that is on the picture, and only that is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activities.keepsakes.sharing import Shown
from portal.year.figures import MONTHS, Figures

WHOLE = 100


class Part(TextChoices):
    WEIGHT = "grams", _("CO₂ avoided")
    CREDITS = "credits", _("Credits gained")
    ACTS = "acts", _("Acts that count")
    DAYS = "days", _("Active days")
    FAVOURITE = "favourite", _("What you did most often")
    MONTHS = "months", _("The months as bars")


AT_FIRST = (Part.WEIGHT, Part.DAYS, Part.FAVOURITE, Part.MONTHS)


def choices_of(figures: Figures) -> list[tuple[str, str]]:
    """What can be chosen: a month has no months, and without an act there is no favourite."""
    return [(part.value, str(part.label)) for part in Part if part in _all_of(figures)]


def shown_of(figures: Figures, parts: Sequence[str], nickname: str) -> Shown:
    known = _all_of(figures)
    told = {part: known[part] for part in parts if part in known}
    return Shown(figures.span.code, figures.span.until, told, nickname)


def _all_of(figures: Figures) -> Mapping[str, Any]:
    """Plain JSON, the same in every language."""
    known: dict[str, Any] = {
        Part.WEIGHT.value: figures.sums.grams,
        Part.CREDITS.value: figures.sums.credits,
        Part.ACTS.value: figures.acts,
        Part.DAYS.value: figures.sums.days,
    }
    if favourite := _favourite(figures):
        known[Part.FAVOURITE.value] = favourite
    if figures.months:
        known[Part.MONTHS.value] = _heights(figures)
    return known


def _favourite(figures: Figures) -> dict[str, Any] | None:
    line = figures.favourite
    found = [scenario for scenario, own in figures.scenarios if own is line]
    return {"name": found[0].name, "icon": found[0].icon} if found else None


def _heights(figures: Figures) -> list[int]:
    """Of each month that has begun, beside the best one, in hundredths: no grams are told by them."""
    grams = [max(0, line.grams) for _first, line in figures.months]
    most = max(grams) or 1
    return [gram * WHOLE // most for gram in grams] + [0] * (MONTHS - len(grams))
