"""Drafts of rules that wait to be put into force."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.city_time import city_day
from common.desk_worklist import MOST_COUNTED, Waits
from scenarios.models import RuleVersion, State


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """Since each was last changed, which its trail knows."""
    if not request.user.has_perm("scenarios.publish_ruleversion"):
        return
    drafts = RuleVersion.objects.in_state(State.DRAFT, city_day(now)).order_by().values("pk")
    events = apps.get_model("scenarios.RuleVersionEvent").objects.filter(pgh_obj_id__in=drafts)
    changed = events.values_list("pgh_obj_id").annotate(at=Max("pgh_created_at")).order_by("at")[:MOST_COUNTED]
    moments = [at for _draft, at in changed]
    if moments:
        address = f"{reverse('admin:scenarios_ruleversion_changelist')}?state={State.DRAFT}"
        yield Waits(_("Drafts of rules to be checked"), address, moments[0], len(moments))
