"""Editions of lists that wait for a second person to confirm them."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import citizen_of
from common.desk_worklist import Waits, waiting_rows
from lists.kinds import FOR_ME
from lists.models import Edition


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """Nobody is asked to confirm what they entered."""
    if request.user.has_perm("lists.confirm_edition"):
        entered = Edition.objects.waiting().exclude(entered_by=citizen_of(request).pk)
        address = f"{reverse('admin:lists_edition_changelist')}?state={FOR_ME}"
        yield from waiting_rows(_("Entered lists to be confirmed"), entered, "entered_at", address)
