"""Drafts of rules that wait for whoever writes, approves or publishes them."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import citizen_of
from common.city_time import city_day
from common.desk_worklist import MOST_COUNTED, Waits, waiting_rows
from scenarios.models import RuleVersion, RuleVersionQuerySet, State
from scenarios.rehearsals.asking import RIPE


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """Nobody is asked to approve what they wrote."""
    user, drafts = request.user, RuleVersion.objects.in_state(State.DRAFT, city_day(now))
    if user.has_perm("scenarios.approve_ruleversion"):
        others = drafts.exclude(authors__contains=[citizen_of(request).pk]).filter(RIPE)
        yield from _since_changed(_("Drafts of rules to be approved"), others, "&by=others&rehearsed=yes")
    if user.has_perm("scenarios.publish_ruleversion"):
        approved = RuleVersion.objects.in_state(State.APPROVED, city_day(now))
        yield from waiting_rows(_("Approved rules to be published"), approved, "approved_at", _list(State.APPROVED))
    if user.has_perm("scenarios.change_ruleversion"):
        yield from _since_changed(_("Drafts of rules to be rehearsed"), drafts.exclude(RIPE), "&rehearsed=no")
        returned = RuleVersion.objects.in_state(State.RETURNED, city_day(now))
        yield from waiting_rows(_("Drafts of rules that were returned"), returned, "returned_at", _list(State.RETURNED))


def _since_changed(title: str, drafts: RuleVersionQuerySet, narrowed: str) -> Iterator[Waits]:
    """Since each was last changed, which its trail knows."""
    events = apps.get_model("scenarios.RuleVersionEvent").objects.filter(pgh_obj_id__in=drafts.order_by().values("pk"))
    changed = events.values_list("pgh_obj_id").annotate(at=Max("pgh_created_at")).order_by("at")[:MOST_COUNTED]
    moments = [at for _draft, at in changed]
    if moments:
        yield Waits(title, _list(State.DRAFT) + narrowed, moments[0], len(moments))


def _list(state: State) -> str:
    return f"{reverse('admin:scenarios_ruleversion_changelist')}?state={state}"
