"""Making a team, and joining one by the code of its invitation.

Locks: the team, then the citizen.
"""

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from accounts import citizens
from accounts.models import User
from campaigns.models import NameReport, Team, TeamConsent, TeamKind, TeamMember
from campaigns.models.teams import LONGEST_NAME, LONGEST_NICKNAME
from campaigns.teams import counting, leaving, names
from campaigns.teams.refusals import (
    AlreadyInTeam,
    ConsentFirst,
    HiddenName,
    NameStays,
    NoNickname,
    NotInTeam,
    TeamFull,
    TooManyTeams,
    UnknownTeamCode,
)
from common.public_ids import is_public_id, new_public_id
from common.typed import nicknames

MOST_TEAMS = 5
"""At a time, for one citizen."""
MOST_MEMBERS = {TeamKind.FRIENDS: 50}
MOST_OF_OTHERS = 5000


def invited_to(code: str) -> Team:
    """The team of an invitation. Raises `UnknownTeamCode`, also for one that was renewed or is closed."""
    wanted = code.strip().lower()
    team = Team.objects.standing().filter(code=wanted).first() if is_public_id(wanted) else None
    if team is None:
        raise UnknownTeamCode
    return team


@transaction.atomic
def found(*, citizen: User, name: str, nickname: str, now: datetime) -> Team:
    """Friends make a team of their own, and whoever makes it leads it.

    Raises `UnfitName`, `ConsentFirst`, `TooManyTeams`.
    """
    names.check(name, LONGEST_NAME)
    team = Team.objects.create(kind=TeamKind.FRIENDS, name=name, captain=citizen, made_by=citizen, made_at=now)
    _enter(team, citizen, nickname, now)
    return team


def found_at_desk(*, kind: TeamKind, name: str, district: str, by: User, now: datetime) -> Team:
    """Of a school, a company or a community. Nobody leads it until the first has joined. Raises `UnfitName`."""
    names.check(name, LONGEST_NAME)
    return Team.objects.create(kind=kind, name=name, district=district, made_by=by, made_at=now)


@transaction.atomic
def join(*, citizen: User, code: str, nickname: str, now: datetime) -> Team:
    """Raises `UnknownTeamCode`, `UnfitName`, `ConsentFirst`, `AlreadyInTeam`, `TooManyTeams`, `TeamFull`."""
    team = leaving.locked(invited_to(code).pk)
    if team.closed_at or team.code != code.strip().lower():
        raise UnknownTeamCode
    _enter(team, citizen, nickname, now)
    if team.captain_id is None:
        team.captain = citizen
        team.save(update_fields=["captain"])
    return team


@transaction.atomic
def rename_oneself(*, team: Team, citizen: User, nickname: str) -> None:
    """Another nickname, or none. One that the desk has hidden is not taken again.

    Raises `UnfitName`, `NotInTeam`, `HiddenName`, and `NoNickname`, for whom a guardian decided.
    """
    _check_nickname(nickname)
    leaving.locked(team.pk)
    citizens.lock(citizen.pk)
    member = TeamMember.objects.current().filter(team=team, citizen=citizen).first()
    if member is None:
        raise NotInTeam
    if TeamConsent.objects.standing().filter(citizen=citizen, guardian__isnull=False).exists():
        raise NoNickname
    if _is_among(nickname, _hidden_after_a_report(NameReport.objects.filter(member=member))):
        raise HiddenName
    if member.nickname != nickname:
        member.nickname, member.hidden_reason = nickname, ""
        member.save(update_fields=["nickname", "hidden_reason"])


@transaction.atomic
def rename_team(*, team: Team, name: str, by: User) -> None:
    """Another name instead of one that was hidden. Others than friends are named by the desk, since the city reads it.

    Raises `UnfitName`, `TeamClosed`, `NotTheCaptain`, `NameStays`, and `HiddenName` for one of before.
    """
    names.check(name, LONGEST_NAME)
    found = leaving.led(team, by)
    if not found.may_be_renamed or nicknames.is_same(found.name, name):
        raise NameStays
    hidden = {*_hidden_after_a_report(NameReport.objects.filter(team=found, member=None)), *_hidden_before(found)}
    if _is_among(name, hidden):
        raise HiddenName
    found.name, found.hidden_reason = name, ""
    found.save(update_fields=["name", "hidden_reason"])


@transaction.atomic
def renew_code(*, team: Team, by: User) -> None:
    """Links and codes of before open nothing any more. Raises `TeamClosed`, `NotTheCaptain`."""
    _renew(leaving.led(team, by))


@transaction.atomic
def renew_code_at_desk(*, team: Team) -> None:
    """Whatever its captain says. Raises `TeamClosed`."""
    _renew(leaving.open_one(team))


def _renew(team: Team) -> None:
    team.code = new_public_id()
    team.save(update_fields=["code"])


def _enter(team: Team, citizen: User, nickname: str, now: datetime) -> None:
    _check_nickname(nickname)
    citizens.lock(citizen.pk)
    consent = TeamConsent.objects.standing().filter(citizen=citizen).first()
    if consent is None:
        raise ConsentFirst
    own = TeamMember.objects.current().filter(citizen=citizen)
    if own.filter(team=team).exists():
        raise AlreadyInTeam
    if own.count() >= MOST_TEAMS:
        raise TooManyTeams(most=MOST_TEAMS)
    most = MOST_MEMBERS.get(TeamKind(team.kind), MOST_OF_OTHERS)
    if TeamMember.objects.current().filter(team=team).count() >= most:
        raise TeamFull(most=most)
    shown = "" if consent.guardian_id else nickname
    TeamMember.objects.create(team=team, citizen=citizen, nickname=shown, joined_at=now)
    counting.count(list(TeamMember.objects.filter(team=team, citizen=citizen).values_list("pk", flat=True)))


def _is_among(name: str, hidden: Iterable[str]) -> bool:
    """Also in another width or case, or with other signs in between."""
    return name != "" and any(nicknames.is_same(name, other) for other in hidden)


def _hidden_after_a_report(reports: QuerySet[NameReport]) -> Iterable[str]:
    return reports.filter(is_hidden=True).values_list("name", flat=True)


def _hidden_before(team: Team) -> Iterable[str]:
    """What a team was called while its name was hidden, whether somebody had reported it or not."""
    events = apps.get_model("campaigns.TeamEvent").objects.filter(pgh_obj=team.pk)
    return events.exclude(hidden_reason="").values_list("name", flat=True).distinct()


def _check_nickname(nickname: str) -> None:
    if nickname:
        names.check(nickname, LONGEST_NICKNAME)
