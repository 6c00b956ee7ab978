"""An adjustment, by its whole public id."""

from collections.abc import Iterator

from django.http import HttpRequest

from accounts.requests import citizen_of
from common.desk_search import Found, by_public_id
from credits.adjusting.models import Adjustment


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    shown = Adjustment.objects.shown_to(citizen_of(request).pk)
    yield from by_public_id(text, shown, "credits.view_adjustment", request)
