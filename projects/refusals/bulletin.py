"""Why an offer is not made, or a deal not gone on with."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class OfferStands(DomainError):
    code = "offer_stands"
    message = _("This is not possible any more: the offer is %(status)s.")
    status = HTTPStatus.CONFLICT


class OfferOver(DomainError):
    code = "offer_over"
    message = _("The last day of this offer is over.")
    status = HTTPStatus.CONFLICT


class OfferDayOut(DomainError):
    """`days` is the longest time for which an offer stands."""

    code = "offer_day_out"
    message = _("An offer stands until today at the earliest and for %(days)s days at the most.")


class NoPrice(DomainError):
    code = "no_price"
    message = _("Say a price for a tonne: at least 0.01 yuan.")


class PriceTooHigh(DomainError):
    """`yuan` are the most for a tonne."""

    code = "price_too_high"
    message = _("A tonne is offered for %(yuan)s yuan at the most.")


class LeastPartTooBig(DomainError):
    """`tonnes` are all that is offered."""

    code = "least_part_too_big"
    message = _("The least part is between 1 and %(tonnes)s tonnes.")


class HowToPayMissing(DomainError):
    code = "how_to_pay_missing"
    message = _("Say how the buyer pays: to which account, and whom to ask.")


class NoWordsToHide(DomainError):
    code = "no_words_to_hide"
    message = _("This offer says nothing in words that others read.")
    status = HTTPStatus.CONFLICT


class PartNotForSale(DomainError):
    """`most` is what can be taken up in one piece."""

    code = "part_not_for_sale"
    message = _("From this offer you take at least %(minimum)s and at most %(most)s t, or all that is left.")
    status = HTTPStatus.CONFLICT


class DealStands(DomainError):
    code = "deal_stands"
    message = _("This is not possible any more. The deal stands at: %(status)s.")
    status = HTTPStatus.CONFLICT


class ActedForBuyer(DomainError):
    code = "acted_for_buyer"
    message = _("You have acted for the buyer of this deal. Somebody of the seller alone confirms the money.")
    status = HTTPStatus.FORBIDDEN


class NotSaidPaid(DomainError):
    code = "not_said_paid"
    message = _("The buyer has never said that it has paid: there is no money to confirm.")
    status = HTTPStatus.CONFLICT


class TooManyUnpaid(DomainError):
    """`most` deals may wait for a buyer's payment at once."""

    code = "too_many_unpaid"
    message = _("%(most)s deals wait for your payment. Pay one of them first.")
    status = HTTPStatus.CONFLICT


class ReferenceUsed(DomainError):
    code = "reference_used"
    message = _("This reference stands for another payment to this seller already.")
    status = HTTPStatus.CONFLICT


class PaidBeforeDeal(DomainError):
    """`on` is the day on which the deal was accepted."""

    code = "paid_before_deal"
    message = _("The day of the payment is before the deal, which was accepted on %(on)s.")


class PaidInFuture(DomainError):
    code = "paid_in_future"
    message = _("The day of the payment lies in the future.")


class PayDayOver(DomainError):
    code = "pay_day_over"
    message = _("The day by which this deal was to be paid is over.")
    status = HTTPStatus.CONFLICT
