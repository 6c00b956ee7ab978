"""Why a use is not refunded."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NotRefundable(DomainError):
    """Nothing of it is spent: what is unused is given back or cancelled instead. `status` is in words."""

    code = "not_refundable"
    message = _("Only what a till has taken is refunded. This voucher: %(status)s.")
    status = HTTPStatus.CONFLICT


class TooLateToRefund(DomainError):
    code = "too_late_to_refund"
    message = _("A voucher is refunded within %(days)s days of its use, and that time is over.")


class OwnVoucher(DomainError):
    """Who gains does not grant."""

    code = "own_voucher"
    message = _("This voucher is your own. Somebody else decides whether it is refunded.")
    status = HTTPStatus.FORBIDDEN


class VoucherOfSomebodyClose(DomainError):
    """They share a car, a meter or a merchant, as far as the portal knows."""

    code = "voucher_of_somebody_close"
    message = _("You share a car, a meter or a merchant with this citizen. A colleague decides whether it is refunded.")
    status = HTTPStatus.FORBIDDEN


class LaterPartsRestOnIt(DomainError):
    """Its credits were rounded up, and theirs down."""

    code = "later_parts_rest_on_it"
    message = _(
        "This part was rounded up, so that others or the rest cost less."
        " Refund the others first, the latest first, or wait until the voucher is over."
    )
    status = HTTPStatus.CONFLICT


class LeftToTheDesk(DomainError):
    """No statement follows from which it would be taken off, so that the scheme would pay for it."""

    code = "left_to_the_desk"
    message = _("The merchant has left: no statement follows. The desk decides whether it is refunded.")
    status = HTTPStatus.FORBIDDEN


class MoreThanIsOwed(DomainError):
    """The merchant was paid what it would give back: its owner decides about that no more alone."""

    code = "more_than_is_owed"
    message = _("Your merchant has less to come than that: %(owed)s yuan. The desk decides whether to refund it.")
    status = HTTPStatus.FORBIDDEN


class OtherThanForetold(DomainError):
    """By now something else would come of it than the page has told."""

    code = "other_than_foretold"
    message = _("Something changed meanwhile, and nothing was refunded. This is what would come of it now.")
    status = HTTPStatus.CONFLICT
