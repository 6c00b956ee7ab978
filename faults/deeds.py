"""What people do in a drill, until it is acknowledged: each deed has a name of its own and is sent again as it was.

A ride is one act; all rides of one number take place at one time, so that what a citizen earns by so many rides is what
another earned by as many in calm weather.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from faults.cast import PRICE, Cast, Person
from faults.visitor import Unanswered, Visitor

CITY = timezone(timedelta(hours=8))
TODAY = datetime.now(CITY).replace(hour=0, minute=0, second=0, microsecond=0)
RIDES_A_DAY, DAYS = 90, 4
FIRST_DAYS_AGO = 2
"""No ride lies in the future of a clock that is a day behind, nor is it too late for one that is a day ahead."""
MOST_RIDES = RIDES_A_DAY * DAYS
ABSENCES = {"unavailable", "no_room"}
PATIENCE_S = 20.0
PAUSE_S = 0.05
REST_S = 0.3
"""Before a deed is tried again that was not answered."""


@dataclass(slots=True)
class Journal:
    """What the portal has acknowledged; only that can be lost."""

    acts: dict[int, list[str]] = field(default_factory=dict)
    """By citizen, the public ids of their acts, in the order of their rides."""
    absences: Counter[str] = field(default_factory=Counter)
    """What the API said while it could do nothing."""
    redemptions: dict[int, list[str]] = field(default_factory=dict)
    """By citizen, the public ids of their vouchers."""
    captured: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    """Answers that nobody should get: of a fault, or of a rule that does not apply."""
    unanswered: int = 0
    """Deeds of which nobody ever said what became of them."""


def ride(number: int) -> dict[str, object]:
    """The item of a citizen's ride of that number: every quarter of an hour of a past day."""
    days_ago, quarter = divmod(number, RIDES_A_DAY)
    start = TODAY - timedelta(days=days_ago + FIRST_DAYS_AGO) + timedelta(minutes=15 * quarter)
    end = start + timedelta(minutes=10)
    claim = {"distance_m": 2000}
    named = {"id": f"ride-{number}", "scenario": "bike-share", "claim": claim}
    return {**named, "started_at": start.isoformat(), "ended_at": end.isoformat()}


class Doer:
    """Does one person's deeds; `insist` sends a request until it is acknowledged or `give_up_at` has come."""

    def __init__(self, port: int, journal: Journal, cast: Cast) -> None:
        self.visitor = Visitor(port, patience_s=PATIENCE_S)
        self.journal = journal
        self.cast = cast
        self.give_up_at = float("inf")

    def submit(self, citizen: Person, numbers: range) -> bool:
        """Sends rides in one request; whether they were acknowledged."""
        body = {"activities": [ride(number) for number in numbers]}
        answer = self.insist("POST", "/api/v1/activities", body, citizen, {})
        if answer is None:
            return False
        for result in answer["results"]:
            if result["outcome"] == "refused":
                self.journal.refusals[result["problem"]["code"]] += 1
            else:
                self.journal.acts.setdefault(citizen.pk, []).append(result["activity"])
        return True

    def redeem_and_capture(self, citizen: Person, key: str) -> bool:
        """Redeems, and has the till take the voucher; whether both were acknowledged."""
        named = {"Idempotency-Key": f'"{key}"'}
        voucher = self.insist("POST", "/api/v1/redemptions", {"offer": self.cast.offer, "price": PRICE}, citizen, named)
        if voucher is None:
            return False
        self.journal.redemptions.setdefault(citizen.pk, []).append(voucher["redemption"])
        # The code changes every half minute: whoever was kept waiting looks at their voucher again.
        while code := voucher["code"]:
            body = {"shop": self.cast.shop, "code": code}
            taken = self.try_once("POST", "/api/v1/captures", body, self.cast.cashier, named)
            if taken is not None:
                break
            if time.monotonic() > self.give_up_at:
                self.journal.unanswered += 1
                return False
            time.sleep(REST_S)
            seen = self.insist("GET", f"/api/v1/redemptions/{voucher['redemption']}", None, citizen, {})
            if seen is None:
                return False
            voucher = seen
        self.journal.captured.append(voucher["redemption"])
        return True

    def insist(self, method: str, path: str, body: object, person: Person, headers: dict[str, str]) -> dict | None:
        while (answer := self.try_once(method, path, body, person, headers)) is None:
            if time.monotonic() > self.give_up_at:
                self.journal.unanswered += 1
                return None
            time.sleep(REST_S)
        return answer

    def try_once(self, method: str, path: str, body: object, person: Person, headers: dict[str, str]) -> dict | None:
        """The answer, if there is one that counts."""
        try:
            status, answer = self.visitor.ask(method, path, body, {"Authorization": person.authorization, **headers})
        except Unanswered as error:
            told = self.journal.absences if error.code in ABSENCES else self.journal.refusals if error.code else None
            if told is not None:
                told[error.code] += 1
            return None
        if status >= 400:
            self.journal.refusals[answer.get("code", str(status))] += 1
            return None
        return answer


class Stream:
    """People who go on doing deeds, each in a thread, until they are told to stop; what is begun is ended then."""

    def __init__(self, port: int, journal: Journal, cast: Cast, earners: list[Person], spenders: list[Person]) -> None:
        self.doers = [Doer(port, journal, cast) for _ in [*earners, *spenders]]
        works: list[Callable[[Doer], Iterator[bool]]] = [
            *(self._rides(person) for person in earners),
            *(self._vouchers(person) for person in spenders),
        ]
        self.going = True
        self.threads = [
            threading.Thread(target=self._go_on, args=(doer, work), daemon=True)
            for doer, work in zip(self.doers, works, strict=True)
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self, within_s: float) -> int:
        """Lets everybody end what they have begun; returns how many could not."""
        self.going = False
        for doer in self.doers:
            doer.give_up_at = time.monotonic() + within_s
        for thread in self.threads:
            thread.join(within_s + PATIENCE_S)
        return sum(thread.is_alive() for thread in self.threads)

    def _go_on(self, doer: Doer, work: Callable[[Doer], Iterator[bool]]) -> None:
        for _deed in work(doer):
            if not self.going:
                return
            time.sleep(PAUSE_S)

    @staticmethod
    def _rides(citizen: Person) -> Callable[[Doer], Iterator[bool]]:
        return lambda doer: (doer.submit(citizen, range(number, number + 1)) for number in range(MOST_RIDES))

    @staticmethod
    def _vouchers(citizen: Person) -> Callable[[Doer], Iterator[bool]]:
        return lambda doer: (doer.redeem_and_capture(citizen, f"{citizen.pk}-{number}") for number in itertools.count())
