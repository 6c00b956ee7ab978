"""Why a visit to a venue is not taken, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from scenarios.venues.models import State


class VenueDoesNotCount(DomainError):
    """Facts: `state`, why visits to the venue do not count."""

    code = "venue_does_not_count"
    reasons = {
        State.UNEVALUATED: _("This venue has not been evaluated yet, so a visit does not count."),
        State.FAILED: _("This venue did not pass its evaluation, so a visit does not count."),
        State.EXPIRED: _("The evaluation of this venue has expired, so a visit does not count."),
    }

    def __init__(self, *, state: str) -> None:
        self.message = self.reasons[State(state)]
        super().__init__(state=state)


class WrongCode(DomainError):
    """The same for a code that is old, of another venue, or made up: the answer teaches a guesser nothing."""

    code = "wrong_venue_code"
    message = _("This is not the code on the screen now. It changes every 30 seconds: enter the one you see.")


class TooManyTries(DomainError):
    code = "too_many_venue_codes"
    message = _("Too many wrong codes. Please wait ten minutes and try again.")
    status = HTTPStatus.TOO_MANY_REQUESTS
