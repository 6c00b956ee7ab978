"""Public series by their names and fields: those that the city accounts for on their page, others in the catalogue."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from city.catalogue import addresses
from common.open_data.package import said_in
from common.open_data.series import Series, Theme, all_series
from common.site_search import LANGUAGES, Found, has_all


def find(asked: list[str]) -> Iterator[Found]:
    for one in all_series().values():
        words = (one.table.title, one.table.meaning, *(field.title for field in one.table.fields))
        if has_all(asked, one.name, *(said_in(language, text) for text in words for language in LANGUAGES)):
            is_told = one.theme is Theme.TRANSPARENCY
            yield Found(
                _("Transparency") if is_told else _("Open data"),
                str(one.table.title),
                str(one.table.meaning),
                _place_of(one) if is_told else addresses.of_entry(one),
            )


def _place_of(one: Series) -> str:
    return f"{one.page()}#{one.name}"
