"""What of the second path waits for the desk: organisations, designs, verified reports, and proposals of others."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import citizen_of
from common.city_time import city_day
from common.desk_worklist import Waits, waiting_rows
from projects.bulletin import reading
from projects.models import (
    CommentReport,
    Deal,
    DealStatus,
    MonthStatus,
    Organisation,
    OrganisationStatus,
    PooledMonth,
    PoolProceeds,
    ProceedsStatus,
    ProjectDesign,
    Proposal,
    ProposalStatus,
    Stage,
)
from projects.monitoring import awaited
from projects.pooling import gathered


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if request.user.has_perm("projects.approve_organisation"):
        applied = Organisation.objects.filter(status=OrganisationStatus.APPLIED)
        address = f"{reverse('admin:projects_organisation_changelist')}?status__exact={OrganisationStatus.APPLIED}"
        yield from waiting_rows(_("Applications of organisations"), applied, "applied_at", address)
    if request.user.has_perm("projects.view_monitoringreport"):
        address = f"{reverse('admin:projects_monitoringreport_changelist')}?issuing=awaited"
        yield from waiting_rows(_("Verified reports, to be issued"), awaited.to_be_proposed(), "moved_at", address)
    yield from _pooled(request)
    if request.user.has_perm("projects.decide_projectdesign"):
        yield from _designs(now)
        reports = CommentReport.objects.waiting()
        address = f"{reverse('admin:projects_projectdesign_changelist')}?comments=reported"
        yield from waiting_rows(_("Reported comments on projects"), reports, "reported_at", address)
    if request.user.has_perm("projects.end_deal"):
        disputed = Deal.objects.filter(status=DealStatus.DISPUTED)
        address = f"{reverse('admin:projects_deal_changelist')}?status__exact={DealStatus.DISPUTED}"
        yield from waiting_rows(_("Deals in dispute"), disputed, "moved_at", address)
        address = f"{reverse('admin:projects_deal_changelist')}?status__exact={DealStatus.PAID}"
        title = _("Deals that nobody confirms or disputes")
        yield from waiting_rows(title, reading.unconfirmed(now=now), "moved_at", address)
    if request.user.has_perm("projects.agree_proposal"):
        proposals = Proposal.objects.filter(status=ProposalStatus.WAITING).exclude(by=citizen_of(request))
        address = f"{reverse('admin:projects_proposal_changelist')}?status__exact={ProposalStatus.WAITING}"
        yield from waiting_rows(_("Proposals for the registry of units"), proposals, "proposed_at", address)


def _pooled(request: HttpRequest) -> Iterator[Waits]:
    place = reverse("admin:projects_pooledmonth_changelist")
    if request.user.has_perm("projects.agree_pooledmonth"):
        drawn = PooledMonth.objects.filter(status=MonthStatus.DRAWN).exclude(by=citizen_of(request))
        address = f"{place}?status__exact={MonthStatus.DRAWN}"
        yield from waiting_rows(_("Pooled months to be agreed to"), drawn, "drawn_at", address)
        stuck = PooledMonth.objects.filter(pk__in=[month.pk for month in gathered.stuck()])
        address = f"{place}?status__exact={MonthStatus.AGREED}"
        yield from waiting_rows(_("Pooled months that can’t be reported any more"), stuck, "decided_at", address)
    if request.user.has_perm("projects.agree_poolproceeds"):
        entries = PoolProceeds.objects.filter(status=ProceedsStatus.WAITING).exclude(by=citizen_of(request))
        yield from waiting_rows(_("Proceeds of pooled units to be agreed to"), entries, "proposed_at", place)


def _designs(now: datetime) -> Iterator[Waits]:
    place = reverse("admin:projects_projectdesign_changelist")
    titles = {
        Stage.SUBMITTED: _("Projects to be checked for completeness"),
        Stage.DECIDING: _("Projects to be registered or returned"),
    }
    for stage, title in titles.items():
        rows = ProjectDesign.objects.filter(stage=stage)
        yield from waiting_rows(title, rows, "stage_at", f"{place}?stage__exact={stage}")
    closed = ProjectDesign.objects.filter(stage=Stage.PUBLISHED, comments_until__lt=city_day(now))
    title = _("Projects whose comments are closed: a verifier is next")
    yield from waiting_rows(title, closed, "stage_at", f"{place}?stage__exact={Stage.PUBLISHED}")
