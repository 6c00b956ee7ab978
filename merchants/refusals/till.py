"""Why a till takes no voucher, or undoes no use."""

from http import HTTPStatus
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from merchants.fen import yuan
from merchants.models import MerchantStatus


class KeyReused(DomainError):
    code = "key_reused"
    message = _("This key already stands for another request.")


class CodeNotValid(DomainError):
    """The same answer to a code that never was, one that is over, and one of another merchant."""

    code = "code_not_valid"
    message = _("This code is not valid. Ask for the code that the phone shows now.")


class AlreadyUsed(DomainError):
    """`captured_at` is aware; `shop` is the place."""

    code = "already_used"
    message = _("Already used: %(moment)s, %(shop)s.")
    status = HTTPStatus.CONFLICT

    def words(self) -> dict[str, Any]:
        moment = date_format(localtime(self.facts["captured_at"]), "SHORT_DATETIME_FORMAT")
        return {"moment": moment, "shop": self.facts["shop"]}


class AmountMissing(DomainError):
    """It is taken off a bill: how much the till wants is not said yet. `left_fen` and `left` are what may be taken."""

    code = "amount_missing"
    message = _("Say how much of the bill it pays: up to %(yuan)s yuan.")

    def words(self) -> dict[str, Any]:
        return {"yuan": yuan(self.facts["left_fen"])}


class TooMuchOfTheBill(AmountMissing):
    code = "too_much_of_the_bill"
    message = _("The voucher pays %(yuan)s yuan at the most. Enter that, or less.")


class AmountNotAsked(DomainError):
    code = "amount_not_asked"
    message = _("This voucher is taken whole: it pays no part of a bill.")


class AskedTooLongAgo(DomainError):
    code = "asked_too_long_ago"
    message = _("Too much time has passed since the code was shown. Ask for the code again; nothing was taken.")
    status = HTTPStatus.CONFLICT


class TakenMeanwhile(DomainError):
    """At another till, or at this one under another key, since the code was shown."""

    code = "taken_meanwhile"
    message = _(
        "More was taken of this voucher since its code was shown. Ask for the code again; nothing was taken now."
    )
    status = HTTPStatus.CONFLICT


class NotTheLatestPart(DomainError):
    code = "not_the_latest_part"
    message = _("More was taken of this voucher since. The shop’s owner can refund it.")
    status = HTTPStatus.CONFLICT


class NotToday(DomainError):
    code = "not_today"
    message = _("This voucher is not taken today, only on: %(weekdays)s.")


class NotAtThisShop(DomainError):
    code = "not_at_this_shop"
    message = _("This voucher is not taken at this shop, only at: %(shops)s.")


class OwnStaff(DomainError):
    code = "own_staff"
    message = _(
        "This voucher is of somebody who works for “%(merchant)s”: it is not taken here, and can be given back."
    )


class UnknownShop(DomainError):
    """Also said of a shop where the asker does not work."""

    code = "unknown_shop"
    message = _("You do not work at this shop.")
    status = HTTPStatus.NOT_FOUND


class ShopClosed(UnknownShop):
    """Said to those who work there: there is no till here now."""

    code = "shop_closed"
    message = _("“%(shop)s” is closed: no voucher is taken here until it opens again.")


class MerchantShut(UnknownShop):
    """Said to those who work there; `status` is a `MerchantStatus`."""

    code = "merchant_shut"
    message = _("“%(merchant)s” takes no vouchers at the moment: %(status)s.")

    def words(self) -> dict[str, Any]:
        return {"merchant": self.facts["merchant"], "status": MerchantStatus(self.facts["status"]).label}


class UnknownVoucher(DomainError):
    """Also said of another merchant's."""

    code = "unknown_voucher"
    message = _("There is no such voucher.")
    status = HTTPStatus.NOT_FOUND


class TooManyTries(DomainError):
    code = "too_many_tries"
    message = _("Too many wrong codes. Wait %(minutes)s minutes.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class OnlyTheTill(DomainError):
    code = "only_the_till"
    message = _("Only the till opens on this phone. End the shift to leave it.")
    status = HTTPStatus.FORBIDDEN


class TooLateToUndo(DomainError):
    code = "too_late_to_undo"
    message = _("A use can be undone for %(minutes)s minutes only.")


class UsedAgain(DomainError):
    """Between the look at a use and its undoing the voucher was undone and taken once more."""

    code = "used_again"
    message = _("This voucher was taken again since then. Say which use you mean.")
    status = HTTPStatus.CONFLICT
