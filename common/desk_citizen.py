"""What the help desk's page of one citizen is made of: each app brings its parts, in its module `citizen_parts`.

A module has `PARTS`; besides, where the app holds personal values, `personal`, which tells those of a citizen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from common import paging
from common.brought import brought

PAGE = 20


class Cell(NamedTuple):
    """What stands in a table; `of` is the row whose page at the desk it leads to."""

    text: Any
    of: Model | None = None


class Shown(NamedTuple):
    """A page of a part; `following` asks for the next, empty on the last."""

    rows: Sequence[Sequence[Cell]]
    following: str


@dataclass(frozen=True, slots=True)
class Part:
    """One table of what is a citizen's; `page` reads it from a key on. Raises `Http404` for a key that is none."""

    code: str
    title: Promise
    header: Sequence[Promise]
    page: Callable[[int, str], Shown]
    place: int
    """Among the others: what is most asked for comes first."""
    of_day: Callable[[int, date, str], Shown] | None = None
    """Reads it of one city day alone, where somebody calls about a day."""


class Personal(NamedTuple):
    """A personal value: what everybody at the desk may see of it, and the whole."""

    label: str
    masked: str
    whole: str


def shown(
    rows: QuerySet[Any],
    cells: Callable[[Any], Sequence[Cell]],
    after: str,
    *,
    key: paging.Key = paging.PUBLIC_ID,
) -> Shown:
    """A page of rows, the latest first."""
    found = paging.page(rows, size=PAGE, after=after or None, key=key)
    return Shown([cells(row) for row in found.rows], found.following)


def address_of_citizen(citizen_id: int, request: HttpRequest) -> str:
    """The page for the help desk, for who may open it; else the account's; empty for who may open neither."""
    if request.user.has_perm("accounts.serve_user"):
        return reverse("admin:accounts_user_citizen", args=[citizen_id])
    if request.user.has_perm("accounts.view_user"):
        return reverse("admin:accounts_user_change", args=[citizen_id])
    return ""


def every_part() -> Sequence[Part]:
    """All parts of all apps, in their places."""
    parts = (part for module in brought("citizen_parts") for part in module.PARTS)
    return sorted(parts, key=lambda part: part.place)


def personal_of(citizen_id: int) -> Iterator[Personal]:
    """Every personal value that an app holds of a citizen."""
    for module in brought("citizen_parts"):
        if hasattr(module, "personal"):
            yield from module.personal(citizen_id)
