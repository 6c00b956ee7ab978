"""What speaks for a trophy: acts that count, by citizen and day; a team's month; and campaigns one was there at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F

from campaigns.models import Campaign, CheckIn, TeamMonth
from campaigns.models.campaign import CampaignQuerySet
from campaigns.trophies.book import Ground, Trophy
from common.city_time import city_day

GRAMS_PER_KG = 1000


@dataclass(frozen=True, slots=True)
class Day:
    """Of one citizen: grams of acts that count, and their scenarios."""

    day: date
    grams: int
    scenarios: frozenset[str]


@dataclass(slots=True)
class Facts:
    """Of one citizen, from the first day on; `teams` are the months in which they did something for a team.

    `campaigns` are the last days of those that are over and at which they were checked in.
    """

    days: list[Day] = field(default_factory=list)
    teams: dict[str, date] = field(default_factory=dict)
    """A month and a team's public id, as `subject_of_team` says them, with the month's first day."""
    campaigns: list[date] = field(default_factory=list)


def facts_of(citizens: Sequence[int], *, now: datetime) -> Mapping[int, Facts]:
    """Three statements, whoever they are."""
    found: dict[int, Facts] = defaultdict(Facts)
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"citizens": list(citizens)})
        for citizen, day, grams, scenarios in cursor.fetchall():
            found[citizen].days.append(Day(day, int(grams), frozenset(scenarios)))
    months = TeamMonth.objects.filter(member__citizen__in=citizens)
    for citizen, team, month in months.values_list("member__citizen", "member__team__public_id", "month"):
        found[citizen].teams[subject_of_team(month, team)] = month
    there = CheckIn.objects.standing().filter(signup__citizen__in=citizens, signup__campaign__in=_over(now))
    ends = there.order_by("signup__campaign__ends_at").values_list("signup__citizen", "signup__campaign__ends_at")
    for citizen, end in ends:
        found[citizen].campaigns.append(_last_day(end))
    return found


def there_at_ends(since: datetime, until: datetime) -> list[int]:
    """Who was checked in at a campaign that ended after the one moment and until the other, by number."""
    ended = _over(until).filter(ends_at__gt=since)
    there = CheckIn.objects.standing().filter(signup__campaign__in=ended).values_list("signup__citizen", flat=True)
    return sorted(set(there))


def undone_between(since: datetime, until: datetime) -> list[int]:
    """Of whom a check-in was undone between two moments, both of them counted in, by number."""
    undone = CheckIn.objects.filter(undone_at__gte=since, undone_at__lte=until)
    return sorted(set(undone.values_list("signup__citizen", flat=True)))


def _over(now: datetime) -> CampaignQuerySet:
    """Those that took place: cancelled afterwards is cancelled too late."""
    return Campaign.objects.published().filter(ends_at__lte=now).exclude(cancelled_at__lt=F("ends_at"))


def _last_day(end: datetime) -> date:
    """Of a campaign; `end` is the first moment after it."""
    return city_day(end - timedelta(microseconds=1))


def subject_of_team(month: date, public_id: str) -> str:
    return f"{month:%Y-%m} {public_id}"


def earned(trophy: Trophy, facts: Facts, today: date) -> Iterator[tuple[str, date]]:
    """For which subjects a trophy is earned, and since which day; of a year once that is over.

    A team's month is decided for all at once (`awarding.award_team`).
    """
    if trophy.ground == Ground.CAMPAIGN:
        if len(facts.campaigns) >= trophy.number:
            yield "", facts.campaigns[trophy.number - 1]
    elif trophy.ground == Ground.YEAR:
        for year in sorted({day.day.year for day in facts.days}):
            if year < today.year and _reached(trophy, [day for day in facts.days if day.day.year == year]):
                yield str(year), date(year, 12, 31)
    elif trophy.ground != Ground.TEAM and (since := _reached(trophy, facts.days)):
        yield "", since


def holds(trophy: Trophy, subject: str, facts: Facts) -> bool:
    """Whether what a trophy was earned by still counts."""
    if trophy.ground == Ground.TEAM:
        return subject in facts.teams
    if trophy.ground == Ground.CAMPAIGN:
        return len(facts.campaigns) >= trophy.number
    days = facts.days
    if trophy.ground == Ground.YEAR:
        days = [day for day in days if str(day.day.year) == subject]
    return _reached(trophy, days) is not None


def _reached(trophy: Trophy, days: Sequence[Day]) -> date | None:
    """The day on which enough had come together."""
    sum_g, count = 0, 0
    for day in days:
        if trophy.scenario and trophy.scenario not in day.scenarios:
            continue
        sum_g, count = sum_g + day.grams, count + 1
        reached = sum_g >= trophy.number * GRAMS_PER_KG if trophy.ground in _BY_GRAMS else count >= trophy.number
        if reached:
            return day.day
    return None


_BY_GRAMS = {Ground.KILOGRAMS, Ground.YEAR}

_DAYS = """
    SELECT act.citizen_id, act.city_day, sum(assessment.grams - coalesce(revoked.grams, 0)),
           array_agg(DISTINCT scenario.code::text)
    FROM activities_activity AS act
    JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
    JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
    LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
    WHERE act.citizen_id = ANY (%(citizens)s)
      AND (assessment.grams > coalesce(revoked.grams, 0) OR assessment.credits > coalesce(revoked.credits, 0))
    GROUP BY 1, 2 ORDER BY 1, 2
"""
