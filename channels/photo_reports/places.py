"""Where a report lies: whether that is in the city, and which other reports lie close by. Positions are WGS-84."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from channels.photo_reports.models import PhotoReport, ReportStatus

NEAR_M = 100
RECENT = timedelta(days=7)
MOST_SHOWN = 5
EARTH_RADIUS_M = 6_371_000
METRES_A_DEGREE = 111_195
# The rectangle around the city's 23 districts and zones, a little more than its boundary.
SOUTH, NORTH, WEST, EAST = Decimal("30.05"), Decimal("31.45"), Decimal("102.95"), Decimal("104.92")
CITY_BOX = [float(side) for side in (SOUTH, WEST, NORTH, EAST)]
"""For a page: nothing outside is chosen there either."""


@dataclass(frozen=True, slots=True)
class Place:
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class Nearby:
    """A report close to a place, and how far off."""

    report: PhotoReport
    distance_m: int


def is_in_the_city(place: Place) -> bool:
    if not (place.latitude.is_finite() and place.longitude.is_finite()):
        return False
    return SOUTH <= place.latitude <= NORTH and WEST <= place.longitude <= EAST


def reports_near(place: Place, *, since: datetime, until: datetime, besides: PhotoReport | None = None) -> list[Nearby]:
    """Reports within 100 m that were not refused, the nearest first, `besides` left out."""
    tall = Decimal(NEAR_M / METRES_A_DEGREE)
    wide = Decimal(NEAR_M / (METRES_A_DEGREE * cos(radians(float(place.latitude)))))
    around = PhotoReport.objects.sent_between(since, until).filter(
        latitude__range=(place.latitude - tall, place.latitude + tall),
        longitude__range=(place.longitude - wide, place.longitude + wide),
    )
    candidates = around.exclude(status=ReportStatus.REFUSED).select_related("photo")
    found = [Nearby(report, distance_m(place, place_of(report))) for report in candidates if report != besides]
    return sorted((near for near in found if near.distance_m <= NEAR_M), key=lambda near: near.distance_m)[:MOST_SHOWN]


def place_of(report: PhotoReport) -> Place:
    """The place of a report that has one."""
    assert report.latitude is not None
    assert report.longitude is not None
    return Place(report.latitude, report.longitude)


def distance_m(one: Place, other: Place) -> int:
    """Great-circle distance, in whole metres."""
    south, north = radians(float(one.latitude)), radians(float(other.latitude))
    east = radians(float(other.longitude - one.longitude))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(chord)))
