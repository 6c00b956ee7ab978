"""A claim or an appeal, by its whole public id."""

from collections.abc import Iterator

from django.http import HttpRequest

from common.desk_search import Found, by_public_id
from review.models import Appeal, Claim


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    yield from by_public_id(text, Claim.objects.all(), "review.view_claim", request)
    yield from by_public_id(text, Appeal.objects.all(), "review.view_appeal", request)
