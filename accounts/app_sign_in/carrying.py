"""A sign-in that is awaited without cookies: its state stays in a session of ours, and the app carries the key along.

So that the rules of the page hold word for word (`accounts/sign_in.py`), the session takes the place of the browser's
for as long as they are asked. It never signs anybody in; it goes when its code was right, or with all that are stale.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse

from accounts import known_devices
from accounts.sessions import SessionStore

OF_AN_APP = "of_an_app"


@contextmanager
def carried(request: HttpRequest, ticket: str | None = None) -> Iterator[SessionStore]:
    """The session of `ticket`, or a new one; kept when this ends without an error. An unknown one is empty."""
    of_the_browser = request.session
    request.session = session = SessionStore(ticket)
    try:
        if ticket is not None and OF_AN_APP not in session:
            # No browser's session is taken for an app's.
            request.session = session = SessionStore()
        session[OF_AN_APP] = True
        yield session
        if set(session.keys()) > {OF_AN_APP}:
            session.save()
        else:
            # Nothing is awaited any more, or never was.
            session.flush()
    finally:
        request.session = of_the_browser


def use_up(session: SessionStore) -> bool:
    """Ends it, and whether it was there until now."""
    was_there = session.model.objects.filter(pk=session.session_key).delete()[0] == 1
    session.flush()
    return was_there


def know_device(request: HttpRequest, device: str) -> None:
    """What an app kept of an earlier sign-in stands where a browser's cookie would."""
    if device:
        request.COOKIES[known_devices.COOKIE] = device


def device_after(request: HttpRequest, phone: str) -> str:
    """What the app is to keep, so that next time it is no stranger."""
    told = HttpResponse()
    known_devices.remember(request, told, phone)
    return str(told.cookies[known_devices.COOKIE].value)
