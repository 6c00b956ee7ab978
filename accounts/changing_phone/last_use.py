"""When an account was last used, by what is known of it, and whether that is too long ago for its number alone."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max

from accounts.models import AccessToken, Profile, SignedIn, User
from common.city_time import city_day


def is_unused(user: User, *, now: datetime) -> bool:
    """Whether a carrier may have given the number to somebody else since (`settings.PHONE_UNUSED_DAYS`)."""
    return _last_use(user) < city_day(now) - timedelta(days=settings.PHONE_UNUSED_DAYS)


def _last_use(user: User) -> date:
    """Signing in, the day of a session, a program of theirs: whoever uses it would miss their number."""
    profile = Profile.objects.filter(user=user).values_list("phone_verified_at", "last_used_on").first() or (None, None)
    verified_at, used_on = profile
    session = SignedIn.objects.filter(user=user).aggregate(on=Max("last_used_on"))["on"]
    program = AccessToken.objects.filter(user=user).aggregate(on=Max("last_used_on"))["on"]
    moments = [city_day(moment) for moment in (user.joined_at, user.last_login, verified_at) if moment]
    return max([*moments, *(day for day in (used_on, session, program) if day)])
