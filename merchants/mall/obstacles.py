"""Why no till takes an unused voucher at the moment; then its code is shown nowhere."""

from django.utils.translation import gettext as _

from merchants.models import Redemption
from merchants.refusals import NoShopOpen


def obstacle_of(voucher: Redemption) -> str:
    """In the reader's words, of a voucher that was read `with_standing`; empty where a till takes it."""
    merchant = voucher.offer.merchant
    if merchant is not None and not merchant.is_approved:
        return _("“%(merchant)s” takes no vouchers at the moment.") % {"merchant": merchant}
    if getattr(voucher, "works_there", False):
        return _("You work for “%(merchant)s”: none of its tills takes a voucher of yours.") % {"merchant": merchant}
    return "" if getattr(voucher, "has_till", False) else NoShopOpen().sentence
