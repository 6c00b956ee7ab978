"""A reader reports a comment, and the desk keeps it or hides it, in words that its author and the readers get.

Locks: the design, as whoever hides.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.typed.words import words as seen
from projects.cycle import commenting, stepping, telling
from projects.models import Comment, CommentReport, KeptComment, Stage
from projects.models.reported_comments import LONGEST_REASON
from projects.refusals import (
    AlreadyReported,
    CommentTooLong,
    HiddenAlready,
    NothingReported,
    OwnComment,
    WordsMissing,
)


@transaction.atomic
def report(*, comment: Comment, words: str, by: User, now: datetime) -> CommentReport:
    """Somebody finds a comment unfit, and says why. Raises `WordsMissing`, `CommentTooLong`, `OwnComment`,
    `HiddenAlready`, `AlreadyReported`.
    """
    said = seen(words)
    if not said:
        raise WordsMissing
    if len(said) > LONGEST_REASON:
        raise CommentTooLong(most=LONGEST_REASON)
    if comment.by_id == by.pk:
        raise OwnComment
    _lock(comment)
    if CommentReport.objects.filter(comment=comment, by=by).exists():
        raise AlreadyReported
    return CommentReport.objects.create(comment=comment, by=by, words=said, reported_at=now)


@transaction.atomic
def keep(*, comment: Comment, words: str, by: User, now: datetime) -> KeptComment:
    """The desk lets it stand. Raises `WordsMissing`, `CommentTooLong`, `OwnProject`, `OwnComment`, `HiddenAlready`,
    `NothingReported`.
    """
    said = commenting.said_of(words)
    _lock(comment)
    commenting.check_may_decide(comment, by)
    waiting = list(CommentReport.objects.waiting().filter(comment=comment))
    if not waiting:
        raise NothingReported
    made = KeptComment.objects.create(comment=comment, words=said, by=by, kept_at=now)
    telling.reported(comment, waiting, words=said, is_hidden=False, now=now)
    return made


def _lock(comment: Comment) -> None:
    stepping.lock(comment.version.design, *Stage)
    if commenting.is_hidden(comment):
        raise HiddenAlready
