"""Where somebody works: the shops whose tills open to them, and why one is shut."""

from django.db.models import QuerySet

from accounts.models import User
from merchants.models import Membership, MerchantStatus, Shop
from merchants.refusals import MerchantShut, ShopClosed, UnknownShop


def works_at(user: User, shop_id: str) -> tuple[Shop, Membership]:
    """A shop, known by its public id, open or not, and as what somebody works there. Raises `UnknownShop`."""
    shop = Shop.objects.filter(public_id=shop_id).select_related("merchant").first()
    cashier = shop and Membership.objects.current().filter(user=user, merchant=shop.merchant_id).first()
    if not shop or not cashier:
        raise UnknownShop
    return shop, cashier


def why_shut(shop: Shop) -> ShopClosed | MerchantShut | None:
    """Why a shop's till takes nothing now; said to nobody but those who work there."""
    if not shop.merchant.is_approved:
        return MerchantShut(merchant=str(shop.merchant), status=shop.merchant.status)
    return None if shop.is_open else ShopClosed(shop=str(shop))


def shops_of_work(user: User) -> QuerySet[Shop]:
    """Every shop of the merchants that somebody works for, also where no till is open now."""
    working = Membership.objects.current().filter(user=user)
    return (
        Shop.objects.filter(merchant__in=working.values("merchant"))
        .select_related("merchant")
        .order_by("merchant_id", "pk")
    )


def shops_worked_at(user: User) -> QuerySet[Shop]:
    """The open shops of approved merchants where somebody works."""
    return shops_of_work(user).filter(is_open=True, merchant__status=MerchantStatus.APPROVED)
