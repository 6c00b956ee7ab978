"""What staff did with campaigns, as lines of the desk's one time line."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignStep
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
