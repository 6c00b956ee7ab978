"""Who acts for an organisation gives that up before their account is merged into another."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from common.merging import Pair
from projects.models import Organisation, OrganisationStatus, Seat

OPEN = (OrganisationStatus.APPLIED, OrganisationStatus.REFUSED)


def hindrances(pair: Pair, now: datetime) -> Iterator[str]:
    applied = Organisation.objects.filter(applicant=pair.ended_id, status__in=OPEN)
    if Seat.objects.current().filter(user=pair.ended_id).exists() or applied.exists():
        yield _("The account that ends acts for an organisation, or has applied for one. Give that up first.")
