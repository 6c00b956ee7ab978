"""Trophies are awarded once by a job, and revoked by it when what they were earned by counts no more.

Judged is whose acts changed, who was at a campaign that ended, and whose check-in was undone, since the last time;
judging again finds the same.
A trophy that is new, or asks less than before, is earned with the next act or campaign.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min

from accounts.inbox.telling import News, tell
from activities.models import Assessment
from campaigns.changed import AGAIN, changed_since, heard, heard_until
from campaigns.models import Team, TeamMonth, TrophyAward
from campaigns.teams import months
from campaigns.trophies import book
from campaigns.trophies.book import Ground, Trophy
from campaigns.trophies.grounds import Facts, earned, facts_of, holds, subject_of_team, there_at_ends, undone_between
from common.city_time import city_day, previous_month

READER = "trophies"
CITIZENS_AT_ONCE = 200


@transaction.atomic
def keep_up(*, now: datetime) -> tuple[int, bool]:
    """How many citizens were judged anew, and whether more wait."""
    since = heard_until(READER) or Assessment.objects.aggregate(first=Min("assessed_at"))["first"] or now
    changed = changed_since(since, now=now)
    span = (since - AGAIN, changed.until)
    whose = sorted({*changed.citizens, *there_at_ends(*span), *undone_between(*span)})
    for first in range(0, len(whose), CITIZENS_AT_ONCE):
        judge(whose[first : first + CITIZENS_AT_ONCE], now=now)
    heard(READER, changed.until)
    return len(whose), changed.is_more


def judge(citizens: Sequence[int], *, now: datetime) -> None:
    """Awards what these have earned and revokes what they have not any more; each is told once."""
    offered, facts = book.trophies(), facts_of(citizens, now=now)
    standing = list(TrophyAward.objects.standing().filter(citizen__in=citizens).select_related("edition"))
    lost = [award for award in standing if not _holds(award, facts.get(award.citizen_id, Facts()))]
    _revoke(lost, now)
    had = {(award.citizen_id, award.trophy, award.subject) for award in standing}
    made = [
        TrophyAward(
            citizen_id=citizen,
            trophy=trophy.code,
            edition_id=trophy.edition_id,
            subject=subject,
            earned_on=day,
            awarded_at=now,
        )
        for citizen, of_one in facts.items()
        for trophy in offered.values()
        for subject, day in earned(trophy, of_one, city_day(now))
        if (citizen, trophy.code, subject) not in had
    ]
    _award(made, now)


@transaction.atomic
def award_team(*, now: datetime) -> int:
    """The first team of the month that is over, once that is told, and who is level with it: all who did something.

    Each trophy of a team's month is decided by itself, once for a month.
    """
    month = previous_month(city_day(now).replace(day=1))
    of_teams = [trophy for trophy in book.trophies().values() if trophy.ground == Ground.TEAM]
    due = [trophy for trophy in of_teams if not _is_decided(trophy, f"{month:%Y-%m} ")]
    teams = _first(month) if due else []
    made = [award for team in teams for trophy in due for award in _of(team, month, trophy, now)]
    _award(made, now)
    return len(made)


def _of(team: Team, month: date, trophy: Trophy, now: datetime) -> list[TrophyAward]:
    members = TeamMonth.objects.filter(member__team=team, month=month).values_list("member__citizen", flat=True)
    return [
        TrophyAward(
            citizen_id=citizen,
            trophy=trophy.code,
            edition_id=trophy.edition_id,
            subject=subject_of_team(month, team.public_id),
            earned_on=city_day(now).replace(day=1) - timedelta(days=1),
            awarded_at=now,
        )
        for citizen in sorted(set(members))
    ]


def _first(month: date) -> list[Team]:
    return [told.team for told in months.in_public(month).filter(place=1)]


def _is_decided(trophy: Trophy, month: str) -> bool:
    return TrophyAward.objects.filter(trophy=trophy.code, subject__startswith=month).exists()


def _holds(award: TrophyAward, facts: Facts) -> bool:
    return holds(book.read(award.edition), award.subject, facts)


def _award(made: Sequence[TrophyAward], now: datetime) -> None:
    """Of two who judge at once one awards; both would tell the same, which is told once."""
    TrophyAward.objects.bulk_create(made, ignore_conflicts=True)
    tell((_news("trophy_awarded", award, now) for award in made), now=now)


def _revoke(lost: Sequence[TrophyAward], now: datetime) -> None:
    TrophyAward.objects.standing().filter(pk__in=[award.pk for award in lost]).update(revoked_at=now)
    tell((_news("trophy_revoked", award, now) for award in lost), now=now)


def _news(code: str, award: TrophyAward, now: datetime) -> News:
    key = f"{code}:{award.trophy}:{award.subject[:7]}:{city_day(now):%Y%m%d}"
    return News(award.citizen_id, code, key, "/trophies/", {"edition": award.edition_id})
