"""What of vouchers, and of work at a merchant, must end before an account is merged into another."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from common.merging import Compared, Effect, Pair
from merchants.models import OPEN_APPLICATIONS, Membership, Merchant, Redemption, RedemptionStatus
from merchants.till.undoing import UNDO_WITHIN


def hindrances(pair: Pair, now: datetime) -> Iterator[str]:
    own = Redemption.objects.of(pair.ended_id)
    held = own.held().count()
    if held:
        told = _("Vouchers of the account that ends that are not used: %(count)s. Use them, or give them back.")
        yield told % {"count": held}
    if own.filter(status=RedemptionStatus.REDEEMED, captured_at__gt=now - UNDO_WITHIN).exists():
        yield _("A voucher was used within the last ten minutes and may still be undone. Wait until they are over.")
    applied = Merchant.objects.filter(applicant=pair.ended_id, status__in=OPEN_APPLICATIONS)
    if Membership.objects.current().filter(user=pair.ended_id).exists() or applied.exists():
        yield _("The account that ends works at a merchant, or has applied as one. Give that up first.")


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    vouchers = Redemption.objects.of(pair.ended_id).vouchers().count()
    if vouchers:
        told = _("Vouchers and donations: %(count)s") % {"count": vouchers}
        yield Effect(told, _("Stay as they are; what is refunded later comes to the account that stays."))


def compared(pair: Pair, now: datetime) -> Iterator[Compared]:
    both = (pair.ended_id, pair.stays_id)
    yield Compared(_("Vouchers and donations"), *(Redemption.objects.of(one).vouchers().count() for one in both))
