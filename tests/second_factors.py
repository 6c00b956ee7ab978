"""Second factors of the cast: an app that knows a secret, and browsers whose session has shown its code."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts import proofs, second_factor
from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    """What the app shows."""
    return second_factor.code_at(secret, timezone.now())


def wrong_code() -> str:
    """None of the three that are right now."""
    now = timezone.now()
    right = {second_factor.code_at(SECRET, now + timedelta(seconds=30 * step)) for step in (-1, 0, 1)}
    return next(code for code in ("000000", "000001", "000002", "000003") if code not in right)


def enrolled(user: User) -> list[str]:
    """Gives somebody the factor of SECRET; returns their recovery codes."""
    _factor, codes = second_factor.enrol(user=user, secret=SECRET, code=code_now(), now=timezone.now())
    return codes


def show_factor(client: Client, user: User) -> Client:
    """The session of a browser has shown its user's factor just now."""
    factor = second_factor.find(user)
    assert factor is not None
    session = client.session
    session[proofs.PROOF] = {"factor": factor.pk, "at": timezone.now().timestamp()}
    session.save()
    return client


def take_second_step(client: Client, user: User) -> None:
    """As staff do after their password; who has no factor yet has the one of SECRET then."""
    if second_factor.find(user) is None:
        enrolled(user)
    show_factor(client, user)


def browser_of_leader(user: User) -> Client:
    """Signed in, enrolled and let in."""
    client = Client()
    client.force_login(user)
    enrolled(user)
    return show_factor(client, user)
