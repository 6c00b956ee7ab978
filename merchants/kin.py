"""Colleagues: two people who work at the same merchant, or one of whom has applied for it."""

from merchants.models import Membership, Merchant


def are_close(one_id: int, other_id: int) -> bool:
    return bool(_merchants_of(one_id) & _merchants_of(other_id))


def _merchants_of(user_id: int) -> set[int]:
    works = Membership.objects.current().filter(user=user_id).values_list("merchant_id", flat=True)
    return {*works, *Merchant.objects.filter(applicant=user_id).values_list("pk", flat=True)}
