"""Replays what citizens did, act by act as it was decided on, by the scorer's own reckoning; writes nothing.

Each act is as it is believed since: what a person refused stays refused, what was taken back is taken back. With the
rules as they were the replay tells what was paid, to the gram and to the credit; what the same acts get with the other
rule stands beside it. No budget is asked.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from activities.models import Came, Decision
from activities.scoring.cases import Case, case_of
from activities.scoring.doubting import came_of
from activities.scoring.reckoning import Result, State, reckon
from activities.scoring.rehearsing.recorded import OUT_OF_BOUNDS, Recorded, recorded
from activities.scoring.rehearsing.trials import Trial
from activities.scoring.revoking import revoke
from activities.scoring.timetable import Placed
from activities.scoring.under_review import REFUSED_IN_REVIEW, REFUSED_OVER_DOUBTS
from activities.scoring.worth import NOTHING, Used, Worth
from activities.ways_in import all_ways, is_open
from common.city_time import city_day
from methodologies.base import Span
from scenarios.rulebook import rule_of
from scenarios.rules import Evidence, Rule

NOT_ACCEPTED, TOO_LATE, UNREADABLE = "not_accepted", "too_late", "unreadable_claim"
WAY_CLOSED = "way_closed"
FORGIVEN = frozenset({Decision.CLEARED.value, "reopened"})
LOOKED_AT = frozenset({*FORGIVEN, Decision.REFUSED.value})
"""A person has decided, so no other threshold asks again."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Replayed:
    """What an act came to: `earned` once, less what was `given_back` when it was taken back."""

    act: Recorded
    is_tried: bool = False
    refusal: str = ""
    """Why it is not taken; empty where it is."""
    waits: bool = False
    """Whether a person would have had to look at it who has not."""
    result: Result | None = None
    given_back: Worth = NOTHING

    @property
    def earned(self) -> Worth:
        return Worth(self.result.reckoning.grams, self.result.reckoning.credits) if self.result else NOTHING

    @property
    def kept(self) -> Worth:
        return Worth(self.earned.grams - self.given_back.grams, self.earned.credits - self.given_back.credits)


def replay(citizen_ids: Sequence[int], trial: Trial) -> Iterator[list[Replayed]]:
    """The acts that the trial could change, citizen by citizen; one citizen's are held at a time."""
    for _citizen, acts in groupby(recorded(citizen_ids, trial), key=attrgetter("citizen_id")):
        yield _Course(trial).through(list(acts))


class _Refused(Exception):
    """The rule that is tried does not take an act: `args` is why."""


@dataclass(slots=True)
class _Course:
    """Where the replay of one citizen stands."""

    trial: Trial
    state: State = field(default_factory=State)
    cases: dict[int, Case] = field(default_factory=dict)
    replayed: dict[int, Replayed] = field(default_factory=dict)
    totals: dict[tuple[int, date], list[int]] = field(default_factory=lambda: defaultdict(list))
    """The acts that tell the whole of a day and still stand, by scenario and day."""

    def through(self, acts: Sequence[Recorded]) -> list[Replayed]:
        taken_back = sorted((act.revoked_at, act.pk) for act in acts if act.revoked_at)
        waiting: list[Case] = []
        for act in acts:
            while taken_back and taken_back[0][0] < act.decided_at:
                self._score(waiting)
                self._take_back(taken_back.pop(0)[1])
            waiting += self._read(act)
        self._score(waiting)
        for _when, pk in taken_back:
            self._take_back(pk)
        return list(self.replayed.values())

    def _read(self, act: Recorded) -> list[Case]:
        """The act as its rule reads it; none where the rule that is tried would not have taken it."""
        is_tried = self.trial.covers(act.scenario_id, act.city_day)
        told = self.replayed[act.pk] = Replayed(act, is_tried)
        try:
            case = _tried(told, self.trial.rule) if is_tried and self.trial.rule else _as_it_was(act)
        except _Refused as refused:
            told.refusal = str(refused)
            return []
        self.cases[act.pk] = case
        return [case]

    def _score(self, cases: list[Case]) -> None:
        """Nothing was taken back between them, so they are reckoned together."""
        if not cases:
            return
        results, self.state = reckon(cases, self.state)
        for result in results:
            case = result.case
            self.replayed[case.pk].result = result
            if case.rule.methodology.span is Span.DAY:
                self.totals[case.scenario_id, case.city_day].append(case.pk)
        cases.clear()

    def _take_back(self, pk: int) -> None:
        case = self.cases.get(pk)
        if case is None:
            return
        own_day = self.totals[case.scenario_id, case.city_day]
        if pk in own_day:
            own_day.remove(pk)
        replayed = self.replayed[pk]
        try:
            paid = replayed.earned
            placed = self.state.timetable.find(case) if case.lane else Placed(case, paid, Used.by(paid))
        except KeyError:
            # Over for good when it was scored.
            return
        revoked, self.state = revoke(placed, self.state, totals=[self.cases[other] for other in own_day])
        replayed.given_back = revoked.given_back


