"""The city's series as lists of the desk: entered by one person, put into force by another, never changed."""

from django.utils.translation import gettext_lazy as _

from city.indicators.forms import IndicatorForm, of_a_series
from city.indicators.series import LIST, indicator
from lists import kinds


def _named(code: str) -> str:
    known = indicator(code)
    return str(known) if known else code


LISTS = [
    kinds.Kind(
        LIST,
        _("Indicators of the city"),
        IndicatorForm,
        of_a_series,
        subject_in_words=_named,
        about=_("Everybody reads them under “Indicators of the city”, each figure with its source."),
    )
]
