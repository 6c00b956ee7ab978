"""What is being looked into must be answered before an account is merged into another: its citizen reads the answer."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from common.merging import Pair
from review.models import Appeal, Claim


def hindrances(pair: Pair, now: datetime) -> Iterator[str]:
    theirs = Q(citizen=pair.ended_id) | Q(raised_by=pair.ended_id)
    if Claim.objects.of(pair.ended_id).open().exists() or Appeal.objects.waiting().filter(theirs).exists():
        yield _("The account that ends has a claim or an appeal that is not answered. Wait for the answer.")
