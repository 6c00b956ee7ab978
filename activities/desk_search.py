"""An act, by its whole public id."""

from collections.abc import Iterator

from django.http import HttpRequest

from activities.models import Activity
from common.desk_search import Found, by_public_id


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    yield from by_public_id(text, Activity.objects.all(), "activities.view_activity", request)
