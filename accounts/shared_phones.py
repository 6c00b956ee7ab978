"""A phone that several people use at work: its session is kept to one place, and ends with the working day.

Who may do what there is for those to say whose place it is (`merchants/till/lock.py`).
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

LOCK = "kept_to_place"


def place() -> str:
    """The address to which such a session is kept."""
    return reverse(settings.SHARED_PHONE_PLACE)


def is_offered(then: str | None) -> bool:
    """Whether who signs in on the way to `then` is asked if the phone is shared."""
    return then is not None and urlsplit(then).path.startswith(place())


def keep(request: HttpRequest, *, now: datetime) -> None:
    """Keeps this session to the place, until it is signed out of or the working day is over; neither is put off."""
    if not is_kept(request):
        request.session[LOCK] = True
        # A moment, not a duration: that would begin anew whenever the session is written.
        request.session.set_expiry(now + timedelta(seconds=settings.SHARED_PHONE_S))


def is_kept(request: HttpRequest) -> bool:
    return LOCK in request.session


def ends_at(request: HttpRequest) -> datetime | None:
    """When a session that is kept to the place ends by itself; `None` for every other."""
    if not is_kept(request):
        return None
    end: datetime = request.session.get_expiry_date()
    return end
