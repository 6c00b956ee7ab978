"""Acts go through the gate: a week in one call where an app or an operator sends it, one at a time by the form.

They are withdrawn by whoever typed them, and taken back by the desk.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from accounts.models import User
from activities import intake
from activities.bound import bound_by
from activities.gate.drafts import Draft
from activities.intake import Outcome
from activities.models import Activity, Reason, Revocation, Status
from activities.scoring import taking_back
from channels.api.way_in import WAY_IN as API
from channels.files.way_in import WAY_IN as FILE
from channels.form.way_in import WAY_IN as FORM
from common.errors import DomainError
from scenarios.rules import Evidence
from simulation.doors.in_their_name import in_their_name
from simulation.habits.base import Act, Sender

SENT_BY = {
    Sender.PHONE: (FILE, Evidence.DEVICE),
    Sender.OPERATOR: (FORM, Evidence.PROVIDER),
}
"""By which way, and how well proven, a sender's acts come. Operators have no way of their own yet."""


def send(citizen: User, acts: Iterable[Act], *, sender: Sender, now: datetime) -> Sequence[Outcome]:
    """What somebody else recorded of a citizen's acts."""
    channel, evidence = SENT_BY[sender]
    drafts = [_draft(act) for act in acts]
    return intake.record(citizen=citizen, drafts=drafts, channel=channel, evidence=evidence, now=now)


def tell(citizen: User, act: Act, *, now: datetime, plate: str = "") -> Outcome:
    """An act typed into the form, where it is known by what it says. Raises what the gate refuses."""
    draft = bound_by(citizen).name(_draft(act, client_id=""), plate)
    [outcome] = intake.record(citizen=citizen, drafts=[draft], channel=FORM, evidence=Evidence.SELF_DECLARED, now=now)
    return _taken(outcome)


def tell_by_token(citizen: User, acts: Iterable[Act], *, now: datetime) -> Sequence[Outcome]:
    """What a program of the citizen's own sends with a personal token."""
    bound = bound_by(citizen)
    drafts = [bound.name(_draft(act)) for act in acts]
    return intake.record(citizen=citizen, drafts=drafts, channel=API, evidence=Evidence.SELF_DECLARED, now=now)


def withdraw(outcome: Outcome, *, now: datetime) -> None:
    """What was typed is taken back by whoever typed it."""
    assert isinstance(outcome, intake.Recorded)
    taking_back.withdraw(activity=outcome.activity, now=now)


def counted_since(citizen: User, since: date) -> list[Activity]:
    """What counts of a citizen's, the earliest first; what was sent at one moment in the order of its kinds."""
    acts = Activity.objects.of(citizen.pk).filter(status=Status.SCORED, city_day__gte=since)
    return list(acts.order_by("started_at", "scenario__code", "evidence", "pk"))


@in_their_name
def take_back(act: Activity, *, reason: str, by: User, now: datetime) -> Revocation:
    return taking_back.take_back(activity=act, reason=Reason(reason), by=by, now=now)


def refusal_of(outcome: Outcome) -> DomainError | None:
    return outcome.error if isinstance(outcome, intake.Refused) else None


def is_new(outcome: Outcome) -> bool:
    return isinstance(outcome, intake.Recorded)


def _taken(outcome: Outcome) -> Outcome:
    if isinstance(outcome, intake.Refused):
        raise outcome.error
    return outcome


def _draft(act: Act, *, client_id: str | None = None) -> Draft:
    own = act.client_id if client_id is None else client_id
    return Draft(act.scenario, act.span, act.started_at, act.ended_at, act.values, own)
