"""Why a project goes no further between its draft and its registration."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NotItsTurn(DomainError):
    code = "not_its_turn"
    message = _("The project stands elsewhere by now: %(stage)s. Nothing was changed.")
    status = HTTPStatus.CONFLICT


class TooManyDesigns(DomainError):
    code = "too_many_designs"
    message = _("At most %(most)s drafts at a time. Submit or withdraw one first.")


class DesignIncomplete(DomainError):
    code = "design_incomplete"
    message = _("Something is still missing. The list says what.")


class BoundaryUnreadable(DomainError):
    code = "boundary_unreadable"
    message = _(
        "This is no GeoJSON of a point, a polygon or several polygons with at most 500 corners, each ring ending where "
        "it begins."
    )


class BoundaryOutside(DomainError):
    code = "boundary_outside"
    message = _("This is not in Chengdu. GeoJSON names the longitude first: [103.9, 30.8].")


class CalendarUnknown(DomainError):
    code = "calendar_unknown"
    message = _(
        "The holidays of %(year)s are not known yet, so that nobody can say which days are worked. The desk enters "
        "them first."
    )
    status = HTTPStatus.CONFLICT


class TooFewWorkingDays(DomainError):
    code = "too_few_working_days"
    message = _("A project is published for at least %(least)s and at most %(most)s working days.")


class CommentsClosed(DomainError):
    code = "comments_closed"
    message = _("Comments were taken until %(day)s. This one comes too late and was not kept.")
    status = HTTPStatus.CONFLICT


class NoComments(DomainError):
    code = "no_comments"
    message = _("This project takes no comments now.")
    status = HTTPStatus.CONFLICT


class CommentTooLong(DomainError):
    code = "comment_too_long"
    message = _("A comment has at most %(most)s characters.")


class TooManyComments(DomainError):
    code = "too_many_comments"
    message = _("You have said %(most)s things of this project. Let others speak.")


class AlreadyReported(DomainError):
    code = "comment_reported_already"
    message = _("You have reported this comment already. The desk looks at it.")
    status = HTTPStatus.CONFLICT


class ReportsTooOften(DomainError):
    code = "reports_too_often"
    message = _("You have reported many comments just now. Come back in an hour.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class OwnComment(DomainError):
    code = "own_comment"
    message = _("You wrote or reported this comment yourself. Another decides on it.")
    status = HTTPStatus.FORBIDDEN


class NothingReported(DomainError):
    code = "nothing_reported"
    message = _("Nobody has reported this comment, or it has been decided.")
    status = HTTPStatus.CONFLICT


class CommentsTooOften(DomainError):
    code = "comments_too_often"
    message = _("You have commented often just now. Come back in an hour.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class AnsweredAlready(DomainError):
    code = "answered_already"
    message = _("This comment is answered already.")
    status = HTTPStatus.CONFLICT


class HiddenAlready(DomainError):
    code = "hidden_already"
    message = _("This comment is hidden already.")
    status = HTTPStatus.CONFLICT


class StillPublished(DomainError):
    code = "still_published"
    message = _("Comments are taken until %(day)s. The next step comes after that day.")
    status = HTTPStatus.CONFLICT


class CommentsUnanswered(DomainError):
    code = "comments_unanswered"
    message = _("%(count)s comments are not answered yet. The owner answers each before the next step.")
    status = HTTPStatus.CONFLICT


class OwnProject(DomainError):
    code = "own_project"
    message = _(
        "You act for the owner or the verifier of this project, or have had a hand in it: somebody else judges it."
    )
    status = HTTPStatus.FORBIDDEN


class OverlapsUnruled(DomainError):
    code = "overlaps_unruled"
    message = _("%(count)s overlaps with other projects are not decided yet.")
    status = HTTPStatus.CONFLICT


class RuledAlready(DomainError):
    code = "ruled_already"
    message = _("This overlap is decided already.")
    status = HTTPStatus.CONFLICT


class AgainstOpinion(DomainError):
    code = "against_the_opinion"
    message = _("The verifier is against the registration. Return or reject the project.")
    status = HTTPStatus.CONFLICT


class ElsewhereUnsaid(DomainError):
    """`numbers` are those that the project itself names."""

    code = "elsewhere_unsaid"
    message = _(
        "The project is registered or applied for elsewhere, as %(numbers)s: say why the same reductions are not "
        "counted twice."
    )
    status = HTTPStatus.CONFLICT


class BoundaryDoubled(DomainError):
    code = "boundary_doubled"
    message = _("Two of the polygons cover the same ground. Draw each area once.")
