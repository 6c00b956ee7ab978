"""Counts what a drill has lost, doubled and left standing: plain SQL on the tables, beside what was acknowledged.

Shares nothing with the audit: that proves the books against themselves, this proves them against what people were told
and what the same deeds came to in calm weather.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faults.cast import FEN, PRICE
from faults.deeds import Journal

Rows = list[tuple[Any, ...]]


@dataclass(slots=True)
class Findings:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.stuck)

    def compare(self, what: str, is_: int, must_be: int) -> None:
        """Less than there must be is lost, more is doubled."""
        if is_ != must_be:
            (self.lost if is_ < must_be else self.doubled).append(f"{what}: {is_} instead of {must_be}")


class Checker:
    """`cursor` reads past the links, each statement a transaction of its own. Spenders began with `earned` credits."""

    def __init__(self, cursor: Any, earned: int = 0) -> None:
        self.cursor = cursor
        self.earned = earned

    def check(self, journal: Journal, calm: Sequence[int]) -> Findings:
        """`calm` is what so many rides of a day earn, ride by ride, where nothing was struck."""
        found = Findings()
        self._acts(journal, found)
        self._earned(list(journal.acts), calm, found)
        self._vouchers(journal, found)
        self._spent(list(journal.redemptions), found)
        self._standing([public_id for acts in journal.acts.values() for public_id in acts], found)
        if journal.unanswered:
            found.stuck.append(f"{journal.unanswered} deeds were never answered")
        return found

    def credits_of(self, citizen_id: int) -> list[list[int]]:
        """What the rides of each of a citizen's days earned, the most first."""
        return [sorted(credits, reverse=True) for _citizen, _day, credits in self._days([citizen_id])]

    def pending(self, public_ids: Sequence[str]) -> int:
        """How many of these acts are not scored."""
        [[pending]] = self._rows(
            """
            SELECT count(*) FROM activities_activity
            WHERE public_id = ANY (%s::text[]) AND status IN ('pending', 'waiting')
            """,
            list(public_ids),
        )
        return int(pending)

    def last_run(self) -> int:
        [[last]] = self._rows("SELECT coalesce(max(id), 0) FROM jobs_run")
        return int(last)

    def jobs_not_done_since(self, run: int) -> list[str]:
        """Which jobs nobody has taken after the run of that number was written down, or has not ended yet."""
        query = """
            SELECT DISTINCT job FROM jobs_run AS one
            WHERE NOT EXISTS (SELECT FROM jobs_run AS next WHERE next.job = one.job AND next.id > %s)
               OR EXISTS (SELECT FROM jobs_run WHERE job = one.job AND started_at IS NOT NULL AND ended_at IS NULL)
        """
        return [job for (job,) in self._rows(query, run)]

    def late_jobs(self, seconds: float) -> Rows:
        """The jobs that nobody has taken for so long since they were due, and for how long."""
        return self._rows(
            """
            SELECT job, clock_timestamp() - due_at FROM jobs_run
            WHERE started_at IS NULL AND due_at < clock_timestamp() - make_interval(secs => %s)
            """,
            seconds,
        )

    def now(self) -> datetime:
        """The moment by the database's clock."""
        [[now]] = self._rows("SELECT clock_timestamp()")
        assert isinstance(now, datetime)
        return now

    def has_announced_since(self, moment: datetime) -> bool:
        """Whether a scheduler has told the workers of anything after that moment by the database's clock."""
        [[has]] = self._rows("SELECT EXISTS (SELECT FROM jobs_run WHERE announced_at > %s)", moment)
        return bool(has)

    def _acts(self, journal: Journal, found: Findings) -> None:
        for citizen_id, told in journal.acts.items():
            own = "SELECT public_id, started_at FROM activities_activity WHERE citizen_id = %s"
            kept: dict[str, Any] = dict(self._rows(own, citizen_id))
            found.lost += [f"act {public_id}" for public_id in set(told) - kept.keys()]
            found.compare(f"acts of {citizen_id}", len(kept), _due(len(set(told)), len(kept), journal.unanswered))
            found.compare(f"rides of {citizen_id} at one time", len(kept), len(set(kept.values())))

    def _earned(self, citizen_ids: list[int], calm: Sequence[int], found: Findings) -> None:
        for citizen_id, day, credits in self._days(citizen_ids):
            due = sum(sorted(calm, reverse=True)[: len(credits)])
            found.compare(f"credits assessed for {citizen_id} on {day}", sum(credits), due)
        for citizen_id, assessed, awards, paid, balance in self._rows(
            """
            SELECT citizen.id, coalesce(assessed.credits, 0), coalesce(awarded.count, 0), coalesce(awarded.amount, 0),
                   coalesce(own.balance, 0)
            FROM unnest(%s::bigint[]) AS citizen (id)
            LEFT JOIN (
                SELECT act.citizen_id, sum(assessment.credits) AS credits
                FROM activities_assessment AS assessment JOIN activities_activity AS act ON act.id = activity_id
                GROUP BY 1
            ) AS assessed ON assessed.citizen_id = citizen.id
            LEFT JOIN (
                SELECT account.owner_id, count(*), sum(amount) AS amount
                FROM credits_transfer AS transfer JOIN credits_ledgeraccount AS account ON account.id = credit_id
                WHERE transfer.kind = 'award' GROUP BY 1
            ) AS awarded ON awarded.owner_id = citizen.id
            LEFT JOIN (
                SELECT owner_id, sum(balance) AS balance FROM credits_ledgeraccount WHERE kind = 'available' GROUP BY 1
            ) AS own ON own.owner_id = citizen.id
            """,
            citizen_ids,
        ):
            found.compare(f"credits paid to {citizen_id} in {awards} awards", int(paid), int(assessed))
            found.compare(f"balance of {citizen_id}", int(balance), int(paid))

    def _vouchers(self, journal: Journal, found: Findings) -> None:
        told = [public_id for ids in journal.redemptions.values() for public_id in ids]
        status: dict[str, str] = dict(
            self._rows("SELECT public_id, status FROM merchants_redemption WHERE public_id = ANY (%s::text[])", told)
        )
        found.lost += [f"voucher {public_id}" for public_id in set(told) - status.keys()]
        found.lost += [f"use of {each}" for each in journal.captured if status.get(each, "redeemed") != "redeemed"]
        for citizen_id, ids in journal.redemptions.items():
            [[kept]] = self._rows("SELECT count(*) FROM merchants_redemption WHERE citizen_id = %s", citizen_id)
            found.compare(f"vouchers of {citizen_id}", kept, _due(len(set(ids)), kept, journal.unanswered))

    def _spent(self, citizen_ids: list[int], found: Findings) -> None:
        for citizen_id, vouchers, held, used, available, set_aside, owed in self._rows(
            """
            SELECT citizen.id, voucher.count, voucher.held, voucher.used, account.available, account.held, fen.owed
            FROM unnest(%s::bigint[]) AS citizen (id)
            CROSS JOIN LATERAL (
                SELECT count(*), count(*) FILTER (WHERE status = 'held') AS held,
                       count(*) FILTER (WHERE status = 'redeemed') AS used
                FROM merchants_redemption WHERE citizen_id = citizen.id
            ) AS voucher
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(balance) FILTER (WHERE kind = 'available'), 0) AS available,
                       coalesce(sum(balance) FILTER (WHERE kind = 'held'), 0) AS held
                FROM credits_ledgeraccount WHERE owner_id = citizen.id
            ) AS account
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(amount), 0) AS owed
                FROM credits_transfer AS transfer JOIN credits_ledgeraccount AS account ON account.id = credit_id
                WHERE account.kind = 'receivable' AND split_part(transfer.reference, ':', 2) IN (
                    SELECT id::text FROM merchants_redemption WHERE citizen_id = citizen.id
                )
            ) AS fen
            """,
            citizen_ids,
        ):
            found.compare(f"credits left to {citizen_id}", int(available), self.earned - PRICE * vouchers)
            found.compare(f"credits set aside for {citizen_id}", int(set_aside), PRICE * held)
            found.compare(f"fen owed for vouchers of {citizen_id}", int(owed), FEN * used)

    def _standing(self, public_ids: Sequence[str], found: Findings) -> None:
        if pending := self.pending(public_ids):
            found.stuck.append(f"{pending} acts are not scored")
        found.stuck += [f"the job {job} has been due for {late}" for job, late in self.late_jobs(30)]
        found.stuck += [
            f"a transaction of {name} is open since {since}"
            for name, since in self._rows(
                """
                SELECT application_name, xact_start FROM pg_stat_activity
                WHERE xact_start < clock_timestamp() - interval '30 seconds' AND backend_type = 'client backend'
                  AND datname = current_database()
                """
            )
        ]

    def _days(self, citizen_ids: list[int]) -> Iterator[tuple[int, object, list[int]]]:
        yield from self._rows(
            """
            SELECT act.citizen_id, act.city_day, array_agg(assessment.credits)
            FROM activities_activity AS act JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
            WHERE act.citizen_id = ANY (%s::bigint[]) GROUP BY 1, 2
            """,
            citizen_ids,
        )

    def _rows(self, query: str, *values: object) -> Rows:
        self.cursor.execute(query, values or None)
        return list(self.cursor.fetchall())


def _due(told: int, kept: int, unanswered: int) -> int:
    """How many there must be: those of which somebody was told, and of the others as many as are there."""
    return min(max(told, kept), told + unanswered)
