"""Why something of the second path is refused: every error of this app."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NeedsAnother(DomainError):
    code = "needs_another_person"
    message = _("Two different people are needed: whoever asked for it does not also agree to it.")
    status = HTTPStatus.FORBIDDEN


class NothingToIssue(DomainError):
    """`kilograms` are all that there are, with what was carried on."""

    code = "less_than_a_tonne"
    message = _("%(kilograms)s kg are less than a tonne: nothing can be issued yet.")


class OutsideCrediting(DomainError):
    code = "outside_crediting_period"
    message = _("The project is credited from %(since)s to %(until)s: nothing is issued for %(vintage)s.")


class NotTheirUnits(DomainError):
    code = "not_their_units"
    message = _("These units are no longer with the holder. Nothing was moved.")
    status = HTTPStatus.CONFLICT


class UnitsFrozen(DomainError):
    code = "units_frozen"
    message = _("These units are frozen: they do not move until the desk releases them.")
    status = HTTPStatus.CONFLICT


class UnitsWait(DomainError):
    code = "units_wait"
    message = _("Some of these units wait for the release of another order.")
    status = HTTPStatus.CONFLICT


class TooFewUnits(DomainError):
    code = "too_few_units"
    message = _("The block has %(there)s units, not %(wanted)s.")


class SameHolder(DomainError):
    code = "same_holder"
    message = _("Units go to another holder.")


class NotAHolder(DomainError):
    code = "not_a_holder"
    message = _("“%(name)s” is not approved: it neither gives nor gets units.")


class OrderDecided(DomainError):
    code = "order_decided"
    message = _("This order is decided already: %(status)s.")
    status = HTTPStatus.CONFLICT


class NotYourPart(DomainError):
    code = "not_your_part"
    message = _("Your part in this organisation does not allow this.")
    status = HTTPStatus.FORBIDDEN


class NotApproved(DomainError):
    code = "organisation_not_approved"
    message = _("“%(name)s” is not approved, or suspended: nothing is done in its name.")
    status = HTTPStatus.FORBIDDEN


class BufferTooSmall(DomainError):
    """`there` and `wanted` are tonnes."""

    code = "buffer_too_small"
    message = _("The project's buffer has %(there)s t, not %(wanted)s t.")


class WordsMissing(DomainError):
    code = "words_missing"
    message = _("Say why.")
