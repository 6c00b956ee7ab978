"""Who is told what the desk decided on an organisation: those who own it, and whoever applied for it."""

from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from projects.models import Organisation, Part, Seat

DECIDED = "organisation_decided"


def decided(organisation: Organisation, *, now: datetime) -> None:
    """Its new status, with the reason where there is one."""
    owners = Seat.objects.current().filter(organisation=organisation, part=Part.OWNER)
    told = {*owners.values_list("user_id", flat=True), organisation.applicant_id}
    path = reverse("projects:room", args=[organisation.public_id])
    facts = {"name": organisation.name, "status": organisation.status, "reason": organisation.reason}
    key = f"{DECIDED}:{organisation.pk}:{organisation.status}:{now.isoformat()}"
    tell([News(user, DECIDED, key, path, facts) for user in told if user is not None], now=now)
