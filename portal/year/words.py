"""How a citizen's year says numbers and days, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.city_time import month_of

KILOGRAM_G = 1000


def weight(grams: int) -> str:
    """Whole grams below a kilogram, else kilograms to a tenth, never more than there is: 1,234 g are 1.2 kg."""
    if grams < KILOGRAM_G:
        return _("%(grams)s g") % {"grams": f"{grams:,}"}
    return _("%(kilograms)s kg") % {"kilograms": kilograms(grams)}


def kilograms(grams: int) -> str:
    """To a tenth, floored."""
    return f"{grams // KILOGRAM_G:,}.{grams % KILOGRAM_G // 100}"


def month_shown(first: date) -> str:
    return date_format(first, "YEAR_MONTH_FORMAT")


def period_shown(code: str) -> str:
    """2026-11 or 2026 as people read it; where a year stands alone, Chinese says that it is one."""
    if "-" in code:
        return month_shown(month_of(code))
    return date_format(date(int(code), 1, 1), pgettext("a year as Django's filter writes it", "Y"))


def day_of_year(day: date) -> str:
    """6 January, without the year; Chinese sets no nought before a month."""
    return date_format(day, pgettext("a day as Django's filter writes it", "F j"))
