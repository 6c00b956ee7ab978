"""What people say of a published project, and what its owner answers. The desk hides what abuses it, for a reason.

Locks: the design, so that none comes in while the next step is taken.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.city_time import city_day
from common.texts import day_shown
from common.typed.words import words as seen
from projects.cycle import stepping, telling
from projects.cycle.conflicts import check_impartial
from projects.cycle.drafting import SUBMITS
from projects.models import OVER, Answer, Comment, CommentReport, DesignVersion, Hiding, ProjectDesign, Stage
from projects.models.design import LONGEST_WORDS
from projects.organisations.access import check_acts
from projects.refusals import (
    AnsweredAlready,
    CommentsClosed,
    CommentTooLong,
    HiddenAlready,
    NoComments,
    NotItsTurn,
    OwnComment,
    StillPublished,
    TooManyComments,
    WordsMissing,
)

MOST_OF_ONE = 5
"""Of one person, of one version."""


@transaction.atomic
def comment(*, design: ProjectDesign, words: str, by: User, now: datetime) -> Comment:
    """What somebody has said already in the same words stands once.

    Raises `WordsMissing`, `CommentTooLong`, `NoComments`, `CommentsClosed`, `TooManyComments`.
    """
    said = said_of(words)
    try:
        found = stepping.lock(design, Stage.PUBLISHED)
    except NotItsTurn as refused:
        raise _why_not(design) from refused
    assert found.comments_until is not None
    if city_day(now) > found.comments_until:
        raise CommentsClosed(day=day_shown(found.comments_until))
    version = stepping.version_of(found)
    if sent_twice := version.comments.filter(by=by, words=said).first():
        return sent_twice
    if version.comments.filter(by=by).count() >= MOST_OF_ONE:
        raise TooManyComments(most=MOST_OF_ONE)
    made = Comment.objects.create(version=version, by=by, words=said, commented_at=now)
    telling.commented(found, made.pk, now=now)
    return made


@transaction.atomic
def answer(*, comment: Comment, words: str, by: User, now: datetime) -> Answer:
    """The owner answers, once. Raises `WordsMissing`, `CommentTooLong`, `NotYourPart`, `AnsweredAlready`."""
    said, design = said_of(words), _design_of(comment, *(stage for stage in Stage if stage not in OVER))
    check_acts(design.owner, by, *SUBMITS)
    if Answer.objects.filter(comment=comment).exists():
        raise AnsweredAlready
    return Answer.objects.create(comment=comment, words=said, by=by, answered_at=now)


@transaction.atomic
def hide(*, comment: Comment, words: str, by: User, now: datetime) -> Hiding:
    """The desk takes it off the page, at any time: who is named in it is named after the registration, too.

    Whoever wrote it and whoever reported it are told why. Raises `WordsMissing`, `CommentTooLong`, `OwnProject`,
    `OwnComment`, `HiddenAlready`.
    """
    said, _design = said_of(words), _design_of(comment, *Stage)
    check_may_decide(comment, by)
    if is_hidden(comment):
        raise HiddenAlready
    reports = list(CommentReport.objects.waiting().filter(comment=comment))
    made = Hiding.objects.create(comment=comment, words=said, by=by, hidden_at=now)
    telling.reported(comment, reports, words=said, is_hidden=True, now=now)
    return made


def check_may_decide(comment: Comment, by: User) -> None:
    """Nobody judges what they wrote or reported, or a project that is theirs. Raises `OwnProject`, `OwnComment`."""
    check_impartial(comment.version.design, by)
    if comment.by_id == by.pk or comment.reports.filter(by=by).exists():
        raise OwnComment


def is_hidden(comment: Comment) -> bool:
    return Hiding.objects.filter(comment=comment).exists()


def check_closed(design: ProjectDesign, *, now: datetime) -> None:
    """That a published design takes no comments any more. Raises `StillPublished`."""
    until = design.comments_until
    if design.stage == Stage.PUBLISHED and until is not None and city_day(now) <= until:
        raise StillPublished(day=day_shown(until))


def unanswered(version: DesignVersion) -> QuerySet[Comment]:
    """Comments that everybody may read and nobody has answered."""
    return version.comments.filter(answer=None, hiding=None)


def said_of(words: str) -> str:
    """As it is kept. Raises `WordsMissing`, `CommentTooLong`."""
    said = seen(words)
    if not said:
        raise WordsMissing
    if len(said) > LONGEST_WORDS:
        raise CommentTooLong(most=LONGEST_WORDS)
    return said


def _design_of(comment: Comment, *stages: Stage) -> ProjectDesign:
    """Locked, in one of these stages. Raises `NotItsTurn`."""
    return stepping.lock(comment.version.design, *stages)


def _why_not(design: ProjectDesign) -> NoComments | CommentsClosed:
    """Whoever comes after the publication is told until when it was."""
    until = ProjectDesign.objects.get(pk=design.pk).comments_until
    return NoComments() if until is None else CommentsClosed(day=day_shown(until))
