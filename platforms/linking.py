"""Linking the account of who came from a platform to whoever is signed in and has shown enough for it."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.changing_phone import owner
from accounts.requests import citizen_of
from common.errors import DomainError
from platforms import identities
from platforms.identities import Identity


class Outcome(NamedTuple):
    """Whether it was linked, and the sentence that says so or why not."""

    is_linked: bool
    sentence: str


def link(request: HttpRequest, identity: Identity, *, now: datetime) -> str:
    """Returns the sentence for its citizen. Raises what `identities.link` does, WayInRests."""
    owner.check_may_add_way_in(request, now=now)
    identities.link(citizen_of(request), identity, now)
    return _("%(platform)s is linked. From now on it signs you in.") % {"platform": identity.platform.label}


def tried(request: HttpRequest, identity: Identity, *, now: datetime) -> Outcome:
    """Signed in they are in any case: the number has shown who they are."""
    try:
        return Outcome(True, link(request, identity, now=now))
    except DomainError as refused:
        return Outcome(False, refused.sentence)
