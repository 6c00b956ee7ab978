"""“It did not arrive”: a citizen tells the desk of an act for which nothing came."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from activities import intake, ways_in
from activities.gate.drafts import Draft
from activities.telling.offering import is_awaited
from channels.form.menu import asks_nothing
from common.errors import DomainError
from evidence.models import Photo
from evidence.using import put_to_use
from methodologies.base import Claim as ActClaim
from methodologies.car import CarMethod
from methodologies.meter import MeterSaving
from review import refusals
from review.deadlines import answer_due
from review.models import Claim
from review.way_in import WAY_IN
from scenarios.models import Scenario
from scenarios.rules import Evidence, Rule


def may_be_claimed(scenario: Scenario, rule: Rule) -> bool:
    """Whether acts of it could have got lost: what the portal makes itself, a tap or a citizen's own meter cannot."""
    can_be_told = rule.windows.keys() & {Evidence.SELF_DECLARED, Evidence.PROVIDER}
    is_made_here = scenario.code in ways_in.recorded_here() or ways_in.entrance_of(scenario.code) is not None
    is_of_a_thing = isinstance(rule.methodology, CarMethod | MeterSaving)
    can_be_lost = not (is_made_here or is_of_a_thing or asks_nothing(scenario, rule) or is_awaited(scenario, rule))
    return bool(can_be_told) and can_be_lost


def claim(
    *, citizen: User, draft: Draft, rule: Rule, through: str, words: str, photo: Photo | None, now: datetime
) -> Claim:
    """The claim, to be answered by a day. What no rule could take is refused at once.

    Raises `DomainError`; then a photo stays a draft.
    """
    scenario = Scenario.objects.get(code=draft.scenario)
    if not may_be_claimed(scenario, rule) or draft.things or draft.unnamed:
        raise refusals.NotClaimed
    read = _check(draft, rule.windows, now)
    with transaction.atomic():
        if photo is not None:
            photo = put_to_use(photo=photo, now=now, looked_at=True)
        try:
            with transaction.atomic():
                return Claim.objects.create(
                    citizen=citizen,
                    scenario=scenario,
                    started_at=draft.started_at,
                    ended_at=draft.ended_at,
                    values=dict(read.values),
                    through=through,
                    words=words,
                    photo=photo,
                    sent_at=now,
                    due_on=answer_due(now),
                )
        except IntegrityError as error:
            raise refusals.ClaimedAlready from error


def _check(draft: Draft, grades: Iterable[Evidence], now: datetime) -> ActClaim:
    """What the act says, by the best proof that its rule takes. Raises the `DomainError` of the best."""
    refused: DomainError | None = None
    for grade in sorted(grades, key=lambda grade: -grade.strength):
        try:
            return intake.check(draft, channel=WAY_IN, evidence=grade, now=now)
        except DomainError as error:
            refused = refused or error
    assert refused is not None
    raise refused
