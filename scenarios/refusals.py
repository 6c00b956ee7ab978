"""Why a rule or a factor is not taken, a day not known, or a venue not evaluated, in words that help."""

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


class OwnDraft(DomainError):
    code = "own_draft"
    message = _("You wrote or edited %(version)s. Somebody else has to approve it.")


class NotApproved(DomainError):
    code = "not_approved"
    message = _("%(version)s has not been approved yet. A colleague who did not write it has to approve it first.")


class AlreadyApproved(DomainError):
    code = "already_approved"
    message = _("%(version)s has already been approved. It can be published now.")


class NotRehearsed(DomainError):
    code = "not_rehearsed"
    message = _(
        "%(version)s has not been rehearsed as it is now. Rehearse it first, so that all see what it would cost."
    )


class Contradicts(DomainError):
    """Facts: `reasons`, sentences."""

    code = "contradicts"
    message = _("%(version)s contradicts itself: %(reasons)s")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why the draft is returned, so that its author knows what to change.")


class EndsOnItsDay(DomainError):
    code = "ends_on_its_day"
    message = _("The end was approved for %(day)s and no other day. For another day, draft another end.")


class NothingToEnd(DomainError):
    code = "nothing_to_end"
    message = _("Nothing counts in %(scenario)s on the day before %(day)s, so there is nothing to end.")


class NotARule(DomainError):
    code = "not_a_rule"
    message = _("This does not make a whole rule: %(reason)s")


class CodeTaken(DomainError):
    """Facts: `code`."""

    code = "code_taken"
    message = _("There is already something with the code “%(code)s”. Choose another.")


class NotToBeShared(DomainError):
    """Ways in know the one scenario of that methodology. Facts: `methodology`."""

    code = "not_to_be_shared"
    message = _("No second scenario can count by “%(methodology)s”: its acts come in by pages made for one.")


class UnreadableCatalogue(DomainError):
    """Facts: `reason`, as programs say it."""

    code = "unreadable_catalogue"
    message = _("This file cannot be taken: %(reason)s. Nothing was changed.")


class FactorCodeTaken(DomainError):
    code = "factor_code_taken"
    message = _("There is a factor %(factor)s already. A value never changes, so give the new one another code.")
    status = HTTPStatus.CONFLICT


class RangeDoesNotFit(DomainError):
    code = "range_does_not_fit"
    message = _("The value and the middle of the range must lie between its low and its high end.")


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
