"""What staff did with campaigns, as lines of the desk's one time line."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignStep, CheckIn
from common.desk_lines import NOTHING, Change, Line, Source


def of_steps() -> Source:
    return Source(
        code="campaigns.campaignstep",
        title=str(CampaignStep._meta.verbose_name_plural),
        rows=CampaignStep.objects.all(),
        at="happened_at",
        row="campaign_id",
        of=_of,
        by=lambda writer_id: Q(by=writer_id),
        lines=_lines,
    )


def of_undone() -> Source:
    """Check-ins that were a mistake."""
    return Source(
        code="campaigns.checkin",
        title=_("Undone check-ins of campaigns"),
        rows=CheckIn.objects.filter(undone_at__isnull=False),
        at="undone_at",
        row="signup__campaign_id",
        of=lambda thing, pk: Q(signup__campaign=pk) if issubclass(thing, Campaign) else Q(pk__in=[]),
        by=lambda writer_id: Q(undone_by=writer_id),
        lines=_undone_lines,
    )


def _of(thing: type[Model], pk: int) -> Q:
    return Q(campaign=pk) if issubclass(thing, Campaign) else Q(pk__in=[])


def _lines(keys: Iterable[int]) -> Mapping[int, Line]:
    rows = CampaignStep.objects.filter(pk__in=list(keys)).select_related("by", "campaign")
    return {row.pk: _line(row) for row in rows}


def _line(step: CampaignStep) -> Line:
    return Line(
        at=step.happened_at,
        by=step.by,
        who=str(step.by),
        what=str(step.campaign),
        thing=step.campaign,
        row=step.campaign_id,
        deed=str(step.get_kind_display()),
        changes=[Change(_("Words"), NOTHING, step.words_shown)] if step.words else [],
        told_at=reverse("admin:campaigns_campaign_change", args=[step.campaign_id]),
    )


def _undone_lines(keys: Iterable[int]) -> Mapping[int, Line]:
    rows = CheckIn.objects.filter(pk__in=list(keys)).select_related("undone_by", "signup__campaign")
    return {row.pk: _undone_line(row) for row in rows}


def _undone_line(checkin: CheckIn) -> Line:
    campaign = checkin.signup.campaign
    assert checkin.undone_at is not None
    reason = [Change(_("Reason"), NOTHING, checkin.undone_for_shown)] if checkin.undone_for else []
    return Line(
        at=checkin.undone_at,
        by=checkin.undone_by,
        who=str(checkin.undone_by),
        what=str(campaign),
        thing=campaign,
        row=campaign.pk,
        deed=_("Check-in undone"),
        changes=[Change(_("sign-up"), NOTHING, str(checkin.signup.nth)), *reason],
        told_at=reverse("admin:campaigns_campaign_change", args=[campaign.pk]),
    )
