"""What the portal knows of a district beside its acts, by a fixed number of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.districts import District
from city.cases import book
from city.cases.book import Case
from city.districts.population import Area, census
from city.indicators import series, words
from city.indicators.series import Indicator
from projects.models import CarbonProject
from projects.public.reading import Listed, with_sums
from scenarios.venues.models import Venue
from scenarios.venues.telling import Told, told

MOST = 6
"""Venues and projects on a district's page; all of them are behind a link."""


@dataclass(frozen=True, slots=True)
class Known:
    """`area`: whom the census counts together with this district. `indicators`: each with all its figures."""

    district: District
    area: Area
    indicators: Sequence[tuple[Indicator, Sequence[str]]]
    cases: Sequence[Case]
    venues: Sequence[Told]
    venue_count: int
    projects: Sequence[Listed]
    project_count: int

    @property
    def counted_with(self) -> list[District]:
        return [district for district in self.area.districts if district != self.district]


def known_of(district: District, today: date) -> Known:
    venues = Venue.objects.filter(district=district).order_by("pk")
    projects = CarbonProject.objects.filter(district=district).select_related("owner").order_by("-pk")
    return Known(
        district=district,
        area=census().area_of(district),
        indicators=[(one, [words.told(one, each) for each in one.figures]) for one in series.of_district(district)],
        cases=book.cases(district=district),
        venues=[told(venue, today) for venue in venues.with_evaluations()[:MOST]],
        venue_count=venues.count(),
        projects=with_sums(projects[:MOST]),
        project_count=projects.count(),
    )
