"""What is offered to a mobile number: it is for who has the number, unless another account had it by then.

A number that a carrier gave out again brings its new owner nothing that was meant for the one before.
"""

from typing import TypeVar

from django.db.models import Max, Model, QuerySet

from accounts.changing_phone import numbers
from accounts.models import Profile, User

Offer = TypeVar("Offer", bound=Model)


def offered_to(user: User, offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Those of `offers` (with `phone`, E.164, and `invited_at`) that somebody may take up."""
    own = Profile.objects.filter(user=user, phone_verified_at__isnull=False).values_list("phone", flat=True).first()
    if not own:
        return offers.none()
    lost_by_others = numbers.of_old_number(own).exclude(citizen=user)
    another_until = lost_by_others.aggregate(at=Max("done_at"))["at"]
    theirs = offers.filter(phone=own)
    return theirs.filter(invited_at__gt=another_until) if another_until else theirs
