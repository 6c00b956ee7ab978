"""Nobody at the desk decides for a merchant of their own: who gains does not grant.

Whoever is only invited may decide: a merchant would choose its judges by whom it invites.
"""

from accounts.models import User
from merchants.models import Membership, Merchant
from merchants.refusals import OwnMerchant


def refusal(user: User, merchant_id: int | None) -> OwnMerchant | None:
    """Why somebody decides nothing for a merchant: they work for it or have applied for it. A donation has none."""
    if merchant_id is None or not _is_own(user, merchant_id):
        return None
    return OwnMerchant(merchant=str(Merchant.objects.get(pk=merchant_id)))


def check(by: User | None, *merchant_ids: int | None) -> None:
    """Raises `OwnMerchant`; a program has none. Under the merchant's lock nobody begins to work there meanwhile."""
    if by is None:
        return
    for merchant_id in merchant_ids:
        if refused := refusal(by, merchant_id):
            raise refused


def _is_own(user: User, merchant_id: int) -> bool:
    works = Membership.objects.current().filter(merchant=merchant_id, user=user.pk)
    return works.exists() or Merchant.objects.filter(pk=merchant_id, applicant=user.pk).exists()
