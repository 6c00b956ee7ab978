"""Why a rule is not drafted, published or withdrawn, or a venue not evaluated, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class AlreadyPublished(DomainError):
    code = "already_published"
    message = _("%(version)s is published and cannot change any more. Make a copy and change that.")


class NotPublished(DomainError):
    code = "not_published"
    message = _("%(version)s is a draft; there is nothing to withdraw.")


class AlreadyWithdrawn(DomainError):
    code = "already_withdrawn"
    message = _("%(version)s has already been withdrawn.")


class PublishedForThePast(DomainError):
    code = "published_for_the_past"
    message = _("A rule takes effect tomorrow at the earliest: choose %(earliest)s or a later day.")


class DayTaken(DomainError):
    code = "day_taken"
    message = _("%(version)s already takes effect on %(day)s. Choose another day, or withdraw that version first.")


class InForce(DomainError):
    code = "in_force"
    message = _("%(version)s has been in force since %(day)s and stays. To change the rule, publish a new version.")


class Discarded(DomainError):
    code = "discarded"
    message = _("This draft has been thrown away meanwhile.")
    status = HTTPStatus.GONE


class NotARule(DomainError):
    code = "not_a_rule"
    message = _("This does not make a whole rule: %(reason)s")


class HolidaysUnknown(DomainError):
    """Facts: `year`."""

    code = "holidays_unknown"
    message = _(
        "The public holidays of %(year)s have not been entered yet, so it is not known on which days this plate may "
        "drive. Please try again once they are."
    )


class MarksMissing(DomainError):
    code = "marks_missing"
    message = _("Every criterion needs a mark.")