def _as_it_was(act: Recorded) -> Case:
    """The act by its own rule, as it was believed."""
    if act.version_id is None:
        raise _Refused(act.refusal)
    return _case(act, rule_of(act.version_id), Evidence(act.counted_as or act.evidence))


def _tried(told: Replayed, rule: Rule) -> Case:
    """The act by the rule that is tried. Raises `_Refused`."""
    act, evidence = told.act, Evidence(told.act.evidence)
    if not is_open(all_ways()[act.channel], rule):
        raise _Refused(WAY_CLOSED)
    _check_window(act, rule, evidence)
    try:
        case = _case(act, rule, evidence)
    except Exception as error:
        # What the rule cannot read it does not take; the others go on.
        log.exception("activity %s cannot be rehearsed", act.pk)
        raise _Refused(UNREADABLE) from error
    if rule.methodology.check(case.claim, rule.plain_bounds):
        raise _Refused(OUT_OF_BOUNDS)
    return _believed(told, case)


def _check_window(act: Recorded, rule: Rule, evidence: Evidence) -> None:
    window = rule.windows.get(evidence)
    if window is None:
        raise _Refused(NOT_ACCEPTED)
    took = _days_taken(act, rule)
    if window.value is None or took <= window.value:
        return
    before = rule_of(act.version_id).windows.get(evidence) if act.version_id else None
    if before is None or (before.value is not None and took > before.value):
        # It had arrived before it was recorded: a person has looked at it first, and in time it was.
        return
    raise _Refused(TOO_LATE)


def _days_taken(act: Recorded, rule: Rule) -> int:
    """From the day on which it was over until it was recorded."""
    is_total = rule.methodology.span is Span.DAY
    return (act.recorded_day - (act.city_day if is_total else city_day(act.ended_at))).days


def _believed(told: Replayed, case: Case) -> Case:
    """The act with what its doubts take of it, by the thresholds of the rule that is tried. Raises `_Refused`."""
    act = told.act
    if act.decision in FORGIVEN:
        return case
    if act.decision == Decision.REFUSED:
        raise _Refused(REFUSED_IN_REVIEW)
    before = rule_of(act.version_id).doubting if act.version_id else None
    if act.version_id and before == case.rule.doubting:
        return case.lowered(case.rule.weakest) if act.counted_as else case
    came = came_of(act.weight, case.rule.doubting, case) if case.rule.doubting and act.weight else Came.NOTED
    if came is Came.REFUSED or (came is Came.REVIEW and not act.version_id):
        raise _Refused(REFUSED_OVER_DOUBTS)
    told.waits = came is Came.REVIEW
    return case.lowered(case.rule.weakest) if came is Came.LOWER else case


def _case(act: Recorded, rule: Rule, evidence: Evidence) -> Case:
    claim = rule.methodology.read(json.loads(act.said), int((act.ended_at - act.started_at).total_seconds()))
    return case_of(
        act.pk,
        act.citizen_id,
        act.scenario_id,
        evidence,
        act.started_at,
        act.ended_at,
        act.city_day,
        claim,
        rule,
    )
