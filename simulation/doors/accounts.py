"""People sign up by phone; members of staff are made as a superuser makes them."""

from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.models import Group
from django.db import transaction

from accounts import second_factor
from accounts.citizens import citizen_with_phone
from accounts.models import Profile, User


@transaction.atomic
def sign_up(*, phone: str, name: str, district: str, language: str, now: datetime) -> User:
    """The citizen with that phone, who has said how to be called and where they live."""
    citizen, is_new = citizen_with_phone(phone=phone, language=language, now=now, is_known=True)
    if is_new:
        User.objects.filter(pk=citizen.pk).update(joined_at=now)
        Profile.objects.filter(user=citizen).update(display_name=name, district=district)
    return citizen


@transaction.atomic
def member_of_staff(*, name: str, group: str) -> User:
    """A member who came without a password: nobody signs in by that name."""
    user = User(username=name, is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=group))
    return user


def enrol(user: User, *, now: datetime) -> None:
    """A second factor, enrolled earlier, so that the code of now still counts."""
    if second_factor.find(user) is None:
        secret, earlier = generate_totp_secret(), now - timedelta(minutes=2)
        code = second_factor.code_at(secret, earlier)
        second_factor.enrol(user=user, secret=secret, code=code, now=earlier)
