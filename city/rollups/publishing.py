"""Publishes days of the whole city, and revises them as long as their month is not released.

What a day says changes only by acts of at least five citizens: those that came late, those that were taken back, and
those that stay are each of five or of nobody. Where only one of late and taken back is, the day says that one; else it
keeps what it said, until more has come (ADR 0089).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from activities.models import Assessment
from city.rollups.models import PublishedCell, PublishedDay, RolledDay
from common import locks
from common.city_time import city_day, day_span
from common.few import FEWEST, round_down
from seals import sealing

EARNED = Q(grams__gt=0) | Q(credits__gt=0)
CHANGE = """
    SELECT count(*) FILTER (WHERE counts) AS acts,
        coalesce(sum(grams) FILTER (WHERE counts), 0)::bigint AS grams,
        coalesce(sum(credits) FILTER (WHERE counts), 0)::bigint AS credits,
        ARRAY[count(DISTINCT citizen_id) FILTER (WHERE counts),
            count(DISTINCT citizen_id) FILTER (WHERE counts AND grams > 0),
            count(DISTINCT citizen_id) FILTER (WHERE counts AND credits > 0)] AS citizens,
        count(*) FILTER (WHERE counts AND NOT counted) AS late,
        ARRAY[count(DISTINCT citizen_id) FILTER (WHERE counts AND NOT counted),
            count(DISTINCT citizen_id) FILTER (WHERE counts AND NOT counted AND grams > 0),
            count(DISTINCT citizen_id) FILTER (WHERE counts AND NOT counted AND credits > 0)] AS of_late,
        count(*) FILTER (WHERE counted AND is_less) AS taken_back,
        ARRAY[count(DISTINCT citizen_id) FILTER (WHERE counted AND is_less AND NOT counts),
            count(DISTINCT citizen_id) FILTER (WHERE counted AND is_less AND counts),
            count(DISTINCT citizen_id) FILTER (WHERE counted AND is_less AND gone_grams > 0),
            count(DISTINCT citizen_id) FILTER (WHERE counted AND is_less AND gone_credits > 0)] AS of_taken_back,
        ARRAY[count(DISTINCT citizen_id) FILTER (WHERE counted AND NOT is_less),
            count(DISTINCT citizen_id) FILTER (WHERE counted AND NOT is_less AND grams > 0),
            count(DISTINCT citizen_id) FILTER (WHERE counted AND NOT is_less AND credits > 0)] AS of_stayed
    FROM (
        SELECT act.citizen_id, assessment.grams - coalesce(gone.grams, 0) AS grams,
            assessment.credits - coalesce(gone.credits, 0) AS credits,
            gone.grams AS gone_grams, gone.credits AS gone_credits,
            assessment.grams > coalesce(gone.grams, 0) OR assessment.credits > coalesce(gone.credits, 0) AS counts,
            assessment.assessed_at < %(old_until)s AND (
                gone.activity_id IS NULL OR gone.revoked_at >= %(old_taken_until)s
                OR assessment.grams > gone.grams OR assessment.credits > gone.credits
            ) AS counted,
            coalesce(gone.revoked_at >= %(old_taken_until)s AND (gone.grams > 0 OR gone.credits > 0), false) AS is_less
        FROM activities_activity AS act
        JOIN activities_assessment AS assessment
            ON assessment.activity_id = act.id AND assessment.assessed_at < %(until)s
        LEFT JOIN activities_revocation AS gone ON gone.activity_id = act.id AND gone.revoked_at < %(taken_until)s
        WHERE act.id BETWEEN %(first)s AND %(last)s AND act.city_day = %(day)s
        AND (assessment.grams > 0 OR assessment.credits > 0)
    ) AS act
