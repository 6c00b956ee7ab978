"""The verifier: proposed by the owner, assigned by the desk, and its opinion with a document.

Locks: the design.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.cycle import commenting, conflicts, stepping, telling
from projects.cycle.drafting import SUBMITS
from projects.documents.keeping import keep_anew
from projects.documents.kinds import Sent
from projects.models import DesignStep, Organisation, Part, ProjectDesign, Stage, StepKind
from projects.organisations.access import check_acts
from projects.organisations.verifying import check_may_verify
from projects.refusals import CommentsUnanswered, WordsMissing

VALIDATES = (Part.OWNER, Part.RELEASER)
OPINION = "审定意见 · Validation opinion"
"""Under this title its document is kept, each opinion as one of its own."""


@transaction.atomic
def want(*, design: ProjectDesign, verifier: Organisation, by: User, now: datetime) -> ProjectDesign:
    """The owner proposes one. Raises `NotYourPart`, `NotItsTurn`, `NotAVerifier`, `NotIndependent`."""
    found = stepping.lock(design, Stage.SUBMITTED, Stage.PUBLISHED)
    check_acts(found.owner, by, *SUBMITS)
    check_may_verify(verifier, found.owner)
    found.wanted_verifier = verifier
    found.save(update_fields=["wanted_verifier"])
    stepping.step(found, StepKind.WANTED, by=by, organisation=verifier, now=now)
    return found


@transaction.atomic
def assign(*, design: ProjectDesign, verifier: Organisation, by: User, now: datetime, words: str = "") -> ProjectDesign:
    """The desk hands it to a verifier, once comments are closed and answered; for a reason to another one later.

    Raises `NotItsTurn`, `OwnProject`, `StillPublished`, `CommentsUnanswered`, `WordsMissing`, `NotAVerifier`,
    `NotIndependent`.
    """
    found = stepping.lock(design, Stage.PUBLISHED, Stage.VALIDATING)
    conflicts.check_impartial(found, by)
    commenting.check_closed(found, now=now)
    if found.verifier is not None and not words.strip():
        raise WordsMissing
    if count := commenting.unanswered(stepping.version_of(found)).count():
        raise CommentsUnanswered(count=count)
    check_may_verify(Organisation.objects.select_for_update(no_key=True).get(pk=verifier.pk), found.owner)
    stepping.step(found, StepKind.ASSIGNED, by=by, words=words, organisation=verifier, now=now)
    stepping.move(found, Stage.VALIDATING, now=now, verifier=verifier)
    telling.stage(found, now=now)
    return found


@transaction.atomic
def validate(
    *, design: ProjectDesign, sent: Sent, is_favourable: bool, words: str, by: User, now: datetime
) -> DesignStep:
    """The verifier says for or against, with its report.

    Raises `NotItsTurn`, `NotYourPart`, `OwnProject`, `WordsMissing`, and why the file is not taken.
    """
    if not words.strip():
        raise WordsMissing
    found = stepping.lock(design, Stage.VALIDATING)
    assert found.verifier is not None
    check_acts(found.verifier, by, *VALIDATES)
    conflicts.check_only_verifies(found, by)
    # Meanwhile it may have come into the owner's group, or lost its accreditation.
    check_may_verify(found.verifier, found.owner)
    document = keep_anew(sent, OPINION, found, by, now=now, is_public=True)
    facts = {"organisation": found.verifier, "document": document, "is_favourable": is_favourable}
    step = stepping.step(found, StepKind.VALIDATED, by=by, words=words, now=now, **facts)
    stepping.move(found, Stage.DECIDING, now=now)
    telling.stage(found, now=now)
    return step
