"""Why something of an event is refused."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class EventStands(DomainError):
    code = "event_stands"
    message = _("This can’t be done now. The event stands at: %(status)s.")
    status = HTTPStatus.CONFLICT


class NothingBeingWritten(DomainError):
    code = "no_version_being_written"
    message = _("What was published stays as it is. Begin a new version to change something.")
    status = HTTPStatus.CONFLICT


class NotReckonedEvent(DomainError):
    code = "event_not_reckoned"
    message = _("Mend what is listed first: the emissions can’t be reckoned yet.")


class NotOverYet(DomainError):
    code = "event_not_over"
    message = _("What was really emitted is published after the last day, %(day)s.")


class OverAlready(DomainError):
    code = "event_over"
    message = _("The last day, %(day)s, has passed: a plan is published before it ends.")


class TookPlace(DomainError):
    code = "event_took_place"
    message = _("The last day, %(day)s, has passed: it is not called off any more. State what was emitted.")


class BeginsTooLate(DomainError):
    code = "event_days_wrong"
    message = _("An event lasts at most %(most)s days and does not begin more than %(years)s years from now.")


class PeopleMissing(DomainError):
    code = "event_people_missing"
    message = _("Say how many people came.")


class NotRetiredEnough(DomainError):
    code = "event_not_retired"
    message = _("%(emitted)s kg were emitted and %(retired)s t are retired: %(missing)s t more are needed.")


class RetiredTooLate(DomainError):
    code = "event_retired_too_late"
    message = _(
        "By %(day)s, a year after the event, only %(retired)s t of %(needed)s t were retired. It is not neutral."
    )


class NotChecked(DomainError):
    code = "event_not_checked"
    message = _("The verifier “%(name)s” has not found the published version right yet.")


class CheckedAlready(DomainError):
    code = "event_checked_already"
    message = _("The verifier has said what it found of this version.")
    status = HTTPStatus.CONFLICT


class CertifiedAlready(DomainError):
    code = "event_certified_already"
    message = _("The certificate stands already.")
    status = HTTPStatus.CONFLICT


class HiddenAlready(DomainError):
    code = "event_words_hidden"
    message = _("These words are hidden already.")
    status = HTTPStatus.CONFLICT
