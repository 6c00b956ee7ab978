"""Why something about a merchant, an offer, a voucher or a till is refused: every error of this app."""

from http import HTTPStatus
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.errors import DomainError
from merchants.fen import yuan
from merchants.models import MerchantStatus


class NotOnOffer(DomainError):
    code = "not_on_offer"
    message = _("This offer is not open at the moment.")


class NoShopOpen(NotOnOffer):
    code = "no_shop_open"
    message = _("No open shop takes this at the moment.")


class NoDayLeft(NotOnOffer):
    code = "no_day_left"
    message = _("No day is left on which a voucher could be used: it is taken only on %(weekdays)s.")


class PriceChanged(DomainError):
    """`seen` and `price` are credits: what was shown, and what it is now."""

    code = "price_changed"
    message = _("The price is %(price)s credits now, and not %(seen)s as you saw. Nothing was redeemed.")
    status = HTTPStatus.CONFLICT


class WorksThere(NotOnOffer):
    code = "works_there"
    message = _("You work for “%(merchant)s”: its staff redeem nothing of it.")


class OwnMerchant(DomainError):
    """Said at the desk to who works for the merchant or has applied for it: who gains does not grant."""

    code = "own_merchant"
    message = _("“%(merchant)s” is your own: you work for it or have applied for it. A colleague decides it.")
    status = HTTPStatus.FORBIDDEN


class SoldOut(DomainError):
    code = "sold_out"
    message = _("Everything is taken. Your credits are still yours.")


class NotSoldOut(DomainError):
    code = "not_sold_out"
    message = _("There is some left: you can redeem it now.")
    status = HTTPStatus.CONFLICT


class TooManyWishes(DomainError):
    code = "too_many_wishes"
    message = _("You are waiting for %(limit)s rewards already. Take one of them back first.")


class LimitReached(DomainError):
    """`limit_days` is `None` where the limit holds for the whole time of the offer."""

    code = "limit_reached"

    @property
    def sentence(self) -> str:
        most, days = self.facts["limit_count"], self.facts["limit_days"]
        if days is None:
            return ngettext(
                "One person can redeem this once only.", "One person can redeem this %(most)s times.", most
            ) % {"most": most}
        return _("One person can redeem this %(most)s times within %(days)s days.") % {"most": most, "days": days}


class KeyReused(DomainError):
    code = "key_reused"
    message = _("This key already stands for another request.")


class NotReleasable(DomainError):
    code = "not_releasable"
    message = _("This voucher can no longer be given back.")


class WouldExpire(DomainError):
    """What was said to return is not what would; both are credits."""

    code = "would_expire"
    message = _("%(returning)s credits would return now; %(expiring)s would expire, since their last day is over.")
    status = HTTPStatus.CONFLICT


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


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("Your role does not allow this.")
    status = HTTPStatus.FORBIDDEN


class StillLeads(DomainError):
    code = "still_leads"
    message = _("You lead a merchant: two-step verification stays on. You can replace the phone.")
    status = HTTPStatus.CONFLICT


class AlreadyOfStaff(DomainError):
    code = "already_of_staff"
    message = _("Somebody with this number works here already, or is invited.")
    status = HTTPStatus.CONFLICT


class UnknownMember(DomainError):
    """Also said of another merchant's."""

    code = "unknown_member"
    message = _("There is no such member of staff.")
    status = HTTPStatus.NOT_FOUND


class UnknownInvitation(DomainError):
    """Also said of another citizen's, and of one that was taken back."""

    code = "unknown_invitation"
    message = _("There is no such invitation.")
    status = HTTPStatus.NOT_FOUND


class PhoneNotShown(DomainError):
    """Said to who signed in without a phone, as staff do."""

    code = "phone_not_shown"
    message = _("Sign in with your mobile number first: it is how the desk reaches you.")


class AppliedAlready(DomainError):
    code = "applied_already"
    message = _("You have applied already. The desk answers one application before the next.")
    status = HTTPStatus.CONFLICT


class NothingToCorrect(DomainError):
    code = "nothing_to_correct"
    message = _("This application waits for no correction.")
    status = HTTPStatus.CONFLICT


class TooManyShops(DomainError):
    code = "too_many_shops"
    message = _("You have %(most)s shops, the most that a merchant can have here. Ask the desk.")


class TooManyDrafts(DomainError):
    code = "too_many_drafts"
    message = _("You have %(most)s offers that are not on show yet. Finish or throw away some first.")


class ChangedSince(DomainError):
    """Between the look at something and the deed somebody changed it, or sent it again."""

    code = "changed_since"
    message = _("It was changed since you opened the page. Look at it again.")
    status = HTTPStatus.CONFLICT


