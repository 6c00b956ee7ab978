"""Why something is not redeemed, wished for or given back."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.errors import DomainError


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


class NotReleasable(DomainError):
    code = "not_releasable"
    message = _("This voucher can no longer be given back.")


class WouldExpire(DomainError):
    """What was said to return is not what would; both are credits."""

    code = "would_expire"
    message = _("%(returning)s credits would return now; %(expiring)s would expire, since their last day is over.")
    status = HTTPStatus.CONFLICT


class NoFreeNumber(Exception):
    """A merchant has so many unused vouchers that no number is found for another one. Nobody can mend it at once."""
