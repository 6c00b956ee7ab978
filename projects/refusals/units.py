"""Why units are not issued, moved, used up or taken from a buffer."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


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
    message = _("Some of these units wait already, for an order or as an offer.")
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


class NothingVerified(DomainError):
    code = "nothing_verified"
    message = _("Say how many kilograms were verified: a whole number above nought.")


class ReportIssued(DomainError):
    code = "report_issued"
    message = _("An issuance for this report is proposed or made already.")
    status = HTTPStatus.CONFLICT


class ProposalDecided(DomainError):
    code = "proposal_decided"
    message = _("This proposal is decided already: %(status)s.")
    status = HTTPStatus.CONFLICT


class BufferTooSmall(DomainError):
    """`there` and `wanted` are tonnes."""

    code = "buffer_too_small"
    message = _("The project's buffer has %(there)s t, not %(wanted)s t.")


class NotAsVerified(DomainError):
    code = "not_as_verified"
    message = _("Of %(vintage)s the report's verifier has stated %(kilograms)s kg; nothing else is issued for it.")


class YearIssued(DomainError):
    code = "year_issued"
    message = _("What was verified of %(vintage)s in this report is issued already.")
    status = HTTPStatus.CONFLICT


class OrdererLeft(DomainError):
    code = "orderer_left"
    message = _("Whoever ordered this no longer orders for the holder. Refuse it, and let somebody order anew.")
    status = HTTPStatus.CONFLICT


class NoSuchYear(DomainError):
    code = "no_such_year"
    message = _("Units are used up for a year from %(first)s to %(last)s.")


class PersonalNumber(DomainError):
    code = "personal_number"
    message = _("Everybody reads this. Leave out identity card and phone numbers.")


class NotInBlock(DomainError):
    code = "not_in_block"
    message = _("The units of this block have the numbers from %(first)s to %(last)s.")
