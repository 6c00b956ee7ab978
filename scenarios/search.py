"""Low-carbon venues by name and address, and scenarios by name and what they are."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.site_search import MOST, Found, in_either_language
from common.texts import in_reader_language
from scenarios.models import Scenario
from scenarios.venues.models import Venue


def find(words: list[str]) -> Iterator[Found]:
    for scenario in Scenario.objects.filter(in_either_language(words, "name", "summary"))[:MOST]:
        address = reverse("activities:method", args=[scenario.code])
        yield Found(_("How acts are counted"), str(scenario), scenario.summary_text(), address)
    for venue in Venue.objects.filter(in_either_language(words, "name", "address")).order_by("pk")[:MOST]:
        where = in_reader_language(venue.address) if venue.address else venue.get_district_display()
        yield Found(_("Low-carbon venues"), str(venue), where, venue.get_absolute_url())
