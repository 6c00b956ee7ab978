"""Acts stay with the account that reported them, and no cap is used twice; the desk sees the days of both."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.models import Activity, Doubted, Status
from common.merging import Compared, Effect, Pair

MOST_DAYS = 20


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    acts = Activity.objects.of(pair.ended_id)
    counted = acts.count()
    if counted:
        told = _("Acts reported: %(count)s") % {"count": counted}
        yield Effect(told, _("Stay in the diary of the account that ended, which you can read on."))
        # One citizen uses a cap once (`former_accounts`).
        once = _(
            "Count as yours: no further act of the same kind is taken for such a day, or for its month where the month"
            " has a cap."
        )
        yield Effect(_("Days it has reported for"), once)
    unsettled = acts.filter(status__in=(Status.PENDING, Status.WAITING, Status.REVIEW, Status.BEHIND)).count()
    if unsettled:
        told = _("Of them not counted yet: %(count)s") % {"count": unsettled}
        yield Effect(told, _("Counted as they are; the credits come to the account that stays."))


def compared(pair: Pair, now: datetime) -> Iterator[Compared]:
    both = (pair.ended_id, pair.stays_id)
    acts = {
        one: Activity.objects.of(one).aggregate(n=Count("pk"), first=Min("city_day"), last=Max("city_day"))
        for one in both
    }
    yield Compared(_("Acts"), *(acts[one]["n"] for one in both))
    yield Compared(_("First and last day with an act"), *(_span(acts[one]["first"], acts[one]["last"]) for one in both))
    waits = {one: Doubted.objects.undecided().filter(citizen=one).count() for one in both}
    yield Compared(_("Acts in doubt that wait for a person"), *(waits[one] for one in both))
    yield from _same_days(both)


def _same_days(both: tuple[int, int]) -> Iterator[Compared]:
    """The latest days on which both accounts reported, with what each did."""
    by_day: dict[date, dict[int, list[str]]] = {}
    of_other = Activity.objects.of(both[1]).values("city_day")
    shared = (
        Activity.objects.of(both[0])
        .filter(city_day__in=of_other)
        .order_by("-city_day")
        .values_list("city_day", flat=True)
    )
    days = list(shared.distinct()[:MOST_DAYS])
    found = (
        Activity.objects.filter(citizen__in=both, city_day__in=days)
        .select_related("scenario", "assessment")
        .order_by("pk")
    )
    for act in found:
        told = f"{act.scenario} {' '.join(act.claimed())} · {_credits(act)}"
        by_day.setdefault(act.city_day, {}).setdefault(act.citizen_id, []).append(told)
    for day in days:
        told_of = (" / ".join(by_day[day].get(one, ["—"])) for one in both)
        yield Compared(_("Both on %(day)s") % {"day": date_format(day)}, *told_of)


def _credits(act: Activity) -> str:
    earned = act.assessment.credits if act.status == Status.SCORED else 0
    return _("%(amount)s credits") % {"amount": f"{earned:,}"}


def _span(first: date | None, last: date | None) -> str:
    return f"{date_format(first)} – {date_format(last)}" if first and last else "—"
