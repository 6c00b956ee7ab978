"""What the rules say of one draft by itself: of its scenario, its span, its day, the way it came and what it claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from activities import refusals
from activities.gate.drafts import Draft, digest
from activities.things.naming import Stretch
from activities.ways_in import WayIn, is_open
from common.city_time import city_day
from methodologies.base import Claim, ClaimError, Methodology, Span
from scenarios import rulebook
from scenarios.models import Scenario
from scenarios.rules import Evidence, Rule


@dataclass(frozen=True, slots=True)
class Accepted:
    """A draft that the rules let through, with the digest that keeps it single."""

    draft: Draft
    scenario: Scenario
    day: date
    claim: Claim
    digest: UUID
    is_better: bool = False
    """Whether it proves better what is there; then the digest stands for its grade, too."""

    @property
    def stretches(self) -> list[Stretch]:
        """What it counts of its things."""
        draft = self.draft
        told = [thing.stretch(self.claim, draft.started_at, draft.ended_at) for thing in draft.things]
        return [stretch for stretch in told if stretch.first < stretch.last]


def accept(draft: Draft, book: rulebook.RuleBook, channel: WayIn, evidence: Evidence, now: datetime) -> Accepted:
    scenario = book.scenarios.get(draft.scenario)
    if scenario is None:
        raise refusals.UnknownScenario(scenario=draft.scenario)
    method = scenario.methodology
    _check_span(draft, method, now)
    day = city_day(draft.started_at)
    today = city_day(draft.arrived_at or now)
    rule, on_arrival = _rule(book, scenario, day), book.rule_on(scenario.pk, today)
    # Of a scenario that has ended its last days may still arrive, as late as their own rule lets them.
    rules = (rule,) if on_arrival is None or on_arrival[1] is rule else (rule, on_arrival[1])
    if not all(is_open(channel, each) for each in rules):
        raise refusals.WayClosed(way=channel.code)
    _check_window(rules, day if method.span is Span.DAY else city_day(draft.ended_at), evidence, today)
    if draft.unnamed is not None:
        raise draft.unnamed
    return Accepted(draft, scenario, day, _check_claim(draft, rule), digest(draft))


def _check_span(draft: Draft, method: Methodology, now: datetime) -> None:
    if draft.span is not method.span:
        raise refusals.SPAN_ASKED[method.span]
    if method.span is Span.PERIOD:
        if draft.ended_at <= draft.started_at:
            raise refusals.EndsBeforeStart
        if draft.ended_at - draft.started_at > timedelta(days=method.longest_days):
            raise refusals.TooLong(days=method.longest_days)
    if city_day(draft.started_at) > city_day(now) or (method.span is not Span.DAY and draft.ended_at > now):
        raise refusals.InTheFuture


def _rule(book: rulebook.RuleBook, scenario: Scenario, day: date) -> Rule:
    in_force = book.rule_on(scenario.pk, day)
    if in_force is None:
        raise refusals.NotInForce(scenario=scenario.name, day=day.isoformat())
    return in_force[1]


def _check_window(rules: Iterable[Rule], day: date, evidence: Evidence, today: date) -> None:
    """`day` is the one on which the act was over; the rules are those of its day and of this one.

    A window is a rule about arriving: were the act's own the only one, a window could never be closed for days gone by.
    """
    least: int | None = None
    for rule in rules:
        window = rule.windows.get(evidence)
        if window is None:
            raise refusals.NotAccepted
        if window.value is not None:
            least = window.value if least is None else min(least, window.value)
    if least is not None and (today - day).days > least:
        raise refusals.TooLate(last_day=(day + timedelta(days=least)).isoformat())


def _check_claim(draft: Draft, rule: Rule) -> Claim:
    method = rule.methodology
    try:
        claim = method.read(draft.values, int((draft.ended_at - draft.started_at).total_seconds()))
    except ClaimError as error:
        raise refusals.UnreadableClaim.of(method, error) from error
    for contradiction in method.contradictions(claim):
        raise refusals.ContradictsItself.of(method, contradiction)
    doubts = method.check(claim, rule.plain_bounds)
    if doubts:
        raise refusals.OutOfBounds.of(method, doubts[0])
    return claim
