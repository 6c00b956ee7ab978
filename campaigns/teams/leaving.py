"""Leaving a team, being removed from one, and what becomes of it: somebody always leads it, or it is closed.

Locks: the team, so that what happens to one follows upon each other.
"""

from datetime import datetime

from django.db import transaction

from accounts.inbox.telling import News, tell
from accounts.models import User
from campaigns.models import NameReport, Team, TeamMember, WayOut
from campaigns.models.teams import TeamMemberQuerySet
from campaigns.teams.refusals import CaptainStays, NotInTeam, NotTheCaptain, TeamClosed
from common.public_ids import is_public_id


def locked(team_id: int) -> Team:
    """The team, which nobody else changes until the transaction ends."""
    return Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team_id)


def open_one(team: Team) -> Team:
    """The locked team. Raises `TeamClosed`."""
    found = locked(team.pk)
    if found.closed_at:
        raise TeamClosed
    return found


def led(team: Team, captain: User) -> Team:
    """The locked team. Raises `TeamClosed`, `NotTheCaptain`."""
    found = open_one(team)
    if found.captain_id != captain.pk:
        raise NotTheCaptain
    return found


@transaction.atomic
def leave(*, member: TeamMember, way_out: WayOut = WayOut.LEFT, now: datetime) -> None:
    """At any moment, whoever one is; who leaves twice has left once.

    After a captain whoever is in the team longest leads it; a team that is empty then is closed.
    """
    team = locked(member.team_id)
    _end(TeamMember.objects.current().filter(pk=member.pk), way_out, now)
    if team.captain_id == member.citizen_id and not team.closed_at:
        _go_on(team, now)


@transaction.atomic
def remove(*, team: Team, public_id: str, by: User, now: datetime) -> None:
    """Raises `TeamClosed`, `NotTheCaptain`, `NotInTeam`, `CaptainStays`."""
    found = led(team, by)
    member = member_in(found, public_id)
    if member.citizen_id == by.pk:
        raise CaptainStays
    _end(TeamMember.objects.filter(pk=member.pk), WayOut.REMOVED, now)
    tell([_news(member.citizen_id, "team_removed", found, f"team_removed:{member.pk}")], now=now)


@transaction.atomic
def hand_over(*, team: Team, public_id: str, by: User, now: datetime) -> None:
    """Raises `TeamClosed`, `NotTheCaptain`, `NotInTeam`."""
    found = led(team, by)
    _lead(found, member_in(found, public_id), now)


@transaction.atomic
def close(*, team: Team, by: User, now: datetime) -> None:
    """By its captain; its members are told. Raises `TeamClosed`, `NotTheCaptain`."""
    _close(led(team, by), now, but=by.pk)


@transaction.atomic
def close_at_desk(*, team: Team, now: datetime) -> None:
    """Raises `TeamClosed`."""
    _close(open_one(team), now)


def member_in(team: Team, public_id: str) -> TeamMember:
    """A current member by their public id. Raises `NotInTeam`."""
    members = TeamMember.objects.current().filter(team=team, public_id=public_id)
    member = members.first() if is_public_id(public_id) else None
    if member is None:
        raise NotInTeam
    return member


def _go_on(team: Team, now: datetime) -> None:
    longest = TeamMember.objects.current().filter(team=team).order_by("joined_at", "pk").first()
    if longest is None:
        _close(team, now)
    else:
        _lead(team, longest, now)


def _lead(team: Team, member: TeamMember, now: datetime) -> None:
    team.captain_id = member.citizen_id
    team.save(update_fields=["captain"])
    tell([_news(member.citizen_id, "team_captain", team, f"team_captain:{team.pk}:{now:%Y%m%d%H%M%S}")], now=now)


def _close(team: Team, now: datetime, *, but: int | None = None) -> None:
    members = TeamMember.objects.current().filter(team=team)
    told = [
        _news(citizen, "team_closed", team, f"team_closed:{team.pk}")
        for citizen in members.exclude(citizen=but).values_list("citizen_id", flat=True)
    ]
    team.closed_at, team.captain = now, None
    team.save(update_fields=["closed_at", "captain"])
    _end(members, WayOut.CLOSED, now)
    tell(told, now=now)


def _end(members: TeamMemberQuerySet, way_out: WayOut, now: datetime) -> None:
    """Their nicknames go at once; what they did until now stays in the sums."""
    ended = list(members.current().values_list("pk", flat=True))
    NameReport.objects.filter(member__in=ended).update(name="")
    TeamMember.objects.filter(pk__in=ended).update(left_at=now, way_out=way_out, nickname="")


def _news(citizen_id: int, code: str, team: Team, key: str) -> News:
    return News(citizen_id, code, key, "/teams/", {"team": "" if team.hidden_reason else team.name})
