"""Who lives in the simulated city: people of a kind, each with what they do and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of people; `habits` says how likely each habit is, by its name."""

    name: str
    of_100: int
    ages: tuple[int, int]
    steps: int
    habits: Mapping[str, float]


@dataclass(slots=True)
class Person:
    """Somebody of the city, known by a number that is the same in every run; `user` is who the portal knows."""

    number: int
    kind: Kind
    name: str
    phone: str
    district: str
    age: int
    steps: int
    language: str = "zh-hans"
    home: str = ""
    """The metro station by which they live, and `work` the one where they go."""
    work: str = ""
    sends_on: int = 0
    """The day of the week on which the apps send a week."""
    user: User | None = None
    sent_until: date | None = None
    """Up to which day, excluded, their apps have sent."""
    sends_daily: bool = False
    """Whether the apps send each night in the last days, of which the portal shows most."""
    cheat: str = ""
    """In which way somebody cheats, of simulation/cheats/."""
    habits: Mapping[str, float] = field(default_factory=dict)
    belongings: dict[str, Any] = field(default_factory=dict)
    """What habits remember of somebody: a car's odometer, a meter's last reading."""

    @property
    def is_of_the_cast(self) -> bool:
        """Whether visitors enter as this one: nobody is drawn from such a kind."""
        return not self.kind.of_100

    @property
    def account(self) -> User:
        assert self.user is not None, "asked before the person has signed up"
        return self.user
