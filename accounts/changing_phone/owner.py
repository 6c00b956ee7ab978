"""An owner who changes their own number: whether what they have shown lately is enough to do it at once."""

from datetime import datetime

from django.http import HttpRequest

from accounts import devices, fresh_proofs, proofs, second_factor
from accounts.changing_phone import changing, numbers, stop_links, waiting
from accounts.changing_phone.models import PhoneChange, Way
from accounts.changing_phone.refusals import WayInRests
from accounts.models import User
from accounts.rate_limits import may_try
from accounts.refusals import TooManyPhoneChanges
from accounts.requests import citizen_of


def may_at_once(request: HttpRequest, *, now: datetime) -> bool:
    """Who has a second factor has shown it; everybody else that they read what the old number is sent.

    So has who never had a number. Whoever lost theirs to somebody else has shown neither.
    """
    user = citizen_of(request)
    if second_factor.has_one(user):
        return proofs.is_proven(request, now=now, within=proofs.FRESH)
    if has_number(user):
        return fresh_proofs.has_shown_phone(request, now=now)
    return not PhoneChange.objects.filter(citizen=user, way=Way.PASSED_ON).exists()


def has_number(user: User) -> bool:
    return bool(numbers.phone_of(user.pk))


def check_may_add_way_in(request: HttpRequest, *, now: datetime) -> None:
    """What is added stays after the number has changed: whoever reads the old one must show more while it waits.

    Raises `WayInRests`.
    """
    has_shown_more = proofs.is_proven(request, now=now, within=proofs.FRESH) or (
        fresh_proofs.is_fresh(request, now=now) and not fresh_proofs.has_shown_phone(request, now=now)
    )
    if not has_shown_more and waiting.of(citizen_of(request)) is not None:
        raise WayInRests


def take(request: HttpRequest, phone: str, *, at_once: bool, now: datetime) -> PhoneChange:
    """The number (E.164), whose code was just right, becomes theirs, or waits to.

    At once ends every other session; programs' tokens stay, as their owner has shown everything.
    Raises what `changing.change` and `waiting.ask` do, and `TooManyPhoneChanges`.
    """
    user = citizen_of(request)
    if at_once:
        changed = changing.change(user=user, phone=phone, now=now)
        devices.end_others(request)
        return changed
    if not may_try(request, action="ask_phone_change", key=str(user.pk)):
        raise TooManyPhoneChanges
    return waiting.ask(user=user, phone=phone, to_stop=lambda change: stop_links.address_for(request, change), now=now)
