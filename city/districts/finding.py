"""Districts by their name in either language: a visitor types the one on the sign, or the one that a map writes."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from city.districts.population import census
from common.site_search import Found, has_all


def find(asked: list[str]) -> Iterator[Found]:
    for district in District:
        if has_all(asked, *_in_both_languages(district)):
            area = census().area_of(district)
            words = gettext("%(area)s: %(people)s residents") % {"area": area, "people": f"{area.people:,}"}
            address = reverse("city:district", args=[district.value])
            yield Found(_("Districts"), str(district.label), words, address)


def _in_both_languages(district: District) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(district.label)
