"""What of the mall waits for the desk: applications of merchants, offers that were handed in, statements."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_worklist import Waits, waiting_rows
from merchants.models import CauseReport, Merchant, MerchantStatus, Offer, OfferStatus, Statement, StatementStatus
from merchants.settlement import reminding
from merchants.settlement.late import LATE


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if request.user.has_perm("merchants.approve_merchant"):
        applied = Merchant.objects.filter(status=MerchantStatus.APPLIED)
        address = f"{reverse('admin:merchants_merchant_changelist')}?status__exact={MerchantStatus.APPLIED}"
        yield from waiting_rows(_("Applications of merchants"), applied, "status_at", address)
    if request.user.has_perm("merchants.publish_offer"):
        submitted = Offer.objects.filter(status=OfferStatus.SUBMITTED)
        address = f"{reverse('admin:merchants_offer_changelist')}?status__exact={OfferStatus.SUBMITTED}"
        yield from waiting_rows(_("Offers to be published"), submitted, "submitted_at", address)
    if request.user.has_perm("merchants.publish_causereport"):
        reports = CauseReport.objects.waiting()
        address = reverse("admin:merchants_causereport_changelist")
        yield from waiting_rows(_("Reports of causes to be published"), reports, "written_at", address)
    if request.user.has_perm("merchants.close_statement"):
        yield from _statements(StatementStatus.DISPUTED, _("Statements in dispute, to be answered"))
        address = f"{reverse('admin:merchants_statement_changelist')}?{LATE}=yes"
        yield from waiting_rows(_("Statements whose merchant does not answer"), reminding.late(now), "since", address)
    if request.user.has_perm("merchants.pay_statement"):
        yield from _statements(StatementStatus.CONFIRMED, _("Confirmed statements to be paid"))


def _statements(status: StatementStatus, title: str) -> Iterator[Waits]:
    """They wait since the last thing that was done with them."""
    rows = Statement.objects.filter(status=status).annotate(since=Max("steps__happened_at"))
    address = f"{reverse('admin:merchants_statement_changelist')}?status__exact={status}"
    yield from waiting_rows(title, rows, "since", address)
