"""The city as it stands at a moment: who lives there, which shops there are, what was counted so far."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from common.errors import DomainError
from simulation.agenda import Agenda
from simulation.chance import Chance
from simulation.memory import Memory, Sale
from simulation.people import Person
from simulation.worlds import World

REVIEWERS = ("reviewer", "second-reviewer", "third-reviewer")
FUNDER, PUBLISHER, KEEPER, CAMPAIGNER = "funder", "publisher", "account-keeper", "campaigner"
ACCOUNTANT, PAYER, REFUNDER = "accountant", "payer", "refunder"
OFFICES = {
    **dict.fromkeys(REVIEWERS, "审核 · Reviewer"),
    KEEPER: "账户服务 · Account service",
    FUNDER: "预算拨付 · Budget funding",
    PUBLISHER: "商家与奖励审核 · Mall approval",
    CAMPAIGNER: "活动管理 · Campaign manager",
    ACCOUNTANT: "结算 · Settlement",
    PAYER: "结算 · Settlement",
    REFUNDER: "退还 · Refunds",
}
"""The members of staff by what they decide, and the groups they are in."""


@dataclass(slots=True)
class Store:
    """A merchant with what can be had there, as the city's people know it."""

    number: int
    merchant: Any
    owner: Any
    cashiers: list[Any]
    offers: list[Any]
    is_gone: bool = False
    suspended_until: date | None = None

    def is_open_on(self, day: date) -> bool:
        return not self.is_gone and (self.suspended_until is None or self.suspended_until <= day)


@dataclass(slots=True)
class City:
    """`counted` tells what was done, `refused` what doors said no to, by code: both are of the summary."""

    world: World
    seed: int
    first_day: date
    last_day: date
    people: list[Person] = field(default_factory=list)
    staff: dict[str, User] = field(default_factory=dict)
    stores: list[Store] = field(default_factory=list)
    gifts: list[Any] = field(default_factory=list)
    """Offers of no shop: tickets and donations."""
    second_path: Any = None
    """Organisations with their projects, where the world has them."""
    campaigns: dict[str, Any] = field(default_factory=dict)
    """Those that were opened, by their codes."""
    vouchers: dict[int, list[Any]] = field(default_factory=dict)
    """What people hold unused, by their numbers."""
    venues: list[Any] = field(default_factory=list)
    """Where a visit counts on the day."""
    pictures_taken: int = 0
    agenda: Agenda = field(default_factory=Agenda)
    of_account: dict[int, Person] = field(default_factory=dict)
    """Who is known to the portal by which number."""
    memory: Memory = field(default_factory=Memory)
    counted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    key: int = 0

    def chance(self, *name: object) -> Chance:
        return Chance(self.seed, *name)

    def is_by_hand(self, day: date) -> bool:
        """Whether forms, photos and visits belong to the day."""
        return (self.last_day - day).days < self.world.by_hand_days

    def may_take(self, count: int, day: date) -> bool:
        """Whether so many photos may be taken on the day, which counts them; they are spread over the days of forms."""
        days = self.world.by_hand_days
        passed = days - (self.last_day - day).days
        if self.pictures_taken + count > self.world.pictures * max(passed, 0) // max(days, 1):
            return False
        self.pictures_taken += count
        return True

    def next_key(self) -> str:
        """A key for a step that may be sent twice: the same in every run."""
        self.key += 1
        return f"city-{self.seed}-{self.key}"

    def sold(self, voucher: Any, now: datetime) -> Sale:
        """What a till took, as it remembers it: whoever undoes something of it says so there."""
        sale = Sale(voucher.merchant_id, voucher.price, voucher.settlement_fen, now)
        self.memory.sales.append(sale)
        return sale

    @contextmanager
    def trying(self, what: str) -> Iterator[None]:
        """Counts what is done within, or why a door refused it."""
        try:
            yield
        except DomainError as error:
            self.refused[f"{what}: {error.code}"] += 1
        else:
            self.counted[what] += 1

    def later(self, at: datetime, do: Callable[[datetime], None]) -> None:
        self.agenda.put(at, do)
