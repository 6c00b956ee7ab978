"""Worlds: how many people, for how long, and how often what happens. Each is a YAML file of rates beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


class UnknownWorld(Exception):
    """No file of that name; its argument says which there are."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often something happens, each where it could; 0 for never."""

    late: float = 0
    """A week is sent a week late, where it is."""
    doubled: float = 0
    """A week is sent twice, or a reviewer presses a key twice."""
    wrong_clock: float = 0
    """A phone's clock runs a day ahead when it sends."""
    redeem: float = 0.05
    """Somebody who has enough redeems, on a day."""
    use: float = 0.35
    """A voucher is used, on a day."""
    give_back: float = 0.02
    undo: float = 0.02
    """A cashier undoes what was just taken."""
    refund: float = 0
    """The owner or the desk refunds, days or weeks later, what a till took."""
    wrong_code: float = 0.02
    last_minute: float = 0
    """On the last day of a month a voucher is used just before midnight, and what is undone of it, after."""
    wish: float = 0.5
    """Whoever came for what is all taken asks to be told of more."""
    leave: float = 0
    """A merchant leaves, on a day."""
    dispute: float = 0
    """The desk suspends a merchant over a dispute, on a day; it is approved again a week later."""
    contest: float = 0.05
    """A merchant disputes a line of its statement, and a payment is written down under a wrong reference."""
    silent: float = 0
    """An owner, or the desk about a dispute, says nothing for longer than they should."""
    by_hand: float = 0
    """The desk draws a month up right after its end, and does not wait for the clock."""
    refuse: float = 0.2
    """A photo shows nothing that could be accepted."""
    wrongly_granted: float = 0.1
    """A reviewer believes what is not so, and `wrongly_refused`: does not believe what is."""
    wrongly_refused: float = 0.05
    second_opinion: float = 0.05
    """A reviewer leaves it to a colleague."""
    appeal: float = 0.4
    """Somebody honest answers to a refusal, and `appeal_of_cheats`: somebody who cheats does."""
    appeal_of_cheats: float = 0.1
    lost: float = 0
    """Something does not arrive, on a day, and its citizen says so."""
    routed: float = 0.3
    """A reviewer asks the provider first, which `answered`: answers in time."""
    answered: float = 0.8
    mistyped: float = 0
    """Somebody types a wrong number, on a day, and withdraws it the next."""
    revoke: float = 0
    """The desk takes an act back, on a day."""
    freeze: float = 0
    """The desk freezes a citizen, on a day, and `lift`: lifts that before its end."""
    lift: float = 0.5
    adjust: float = 0
    """The desk adjusts a citizen's credits, on a day."""


@dataclass(frozen=True, slots=True)
class World:
    """`funding` are the credits that each month brings for one citizen. Days are whole city days, the last included."""

    name: str
    what: str
    citizens: int
    days: int
    funding: int = 1500
    until: date | None = None
    """The last day where the world has one of its own."""
    merchants: int = 4
    tickets: int = 500
    """Transit tickets there are at first; `tickets_a_month` more come on the 20th, whether any are left or not."""
    tickets_a_month: int = 0
    most_acts: float = 1.0
    """How much people do of what they would."""
    lives_every: int = 1
    """People do something on one of so many days; on the others only the clock passes."""
    by_hand_days: int = 14
    """Forms, photos and visits are of so many last days; before these only apps and operators send."""
    has_cast: bool = False
    """Whether the people of the demonstration live there, the first of its citizens."""
    has_projects: bool = False
    """Whether enterprises have projects that are issued units."""
    decided_a_day: int = 300
    """At most so much each reviewer decides on a workday."""
    pictures: int = 24
    """At most so many photos are taken."""
    cheats: int = 0
    """How many people cheat, in the usual ways."""
    cheats_alone: bool = False
    """Those who cheat do nothing else, and in every way there is: so it can be told which acts are planted."""
    dry_budget: bool = False
    """Each month brings too little, so acts wait; the next month makes up for it."""
    checks: int = 1
    """The invariants are looked at after so many days each."""
    reckoned: int = 20
    """So many citizens are reckoned anew then."""
    seals: bool = True
    rates: Rates = field(default_factory=Rates)
    test_holidays: Mapping[int, Sequence[tuple[date, date]]] = field(default_factory=dict)
    """Of years that no notice has been published for: a calendar for tests, marked as such."""


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def world(name: str) -> World:
    """Raises `UnknownWorld`."""
    path = FOLDER / f"{name}.yaml"
    if name not in names():
        raise UnknownWorld(", ".join(names()))
    with path.open(encoding="utf-8") as file:
        return _read(name, yaml.safe_load(file))


def _read(name: str, document: dict[str, Any]) -> World:
    rates = document.pop("rates", {})
    known = {each.name for each in fields(World)}
    assert document.keys() <= known, f"{name}: unknown {sorted(document.keys() - known)}"
    holidays = {
        year: tuple((first, last) for first, last in stated)
        for year, stated in document.pop("test_holidays", {}).items()
    }
    return World(name=name, rates=Rates(**rates), test_holidays=holidays, **document)
