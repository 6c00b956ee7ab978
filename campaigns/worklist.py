"""What of campaigns waits for the desk: drafts to be opened by others than their authors, names reported, guardians."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import citizen_of
from campaigns.models import Campaign, CampaignStatus, GuardianChange, NameReport
from common.desk_worklist import Waits, waiting_rows


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if request.user.has_perm("campaigns.open_campaign"):
        proposed = Campaign.objects.filter(status=CampaignStatus.PROPOSED)
        others = proposed.exclude(authors__contains=[citizen_of(request).pk]).annotate(since=Max("steps__happened_at"))
        address = f"{reverse('admin:campaigns_campaign_changelist')}?status__exact={CampaignStatus.PROPOSED}"
        yield from waiting_rows(_("Campaigns, to be opened"), others, "since", address)
    if request.user.has_perm("campaigns.decide_namereport"):
        address = reverse("admin:campaigns_namereport_changelist")
        yield from waiting_rows(
            _("Names in teams that were reported"), NameReport.objects.waiting(), "reported_at", address
        )
    if request.user.has_perm("campaigns.agree_guardianchange"):
        due = GuardianChange.objects.waiting().filter(due_at__lte=now).exclude(asked_by=citizen_of(request))
        address = reverse("admin:campaigns_guardianchange_changelist")
        yield from waiting_rows(_("Changes of guardians, to be agreed to"), due, "due_at", address)
