"""Who needs a second factor here: whoever leads a merchant's staff (docs/adr/0019)."""

from accounts.models import User
from merchants.room.staff import memberships_leading


def _leads(user: User) -> bool:
    return memberships_leading(user).exists()


FACTOR_NEEDS = [_leads]
