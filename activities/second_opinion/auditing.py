"""The audit's second opinion: what a sample of citizens was paid, held against what a second reckoner says.

A history is judged in pieces that nothing joins: the acts of one group between two ends of months over which none of
them lasts. A piece is left alone where some act of it was assessed before stretches were counted as they are now, for
those keep what they earned.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from fractions import Fraction

from django.db import DataError, connection
from django.db.migrations.recorder import MigrationRecorder

from activities.second_opinion.acts import Act, Amount, Withdrawal
from activities.second_opinion.exact_grams import UnknownMethod
from activities.second_opinion.history import Assessed, histories_of, metro_ways
from activities.second_opinion.metro_ways import MetroWays
from activities.second_opinion.reckoner import CannotReckon, Reckoned, reckon
from activities.second_opinion.timelines import end_of, group_of, rides_count_as_steps
from common.audit import WHOLE, Finding
from common.city_time import at_city_time

CODES = QUANTITY, ASSESSMENT, RECOUNTING, REVOCATION = (
    "quantity_disputed",
    "assessment_disputed",
    "recounting_disputed",
    "revocation_disputed",
)
A_HAIR = Fraction(1, 10**9)
"""By so few grams an exact value may differ: the scorer divides in decimals, of which there are 28."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Which citizens are looked at. What one audit found, another with the same seed finds again."""

    seed: str = ""
    size: int = WHOLE.citizens
    judged_since: datetime | None = None
    """From when on acts are judged; unless said, since stretches are counted as they are now."""

    def citizens(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT citizen_id FROM (SELECT DISTINCT citizen_id FROM activities_activity) AS citizen"
                " ORDER BY md5(citizen_id || ' ' || %s), citizen_id LIMIT %s",
                [self.seed, self.size],
            )
            return [citizen_id for (citizen_id,) in cursor.fetchall()]


def findings(sample: Sample) -> Iterator[Finding]:
    """What the second reckoner disputes. A fixed number of statements, however many acts there are."""
    ways, since = metro_ways(), sample.judged_since or _in_force_since()
    try:
        for history in histories_of(sample.citizens()):
            yield from (_unreadable(assessed) for assessed in history if not _has_a_group(assessed))
            for piece in pieces([assessed for assessed in history if _has_a_group(assessed)]):
                # What was recorded since was assessed since, whatever its date says.
                if all(max(assessed.recorded_at, assessed.assessed_at) >= since for assessed in piece):
                    yield from _disputes(piece, ways)
    except (DataError, ValueError) as error:
        yield Finding(ASSESSMENT, f"the histories cannot be read to their end: {str(error).splitlines()[0]}")


def _unreadable(assessed: Assessed) -> Finding:
    return Finding(ASSESSMENT, f"activity {assessed.act.number} cannot be reckoned anew")


def _has_a_group(assessed: Assessed) -> bool:
    """Whether its version and claim can be read so far as to tell what it meets."""
    try:
        return bool(group_of(assessed.act))
    except (AttributeError, LookupError, TypeError):
        return False


def _in_force_since() -> datetime:
    """When stretches began to be counted as the best single counting of them."""
    migrations = MigrationRecorder.Migration.objects.filter(app="activities", name="0013_recounting")
    return migrations.values_list("applied", flat=True).first() or datetime.min.replace(tzinfo=UTC)


def pieces(history: Sequence[Assessed]) -> Iterator[list[Assessed]]:
    """A citizen's history in parts of which none shares a cap, a time or a day's total with another."""
    groups: dict[str, list[Assessed]] = defaultdict(list)
    with_rides = any(rides_count_as_steps(assessed.act) for assessed in history)
    for assessed in history:
        groups[group_of(assessed.act, with_rides=with_rides)].append(assessed)
    for group in groups.values():
        piece: list[Assessed] = []
        for assessed in sorted(group, key=lambda one: one.act.started_at):
            month = at_city_time(assessed.act.city_day.replace(day=1), time.min)
            if piece and piece[-1].act.month != assessed.act.month and max(end_of(one.act) for one in piece) <= month:
                yield sorted(piece, key=Assessed.as_recorded)
                piece = []
            piece.append(assessed)
        yield sorted(piece, key=Assessed.as_recorded)


def _disputes(piece: Sequence[Assessed], ways: MetroWays) -> list[Finding]:
    """Acts are scored in the order of recording; a refused one that was sent again came later, as its time alone says.

    So what is sound in the order of assessing is not disputed either.
    """
    disputed = list(_disputes_in_order(piece, ways))
    as_assessed = sorted(piece, key=Assessed.as_assessed)
    if disputed and as_assessed != piece and not list(_disputes_in_order(as_assessed, ways)):
        return []
    return disputed


def _disputes_in_order(piece: Sequence[Assessed], ways: MetroWays) -> Iterator[Finding]:
    try:
        reckoned = reckon(in_order(piece), ways)
    except UnknownMethod:
        # Of a program newer than this one, which alone can tell what it is worth and what it meets.
        return
    except CannotReckon as error:
        yield Finding(ASSESSMENT, f"activity {error.number} cannot be reckoned anew")
        return
    for assessed, own in zip(piece, reckoned, strict=True):
        yield from _differences(assessed, own)


def in_order(piece: Sequence[Assessed]) -> Iterator[Act | Withdrawal]:
    """The acts in the order of the piece, each that was taken back after all that were assessed until then."""
    taken_back = sorted((one.revoked_at, one.act.number) for one in piece if one.revoked_at)
    for assessed in piece:
        while taken_back and taken_back[0][0] < assessed.assessed_at:
            yield Withdrawal(taken_back.pop(0)[1])
        yield assessed.act
    yield from (Withdrawal(number) for _when, number in taken_back)


def _differences(assessed: Assessed, own: Reckoned) -> Iterator[Finding]:
    number = assessed.act.number
    if assessed.exact is None or abs(assessed.exact - own.exact) > A_HAIR:
        said, anew = _grams(assessed.exact), _grams(own.exact)
        yield Finding(QUANTITY, f"activity {number} avoided {said} g exactly; reckoned anew it is {anew} g")
    if assessed.earned != own.earned:
        said, anew = (f"{amount.grams} g and {amount.credits}" for amount in (assessed.earned, own.earned))
        yield Finding(ASSESSMENT, f"activity {number} earned {said} credits; reckoned anew it is {anew}")
    if assessed.given_back != own.given_back:
        said, anew = (_amount(back) for back in (assessed.given_back, own.given_back))
        yield Finding(REVOCATION, f"activity {number} gave back {said} credits; reckoned anew it is {anew}")
    if assessed.recounted != own.recounted:
        (grams, credits, acts), anew = assessed.recounted, ", ".join(map(str, own.recounted))
        said = f"counts with {grams} g, {credits} credits, {acts} acts besides its pay"
        yield Finding(RECOUNTING, f"activity {number} {said}; anew {anew}")


def _amount(amount: Amount | None) -> str:
    return f"{amount.grams} g and {amount.credits}" if amount else "nothing and no"


def _grams(exact: Fraction | None) -> str:
    return "no" if exact is None else f"{Decimal(exact.numerator) / exact.denominator:f}"
