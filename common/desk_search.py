"""What the desk finds by a few letters or digits: each app says itself what of it, in its module `desk_search`.

`find` gives nothing that its reader may not look at, and leaves a trace of who looked for a person.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from common.brought import brought
from common.public_ids import is_public_id

MOST = 20
"""Of one kind: whoever finds more has to say more."""


class Found(NamedTuple):
    """A row that was found: of which kind, and in words."""

    kind: Any
    words: str
    row: Model


def by_public_id(text: str, rows: QuerySet[Any], right: str, request: HttpRequest) -> Iterator[Found]:
    """The row of a whole public id, however it is written, for who has the right to look at such rows."""
    if is_public_id(text.lower()) and request.user.has_perm(right):
        for row in rows.filter(public_id=text.lower())[:1]:
            yield Found(row._meta.verbose_name, str(row), row)


def find(text: str, request: HttpRequest) -> list[Found]:
    """Everything that apps find, in the order in which the root lists them."""
    return [found for module in brought("desk_search") for found in module.find(text, request)]
