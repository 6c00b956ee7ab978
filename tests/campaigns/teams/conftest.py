"""The cast of teams: adults who agreed, a team of friends, a school's team, and rides that count."""

from datetime import datetime, timedelta

from accounts.models import User
from campaigns.models import Team, TeamKind, TeamMember
from campaigns.teams import consenting, joining
from tests.conftest import NOW, make_citizen, record, ride, score_everything


def adult(name: str = "") -> User:
    citizen = make_citizen(name=name)
    consenting.give(citizen=citizen, now=NOW - timedelta(days=60))
    return citizen


def friends(captain: User, nickname: str = "", *, now: datetime = NOW) -> Team:
    return joining.found(citizen=captain, name="骑行小队", nickname=nickname, now=now)


def school(*, name: str = "七中环保社", now: datetime = NOW) -> Team:
    return joining.found_at_desk(kind=TeamKind.SCHOOL, name=name, district="wuhou", by=make_citizen(), now=now)


def joined(team: Team, nickname: str = "", *, citizen: User | None = None, now: datetime = NOW) -> TeamMember:
    who = citizen or adult()
    joining.join(citizen=who, code=Team.objects.get(pk=team.pk).code, nickname=nickname, now=now)
    return TeamMember.objects.current().get(team=team, citizen=who)


def rode(citizen: User, *distances_m: int, now: datetime = NOW) -> None:
    """Rides one after the other that end an hour before `now`, and are scored then."""
    for place, distance in enumerate(distances_m):
        ago = timedelta(hours=1, minutes=30 * place)
        record(citizen, ride(distance, ago=ago, now=now), now=now)
    score_everything(now)
