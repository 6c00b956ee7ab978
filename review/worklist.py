"""What of the review desk waits: one line for each kind on which the reader may decide."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import citizen_of
from common.desk_worklist import Waits, waiting_rows
from review.waiting import queued_kinds_of, rows_waiting


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """But not what is the reader's own."""
    reviewer = citizen_of(request)
    for kind in queued_kinds_of(reviewer):
        address = f"{reverse('review:queue')}?{urlencode({'kind': kind.code})}"
        yield from waiting_rows(kind.label, kind.open_to(rows_waiting(kind), reviewer), kind.since, address)
