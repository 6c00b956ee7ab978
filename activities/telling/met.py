"""Which of a citizen's acts had counted already where another earned less for their sake: to be named and linked."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from activities.models import Activity, ActivityQuerySet, Recounting, Status
from activities.scoring.cases import busy_until, lane_of
from activities.scoring.walked import LESS_THAN_STEPS, RIDDEN
from activities.telling.cards import Card, card_of
from methodologies.base import Methodology, Span
from methodologies.registry import timeline
from scenarios import rulebook

COUNTED_ELSEWHERE = frozenset({"overlaps", "covered", "counted_before", RIDDEN, LESS_THAN_STEPS})
MOST_SHOWN = 3


def counted_already(activity: Activity) -> list[Card]:
    """The paid acts of the same time, or of the same day's total, that a scored act came after or made way for.

    None where its own rule alone decided about it. The latest stand first.
    """
    told = {cut["code"] for cut in activity.assessment.cuts}
    if told.isdisjoint(COUNTED_ELSEWHERE) and not Recounting.objects.filter(pk=activity.pk, acts__lt=0).exists():
        return []
    scored = Activity.objects.of(activity.citizen_id).with_outcome().filter(status=Status.SCORED)
    others = scored.exclude(pk=activity.pk).order_by("-pk")
    if activity.scenario.methodology.span is Span.DAY:
        met: Iterable[Activity] = others.filter(scenario=activity.scenario_id, city_day=activity.city_day)
    else:
        met = _met(activity, others.filter(scenario__in=_sharing_its_timeline(activity)))
    if not told.isdisjoint({RIDDEN, LESS_THAN_STEPS}):
        met = [*_beside(activity, others), *met]
    paid = [other for other in met if other.assessment.grams or other.assessment.credits]
    return [card_of(other, with_day=True) for other in paid[:MOST_SHOWN]]


def _beside(activity: Activity, others: ActivityQuerySet) -> ActivityQuerySet:
    """The rides of the day of steps, or the steps of the day of a ride."""
    counts = bool(activity.scenario.methodology.counts_pedalling)
    ids = [pk for pk, one in _methods().items() if (one.is_pedalled if counts else one.counts_pedalling)]
    return others.filter(city_day=activity.city_day, scenario__in=ids)


def _sharing_its_timeline(activity: Activity) -> list[int]:
    own = timeline(activity.scenario.methodology)
    return [pk for pk, method in _methods().items() if own and timeline(method) == own]


def _methods() -> dict[int, Methodology]:
    """By the id of the scenario: several may share one, and a generic one is each scenario's own."""
    scenarios = rulebook.current().scenarios.values()
    return {scenario.pk: scenario.methodology for scenario in scenarios if scenario.has_methodology}


def _met(activity: Activity, others: ActivityQuerySet) -> Iterator[Activity]:
    """Those of the others that share a time with an act on its lane."""
    lane, until = _lane(activity), _busy_until(activity)
    # A moment ends as it begins, and keeps its citizen busy from then on.
    since = activity.started_at - timedelta(minutes=activity.scenario.methodology.lasts_minutes)
    for other in others.filter(started_at__lt=until, ended_at__gt=since):
        if _lane(other) == lane and other.started_at < until and activity.started_at < _busy_until(other):
            yield other


def _lane(act: Activity) -> str:
    return lane_of(act.scenario.methodology, act.claim())


def _busy_until(act: Activity) -> datetime:
    return busy_until(act.scenario.methodology, act.started_at, act.ended_at)
