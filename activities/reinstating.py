"""Counts an act again that was taken back wrongly: it is recorded anew by the one gate, and scored as any other.

The revoked act stays revoked, and what it gave back stays given back; the new act is paid, as much as it can be beside
what was credited since, under a reference of its own. Locks: things of the act, then those of the gate.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from activities import intake, proofs, refusals
from activities.gate.drafts import Draft
from activities.intake import Recorded, Refused
from activities.models import Activity, Came, Doubted, Reinstatement, Revocation
from activities.things import holding
from activities.things.refusals import CountedMeanwhile
from activities.way_in import WAY_IN
from scenarios.rules import Evidence


@transaction.atomic
def reinstate(*, revocation: Revocation, by: User, now: datetime) -> Activity:
    """The new act, pending. Raises `OwnAct`, `TakenBackByYou`, `CountsAgainAlready`, `CountedMeanwhile`, the gate's."""
    act = Activity.objects.select_related("scenario", "citizen").get(pk=revocation.pk)
    if act.citizen_id == by.pk:
        raise refusals.OwnAct
    if revocation.by_id == by.pk:
        raise refusals.TakenBackByYou
    if not holding.still_free([act.pk]):
        raise CountedMeanwhile
    again = _recorded(act, now)
    Reinstatement.objects.create(revocation=revocation, activity=again, by=by, reinstated_at=now)
    holding.hold_too(again.pk, like=act.pk)
    proofs.tie_too(again.pk, like=act.pk)
    _keep_doubts(act, again, now)
    return again


def _recorded(act: Activity, now: datetime) -> Activity:
    """The same act once more: of two at once the second finds the first."""
    evidence = Evidence(act.evidence)
    [outcome] = intake.record(citizen=act.citizen, drafts=[_draft(act)], channel=WAY_IN, evidence=evidence, now=now)
    if isinstance(outcome, Refused):
        raise outcome.error
    if not isinstance(outcome, Recorded):
        raise refusals.CountsAgainAlready
    return outcome.activity


def _draft(act: Activity) -> Draft:
    return Draft(
        scenario=act.scenario.code,
        span=act.scenario.methodology.span,
        started_at=act.started_at,
        ended_at=act.ended_at,
        values=act.values,
        # No client's id has a line end, so that nobody takes this one's place.
        client_id=f"reinstate\n{act.pk}",
        # It has come in time once: the rule of its own day is the only one to ask.
        arrived_at=act.started_at,
    )


def _keep_doubts(act: Activity, again: Activity, now: datetime) -> None:
    """What spoke against the act was decided on, so nothing is doubted anew; what lowered its proof still does."""
    before = Doubted.objects.filter(pk=act.pk).first()
    is_lowered = before is not None and before.came == Came.LOWER and not before.is_forgiven
    Doubted.objects.create(
        activity=again,
        citizen_id=again.citizen_id,
        doubts=before.doubts if before else [],
        weight=before.weight if before else 0,
        came=Came.LOWER if is_lowered else Came.NOTED,
        raised_at=now,
    )
