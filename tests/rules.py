"""Rules that change in tests whose subject is something else: rehearsed, and approved by a second person."""

from datetime import date, datetime

from accounts.models import User
from activities.scoring.rehearsing.run import go_on
from scenarios import approving, publishing
from scenarios.models import RuleVersion
from scenarios.rehearsals import asking


def make_approver() -> User:
    """A member of the staff who wrote no rule."""
    approver, _is_new = User.objects.get_or_create(username="approver", defaults={"is_staff": True})
    return approver


def rehearse(draft: RuleVersion, *, now: datetime) -> None:
    """Leaves a whole rehearsal of the draft as it is; an end needs none."""
    if not draft.ends and not asking.rehearsed(draft):
        asked = asking.ask(version=draft, days=1, by=make_approver(), now=now)
        while go_on(clock=lambda: now, rehearsal_id=asked.pk):
            pass


def approve(draft: RuleVersion, *, now: datetime) -> RuleVersion:
    """By somebody else, once it is rehearsed."""
    draft = RuleVersion.objects.get(pk=draft.pk)
    rehearse(draft, now=now)
    return approving.approve(draft, by=make_approver(), now=now)


def publish(draft: RuleVersion, *, effective_from: date, now: datetime) -> RuleVersion:
    """Publishes a draft; one that nobody has approved is approved first."""
    if RuleVersion.objects.filter(pk=draft.pk, published_at=None, approved_at=None).exists():
        approve(draft, now=now)
    return publishing.publish(draft, effective_from=effective_from, now=now)
