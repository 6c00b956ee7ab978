"""Budgets that run low, and cases that organisations handed in, for whoever looks after them."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.budget_days import lasting
from city.cases.model import CaseSubmission, SubmissionStatus
from common.city_time import city_day
from common.desk_worklist import Waits, waiting_rows

LOW_DAYS = 14


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    yield from _budgets(request, now)
    if request.user.has_perm("city.decide_casesubmission"):
        address = f"{reverse('admin:city_casesubmission_changelist')}?status__exact={SubmissionStatus.WAITING}"
        yield from waiting_rows(_("Cases of organisations"), CaseSubmission.objects.waiting(), "submitted_at", address)


def _budgets(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if not request.user.has_perm("credits.view_budget"):
        return
    for pot, days in lasting(city_day(now)):
        if days <= LOW_DAYS:
            title = _("Budget that runs low: %(budget)s") % {"budget": pot.name}
            address = reverse("admin:credits_budget_change", args=[pot.pk])
            yield Waits(title, address, told=_days_in_words(days))


def _days_in_words(days: int) -> str:
    return ngettext("about %(days)s day left", "about %(days)s days left", days) % {"days": days}
