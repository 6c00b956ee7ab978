"""What lets somebody into their account: each app brings its kinds, as `ENTRANCES` of its `entrances.py`.

The last way in stays. Whoever takes one away (a passkey, a platform, the phone) asks `check_another` first, in the
transaction in which it goes and under the user's lock (`citizens.lock`): two that go at once would leave none.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from accounts.refusals import LastWayIn
from common.brought import brought

PHONE, PASSKEY, PASSWORD = "phone", "passkey", "password"
OWN = (PHONE, PASSKEY, PASSWORD)
"""The kinds that this app brings (`accounts.entrances`)."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """One thing that opens an account, on its own: its kind, and which of them."""

    kind: str
    row: int


@dataclass(frozen=True, slots=True)
class Entrance:
    """A kind of way in. `rows` tells the keys of those that open a user's account now, and asks the database each time.

    `page` is the name of the address where its owner adds and removes them.
    """

    kind: str
    title: Any
    icon: str
    page: str
    rows: Callable[[int], Collection[int]]


@cache
def every() -> dict[str, Entrance]:
    """The kinds, in the order in which the root lists the apps that bring them."""
    found = [entrance for module in brought("entrances") for entrance in module.ENTRANCES]
    entrances = {entrance.kind: entrance for entrance in found}
    assert len(entrances) == len(found), "two apps bring one kind of way in"
    return entrances


def of(user_id: int) -> Iterator[WayIn]:
    """Whatever lets this user in now."""
    for entrance in every().values():
        for row in entrance.rows(user_id):
            yield WayIn(entrance.kind, row)


def check_another(user_id: int, *, leaving: Collection[WayIn]) -> None:
    """Whether something is left once these are gone. The caller holds the user's lock. Raises `LastWayIn`.

    What lets nobody in may go: so it does not matter whether what is named was a way in.
    """
    before = set(of(user_id))
    if before and before <= set(leaving):
        raise LastWayIn
