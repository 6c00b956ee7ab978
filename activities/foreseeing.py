"""What an act would earn if it were told of now: by the gate and the reckoning themselves, and nothing is written."""

from datetime import datetime

from accounts.models import User
from activities import intake
from activities.gate.drafts import Draft
from activities.scoring.cases import case_of
from activities.scoring.loading import load
from activities.scoring.reckoning import reckon
from activities.scoring.worth import Reckoning
from activities.ways_in import WayIn
from common.city_time import city_day
from scenarios import rulebook
from scenarios.rules import Evidence

LAST = 2**63 - 1
"""The number of an act that is none yet: after all others."""


def foresee(*, citizen: User, draft: Draft, channel: WayIn, evidence: Evidence, now: datetime) -> Reckoning:
    """What the draft would earn after what was scored by now; no lock is taken, so it may come otherwise.

    Raises the `DomainError` with which the gate would refuse it.
    """
    claim = intake.check(draft, channel=channel, evidence=evidence, now=now)
    book, day = rulebook.current(), city_day(draft.started_at)
    scenario = book.scenarios[draft.scenario]
    in_force = book.rule_on(scenario.pk, day)
    assert in_force, "the gate has looked"
    times = (draft.started_at, draft.ended_at, day)
    case = case_of(LAST, citizen.pk, scenario.pk, evidence, *times, claim, in_force[1])
    [result], _after = reckon([case], load([case], [], book))
    return result.reckoning