"""


class Edition(NamedTuple):
    """What was scored before one moment, without what was taken back before the other."""

    until: datetime
    taken_until: datetime


class Change(NamedTuple):
    """What a day comes to by one edition, and what became of it since another.

    Citizens are counted three times: of the acts, of those of them that are of any grams, and of any credits. Those of
    acts that were taken back wholly and in part are counted apart, since what the day says tells one from the other.
    """

    acts: int
    grams: int
    credits: int
    citizens: Sequence[int]
    late: int
    of_late: Sequence[int]
    taken_back: int
    of_taken_back: Sequence[int]
    of_stayed: Sequence[int]


def publish() -> int:
    """Publishes or revises the days that are over and that something changed; returns how many say something new."""
    until = sealing.over_until()
    if until is None:
        return 0
    return sum(_bring_up_to(rolled, until) for rolled in _changed(city_day(until)))


def publish_today(now: datetime) -> bool:
    """Publishes what was scored of today’s acts, but never the last five citizens’; whether it says something new.

    So what the day says when it is over is by five citizens more, and no two looks at a day differ by fewer.
    """
    day = city_day(now)
    published = PublishedDay.objects.filter(day=day).first()
    scored = Assessment.objects.filter(EARNED, activity__city_day=day, assessed_at__gte=day_span(day)[0])
    moment = _since_the_last_five(scored.filter(assessed_at__gte=published.until) if published else scored)
    if moment is None:
        return False
    acts = scored.aggregate(first_act=Min("pk"), last_act=Max("pk"))
    return _bring_up_to(RolledDay(day=day, **acts), moment)


def may_be_told(change: Change, *, is_new: bool) -> bool:
    """Whether neither what a day says nor its difference from what it said is of fewer than five citizens.

    Grams are those of whoever saved any, and credits of whoever got any: an act of none hides nobody’s.
    """
    if change.citizens[0] < FEWEST or is_of_few(change.citizens):
        return False
    parts = [change.of_late, change.of_taken_back, *([change.of_stayed] if change.taken_back else [])]
    return is_new or not any(map(is_of_few, parts))


def is_of_few(citizens: Sequence[int]) -> bool:
    """Whether any of these numbers of citizens is small and not 0."""
    return any(0 < number < FEWEST for number in citizens)


def _changed(today: date) -> QuerySet[RolledDay]:
    """Days that are over, of months that are not released, of which something was summed since they were published."""
    published = PublishedDay.objects.filter(day=OuterRef("day"), until__gte=OuterRef("until"))
    released = PublishedCell.objects.filter(month=OuterRef("month"))
    over = RolledDay.objects.filter(day__lt=today, until__isnull=False)
    rolled = over.annotate(month=TruncMonth("day")).order_by("day")
    return rolled.exclude(Exists(published)).exclude(Exists(released))


@transaction.atomic
def _bring_up_to(rolled: RolledDay, until: datetime) -> bool:
    """Has a day say what was scored and taken back before `until`, or as much of it as may be told."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.ROLLUPS)}")
    published = PublishedDay.objects.filter(day=rolled.day).first()
    known = Edition(published.until, published.taken_until) if published else None
    if known and until <= max(known):
        return False
    is_whole = known is not None and known.until >= day_span(rolled.day)[1]
    for edition in _next(known, until, is_whole=is_whole):
        change = _change(rolled, known, edition)
        if may_be_told(change, is_new=known is None):
            _say(published or PublishedDay(day=rolled.day), edition, change, is_noted=is_whole)
            return published is None or bool(change.late or change.taken_back)
    return False


def _next(known: Edition | None, until: datetime, *, is_whole: bool) -> Iterator[Edition]:
    """What a day may say next, the fullest first.

    Before a day is told whole, nothing is taken back ahead of what is scored: its end hangs on the five since `until`.
    """
    yield Edition(until, until)
    if known:
        yield known._replace(until=until)
    if known and is_whole:
        yield known._replace(taken_until=until)


def _say(published: PublishedDay, edition: Edition, change: Change, *, is_noted: bool) -> None:
    if is_noted and (change.late or change.taken_back):
        published.late += change.late
        published.taken_back += change.taken_back
        published.revised_at = max(edition)
    published.until, published.taken_until = edition
    published.acts, published.grams, published.credits = change.acts, change.grams, change.credits
    published.citizens = round_down(change.citizens[0])
    published.save()


def _change(rolled: RolledDay, known: Edition | None, edition: Edition) -> Change:
    start = day_span(rolled.day)[0]
    old = known or Edition(start, start)
    facts = {"day": rolled.day, "first": rolled.first_act, "last": rolled.last_act, **edition._asdict()}
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, {**facts, "old_until": old.until, "old_taken_until": old.taken_until})
        return Change(*cursor.fetchone())


def _since_the_last_five(scored: QuerySet[Assessment]) -> datetime | None:
    """The latest moment since which five citizens were scored who got grams and credits."""
    citizens: set[int] = set()
    of_both = scored.filter(grams__gt=0, credits__gt=0).order_by("-assessed_at")
    moments = of_both.values_list("assessed_at", "activity__citizen")
    for moment, citizen in moments.iterator(chunk_size=100):
        citizens.add(citizen)
        if len(citizens) >= FEWEST:
            return moment
    return None
