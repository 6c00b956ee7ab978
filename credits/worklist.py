"""What of this app waits for somebody at the desk: adjustments that a colleague has proposed, and mergers."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import citizen_of
from common.desk_worklist import Waits, waiting_rows
from credits.adjusting.models import Adjustment
from credits.merging.models import Merger


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """Nobody is asked to decide on what they have proposed, nor on their own credits."""
    if request.user.has_perm("credits.approve_adjustment"):
        rows = Adjustment.objects.waiting_for(citizen_of(request).pk)
        address = f"{reverse('admin:credits_adjustment_changelist')}?state=for_me"
        yield from waiting_rows(_("Adjustments of credits to be decided"), rows, "proposed_at", address)
    if request.user.has_perm("credits.decide_merger"):
        asked = Merger.objects.waiting_for(citizen_of(request).pk)
        address = f"{reverse('admin:credits_merger_changelist')}?state=for_me"
        yield from waiting_rows(_("Mergers of accounts to be decided"), asked, "asked_at", address)
