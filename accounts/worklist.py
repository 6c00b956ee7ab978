"""What of this app waits for somebody at the desk: new numbers that a second official must agree to."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.changing_phone.changes_desk import AGREES
from accounts.changing_phone.models import PhoneChange
from accounts.requests import citizen_of
from common.desk_worklist import Waits, waiting_rows


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """Nobody is asked to agree to what they have proposed, nor to a number of their own."""
    if request.user.has_perm(AGREES):
        rows = PhoneChange.objects.lacking_agreement().for_another(citizen_of(request).pk)
        address = f"{reverse('admin:accounts_phonechange_changelist')}?way__exact=desk&done_at__isempty=1"
        yield from waiting_rows(_("New mobile numbers to be agreed to"), rows, "asked_at", address)
