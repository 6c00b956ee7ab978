"""Why an offer is not written, put on show or stocked."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TooManyDrafts(DomainError):
    code = "too_many_drafts"
    message = _("You have %(most)s offers that are not on show yet. Finish or throw away some first.")


class ChangedSince(DomainError):
    """Between the look at something and the deed somebody changed it, or sent it again."""

    code = "changed_since"
    message = _("It was changed since you opened the page. Look at it again.")
    status = HTTPStatus.CONFLICT


class NotPublishable(DomainError):
    code = "not_publishable"


class OverAlready(NotPublishable):
    code = "over_already"
    message = _("The last day of this offer has passed.")


class WithoutStock(NotPublishable):
    code = "without_stock"
    message = _("Nothing of this offer has been released to be taken. Add a release of stock first.")


class WithoutShop(NotPublishable):
    code = "without_shop"
    message = _("No open shop would take its vouchers. Open one first.")


class OutOfStanding(NotPublishable):
    code = "out_of_standing"
    message = _("Offers of this merchant cannot be on show: it is suspended, or not approved yet.")


class NotADraft(DomainError):
    code = "not_a_draft"
    message = _("Only a draft can be sent to the desk.")
    status = HTTPStatus.CONFLICT


class NotSubmitted(DomainError):
    code = "not_submitted"
    message = _("This offer does not wait for the desk.")
    status = HTTPStatus.CONFLICT


class NoMoreADraft(DomainError):
    """Said of everything that the desk or citizens have seen."""

    code = "no_more_a_draft"
    message = _(
        "This offer is no draft any more: its words, its price and what the scheme pays you stay as they are. "
        "Take it off and write a new one instead."
    )
    status = HTTPStatus.CONFLICT


class MerchantLeaves(NotPublishable):
    code = "merchant_leaves"
    message = _("This merchant is leaving: it offers nothing new.")


class NotCopied(DomainError):
    code = "not_copied"
    message = _("The desk writes offers of this kind. Ask it for another one.")


class NoStockToRelease(DomainError):
    code = "no_stock_to_release"
    message = _("No stock can be released for this offer now.")
    status = HTTPStatus.CONFLICT


class NothingReleased(DomainError):
    code = "nothing_released"
    message = _("Nothing was released: every day has pieces at this clock already. Choose another clock.")
    status = HTTPStatus.CONFLICT


class PhotosTooOften(DomainError):
    code = "photos_too_often"
    message = _("You have sent many photos today. Please come back tomorrow.")
    status = HTTPStatus.TOO_MANY_REQUESTS
