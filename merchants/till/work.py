"""Where somebody works: the shops whose tills open to them, and why one is shut."""

from django.db.models import QuerySet

from accounts.models import User
from common.prepared import Prepared, Whole
from merchants.models import Membership, Merchant, MerchantStatus, Shop
from merchants.refusals import MerchantShut, ShopClosed, UnknownShop

_MEMBERSHIP, _MERCHANT, _SHOP = Whole(Membership, "cashier"), Whole(Merchant, "merchant"), Whole(Shop, "shop")
_AT_WORK = Prepared(
    "cashier_at_work",
    f"""
    SELECT {_SHOP.columns}, {_MEMBERSHIP.columns}, {_MERCHANT.columns}
    FROM merchants_shop AS shop
    JOIN merchants_merchant AS merchant ON merchant.id = shop.merchant_id
    JOIN merchants_membership AS cashier ON cashier.merchant_id = shop.merchant_id
    WHERE shop.public_id = $1::text AND cashier.user_id = $2::bigint AND cashier.ended_at IS NULL
    """,  # noqa: S608, names of columns
)


def at_work(user: User, shop_id: str) -> tuple[Shop, Membership]:
    """An open shop, known by its public id, and as what somebody works there. Raises an `UnknownShop`."""
    shop, cashier = works_at(user, shop_id)
    if shut := why_shut(shop):
        raise shut
    return shop, cashier


def why_shut(shop: Shop) -> ShopClosed | MerchantShut | None:
    """Why a shop's till takes nothing now; said to nobody but those who work there."""
    if not shop.merchant.is_approved:
        return MerchantShut(merchant=str(shop.merchant), status=shop.merchant.status)
    return None if shop.is_open else ShopClosed(shop=str(shop))


def works_at(user: User, shop_id: str) -> tuple[Shop, Membership]:
    """As `at_work`, also where the shop takes nothing now. Raises `UnknownShop`."""
    row = _AT_WORK.row(shop_id, user.pk)
    if row is None:
        raise UnknownShop
    cells = iter(row)
    shop, cashier = _SHOP.read(cells), _MEMBERSHIP.read(cells)
    shop.merchant = cashier.merchant = _MERCHANT.read(cells)
    cashier.user = user
    return shop, cashier


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
