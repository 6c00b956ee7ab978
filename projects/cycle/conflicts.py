"""Who may not judge a project or event: its owner, its group, who acts for a side, or had a hand in it for another."""

from accounts.models import User
from projects.models import Answer, DesignStep, DocumentVersion, Event, Organisation, ProjectDesign, Seat, StepKind
from projects.refusals import OwnProject

OWNERS_STEPS = (StepKind.SUBMITTED, StepKind.WANTED, StepKind.WITHDRAWN)
VERIFIERS_STEPS = (StepKind.VALIDATED,)
DESKS_STEPS = (StepKind.PUBLISHED, StepKind.RETURNED, StepKind.ASSIGNED, StepKind.REGISTERED, StepKind.REJECTED)


def check_impartial(design: ProjectDesign, by: User) -> None:
    """Whoever decides at the desk acts neither for the owner nor for a verifier, nor has done so in this matter.

    Leaving a seat makes nobody a judge of what they did in it. Raises `OwnProject`.
    """
    judged = [design.owner_id, design.verifier_id, design.wanted_verifier_id]
    if acts_for(by, judged) or _has_prepared(design, by) or _has_done(design, by, *VERIFIERS_STEPS):
        raise OwnProject


def check_only_verifies(judged: ProjectDesign | Event, by: User) -> None:
    """Whoever gives the opinion has no hand on the owner's side, or of a design on the desk's. Raises `OwnProject`."""
    if acts_for(by, [judged.owner_id]):
        raise OwnProject
    if isinstance(judged, ProjectDesign) and (_has_prepared(judged, by) or _has_done(judged, by, *DESKS_STEPS)):
        raise OwnProject


def acts_for(user: User, organisations: list[int | None]) -> bool:
    """Whether somebody sits in one of them, or has applied for it."""
    known = [one for one in organisations if one]
    sits = Seat.objects.current().filter(user=user, organisation__in=known)
    return sits.exists() or Organisation.objects.filter(pk__in=known, applicant=user).exists()


def _has_prepared(design: ProjectDesign, by: User) -> bool:
    """For the owner: begun, written files for, submitted or answered."""
    opinions = DesignStep.objects.filter(version__design=design, document__isnull=False).values("document")
    files = DocumentVersion.objects.filter(document__design=design, by=by).exclude(pk__in=opinions)
    answers = Answer.objects.filter(comment__version__design=design, by=by)
    began = design.begun_by_id == by.pk
    return began or _has_done(design, by, *OWNERS_STEPS) or files.exists() or answers.exists()


def _has_done(design: ProjectDesign, by: User, *kinds: StepKind) -> bool:
    return DesignStep.objects.filter(version__design=design, by=by, kind__in=kinds).exists()
