"""What is offered to a mobile number: it is for whose account had that number when the offer was made.

A number that a carrier gave out again brings its new owner nothing that was meant for the one before.
"""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from accounts.models import Profile, User

Offer = TypeVar("Offer", bound=Model)


def offered_to(user: User, offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Those of `offers` (with `phone`, E.164, and `invited_at`) that somebody may take up."""
    had_it = Profile.objects.filter(user=user, phone=OuterRef("phone"), phone_verified_at__lte=OuterRef("invited_at"))
    return offers.filter(Exists(had_it))
