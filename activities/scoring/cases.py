"""A case: one act as it is reckoned, read by its methodology, worth something by itself, busy on its lane. Pure."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from activities.scoring.worth import Worth, own_worth
from methodologies.base import Claim, Methodology, Span
from methodologies.registry import Timeline, timeline
from scenarios.rules import Evidence, Rule

ONE_MINUTE = timedelta(minutes=1)


class Case(NamedTuple):
    """An act that its rule could read."""

    pk: int
    """Acts are numbered as they were recorded."""
    citizen_id: int
    scenario_id: int
    started_at: datetime
    busy_until: datetime
    """Until when it keeps its lane busy: its end or, for a moment, as long as such a moment lasts."""
    city_day: date
    rule: Rule
    quantified: Decimal
    """What the methodology counts, in grams, exactly."""
    own: Worth
    """What the act is worth before any cap."""
    lane: str
    """What it keeps busy; empty for nothing."""
    claim: Claim
    evidence: Evidence
    """How well it is proven, as it counts."""
    is_lowered: bool = False
    """Whether it counts as proven less well than it came."""

    def lowered(self, evidence: Evidence) -> "Case":
        """The same, counted as proven by that."""
        own = own_worth(self.quantified, self.claim, self.rule, evidence)
        return self._replace(own=own, evidence=evidence, is_lowered=True)

    def meets(self, other: "Case") -> bool:
        """Whether the two, on one lane, share a time."""
        return self.started_at < other.busy_until and other.started_at < self.busy_until

    @property
    def pedalled(self) -> int:
        """The whole minutes in which a phone in a pocket took pedalling for steps."""
        is_pedalled = self.rule.methodology.is_pedalled
        return (self.busy_until - self.started_at) // ONE_MINUTE if is_pedalled else 0

    @property
    def is_beside_rides(self) -> bool:
        """Whether it is a day's total of which rides of the day take off what they made a phone count."""
        return self.rule.steps_per_riding_minute is not None

    @property
    def timeline(self) -> Timeline:
        found = timeline(self.rule.methodology)
        assert found, "asked of an act on a lane"
        return found


def case_of(
    pk: int,
    citizen_id: int,
    scenario_id: int,
    evidence: Evidence,
    started_at: datetime,
    ended_at: datetime,
    city_day: date,
    claim: Claim,
    rule: Rule,
) -> Case:
    """The case of an act. Raises whatever its methodology raises for a claim that it cannot count."""
    method = rule.methodology
    quantified = method.quantify(claim, rule.factor_values)
    return Case(
        pk,
        citizen_id,
        scenario_id,
        started_at,
        busy_until(method, started_at, ended_at),
        city_day,
        rule,
        quantified,
        own_worth(quantified, claim, rule, evidence),
        lane_of(method, claim),
        claim,
        evidence,
    )


def busy_until(method: Methodology, started_at: datetime, ended_at: datetime) -> datetime:
    """Until when an act keeps its lane busy."""
    return started_at + timedelta(minutes=method.lasts_minutes) if method.span is Span.MOMENT else ended_at


def lane_of(method: Methodology, claim: Claim) -> str:
    """The lane of an act; empty where it keeps nothing busy. Moments that name different options are different acts."""
    found = timeline(method)
    if found is None:
        return ""
    if method.span is Span.PERIOD:
        return found.name
    chosen = [str(claim.values[choice.name]) for choice in method.choices if choice.name in claim]
    return ":".join([found.name, *chosen])