class NotRefusable(DomainError):
    code = "not_refusable"
    message = _("Only a merchant that has applied can be refused.")


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


class NotLeaving(DomainError):
    code = "not_leaving"
    message = _("Only a merchant that takes vouchers can leave, and only one that is still leaving can stay.")
    status = HTTPStatus.CONFLICT


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


class MemberMissing(DomainError):
    code = "member_missing"
    message = _("The request must be an object with a text “%(member)s”.")
    status = HTTPStatus.BAD_REQUEST


class NumberMissing(DomainError):
    code = "number_missing"
    message = _("The request must be an object with a whole number “%(member)s”, at least 0.")
    status = HTTPStatus.BAD_REQUEST


class NoMoment(DomainError):
    code = "no_moment"
    message = _("“%(member)s” must be a moment with its time zone, such as 2026-11-23T12:00:00+08:00.")
    status = HTTPStatus.BAD_REQUEST


class MonthNotOver(DomainError):
    code = "month_not_over"
    message = _("The month is not over yet.")
    status = HTTPStatus.CONFLICT


class StillTaking(DomainError):
    code = "still_taking"
    message = _("“%(merchant)s” still takes vouchers. Suspend it first, or let it close its shops.")
    status = HTTPStatus.CONFLICT


class NothingToSettle(DomainError):
    code = "nothing_to_settle"
    message = _("Nothing was taken that is not on a statement already.")
    status = HTTPStatus.CONFLICT


class SettledFinally(DomainError):
    code = "settled_finally"
    message = _("This merchant has a final statement of this month. What came after it is settled with the month.")
    status = HTTPStatus.CONFLICT


class NotYourTurn(DomainError):
    code = "statement_stands_elsewhere"
    message = _("This statement is at another step by now: %(status)s. Nothing was changed.")
    status = HTTPStatus.CONFLICT


class StillTheirTurn(DomainError):
    code = "still_the_merchants_turn"
    message = _("The merchant has ten days to answer. Until then nobody confirms for it.")
    status = HTTPStatus.CONFLICT


class AlreadyInDispute(DomainError):
    code = "already_in_dispute"
    message = _("This line is in dispute already. The desk has yet to answer.")
    status = HTTPStatus.CONFLICT


class NothingToAnswer(DomainError):
    code = "nothing_to_answer"
    message = _("This line is not in dispute, or was answered meanwhile.")
    status = HTTPStatus.CONFLICT


class WordsMissing(DomainError):
    code = "words_missing"
    message = _("Write in a few words what is the matter.")


class UndoneSince(DomainError):
    """What the line says is taken off in full; a correction beside it would stay."""

    code = "undone_since"
    message = _(
        "Its voucher was refunded or undone since, and all of the line is taken off. Answer without a correction."
    )


class BelowZero(DomainError):
    code = "statement_below_zero"
    message = _("With this correction the statement would come to less than nothing.")


class ReferenceMissing(DomainError):
    code = "bank_reference_missing"
    message = _("Enter the number under which the bank has the payment.")


class SameReference(DomainError):
    code = "same_bank_reference"
    message = _("This is the bank reference that stands there already.")


class SumChanged(DomainError):
    code = "sum_changed"
    message = _("The sum of this statement is another by now. Look at it again.")
    status = HTTPStatus.CONFLICT


class NeedsAnother(DomainError):
    code = "two_people_pay"
    message = _("You drew up this statement or answered a dispute on it. Somebody else writes down that it is paid.")
    status = HTTPStatus.FORBIDDEN


class NotAnAccountNumber(DomainError):
    code = "not_an_account_number"
    message = _("Enter the number of the account: 8 to 32 digits.")


class AccountWaits(DomainError):
    code = "account_waits"
    message = _("Another account is waiting to come into force already. Withdraw it first.")
    status = HTTPStatus.CONFLICT


class SameAccount(DomainError):
    code = "same_account"
    message = _("You are paid into this account already.")


class NoLegalName(DomainError):
    code = "no_legal_name"
    message = _("Say first under which name the business is registered: the account is in that name.")
    status = HTTPStatus.CONFLICT


class NoAccountWaits(DomainError):
    """Also where it came into force meanwhile, or somebody else has withdrawn it."""

    code = "no_account_waits"
    message = _("This account does not wait any more. Nothing was changed.")
    status = HTTPStatus.CONFLICT


class NoFreeNumber(Exception):
    """A merchant has so many unused vouchers that no number is found for another one. Nobody can mend it at once."""
