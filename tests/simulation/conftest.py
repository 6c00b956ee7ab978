"""Small cities that live for a few days, within seconds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from channels.quiz import bank
from desk import roles
from simulation import course, worlds
from simulation.course import Told
from simulation.worlds import World

UNTIL = date(2026, 11, 20)
UNDER_DOUBT = date(2027, 1, 20)
"""The last day under rules that doubt."""
STORM = replace(
    worlds.world("storm"),
    citizens=16,
    days=8,
    merchants=3,
    by_hand_days=8,
    pictures=12,
    reckoned=16,
    funding=1500,
    rates=replace(worlds.world("storm").rates, redeem=0.8, use=0.8, dispute=0.3),
)
YEAR = replace(worlds.world("year"), citizens=10, lives_every=14, merchants=2, pictures=0, checks=60, seals=False)
"""Fourteen months, of which every second week people do something."""
MONTHS_END = date(2026, 11, 1)
"""October is drawn up on that day."""
AT_MONTHS_END = replace(
    STORM,
    dry_budget=False,
    funding=3000,
    merchants=2,
    days=12,
    by_hand_days=2,
    checks=12,
    reckoned=2,
    cheats=0,
    pictures=0,
    tickets=1,
    rates=worlds.Rates(redeem=0.9, use=0.9, undo=0.4, last_minute=1, by_hand=1, wish=1),
)
"""Much is taken and undone around midnight, and there is one ticket for everybody."""
HAMLET = replace(worlds.world("hamlet"), citizens=8, days=50, lives_every=2, pictures=4, checks=2)
"""A month and a half: one month is settled with all that can go wrong."""

Live = Callable[..., Told]


@pytest.fixture
def live(transactional_db, catalogue, venues) -> Live:
    """Lets a city live on an empty database with rules, offices and quiz."""
    roles.load()
    bank.load()

    def _live(world: World, *, seed: int = 1, until: date | None = None, **named: int) -> Told:
        return course.simulate(world, seed=seed, until=until or world.until or UNTIL, **named)

    return _live
