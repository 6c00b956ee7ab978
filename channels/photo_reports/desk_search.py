"""A photo report, by its whole public id."""

from collections.abc import Iterator

from django.http import HttpRequest

from channels.photo_reports.models import PhotoReport
from common.desk_search import Found, by_public_id


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    yield from by_public_id(text, PhotoReport.objects.all(), "photo_reports.view_photoreport", request)
