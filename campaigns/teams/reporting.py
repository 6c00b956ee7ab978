"""A reader finds a name unfit; one of the desk hides it with a reason, or lets it stand."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.inbox.telling import News, tell
from accounts.models import User
from campaigns.models import NameReport, Team, TeamMember
from campaigns.teams import leaving
from campaigns.teams.refusals import AlreadyReported, NotInTeam, OwnName, ReportDecided
from common.typed import nicknames


def report(*, team: Team, public_id: str, by: User, now: datetime) -> NameReport:
    """The name of a member or, without one, of the team; by one who is in it. Raises `NotInTeam`, `AlreadyReported`."""
    if not TeamMember.objects.current().filter(team=team, citizen=by).exists():
        raise NotInTeam
    member = leaving.member_in(team, public_id) if public_id else None
    name = member.nickname if member else team.name
    try:
        with transaction.atomic():
            return NameReport.objects.create(team=team, member=member, name=name, by=by, reported_at=now)
    except IntegrityError as error:
        raise AlreadyReported from error


@transaction.atomic
def hide(*, report: NameReport, reason: str, by: User, now: datetime) -> None:
    """Nobody reads the name any more, and its owner reads why; another one, taken since, stays.

    Raises `ReportDecided`, `OwnName`.
    """
    found = _decided(report, by, now, is_hidden=True)
    if found.member is None:
        if found.team.name == found.name:
            hide_team(team=found.team, reason=reason, by=by, now=now)
    elif found.member.nickname and nicknames.is_same(found.member.nickname, found.name):
        found.member.hidden_reason = reason
        found.member.save(update_fields=["hidden_reason"])
        _tell(found.member.citizen_id, "team_name_hidden", f"nickname_hidden:{found.pk}", reason, now)


@transaction.atomic
def let_stand(*, report: NameReport, by: User, now: datetime) -> None:
    """Raises `ReportDecided`, `OwnName`."""
    _decided(report, by, now, is_hidden=False)


@transaction.atomic
def hide_team(*, team: Team, reason: str, by: User, now: datetime) -> None:
    """Of whichever team; its captain reads why, and doesn't decide it. Raises `OwnName`."""
    found = leaving.locked(team.pk)
    if by.pk == found.captain_id:
        raise OwnName
    found.hidden_reason = reason
    found.save(update_fields=["hidden_reason"])
    if found.captain_id:
        _tell(found.captain_id, "team_hidden", f"team_hidden:{found.pk}:{now:%Y%m%d%H%M%S}", reason, now)


def _decided(report: NameReport, by: User, now: datetime, *, is_hidden: bool) -> NameReport:
    leaving.locked(report.team_id)
    found = NameReport.objects.select_related("team", "member").get(pk=report.pk)
    if found.decided_at:
        raise ReportDecided
    if by.pk in (found.by_id, found.team.captain_id, found.member and found.member.citizen_id):
        raise OwnName
    found.is_hidden, found.decided_by, found.decided_at = is_hidden, by, now
    found.save(update_fields=["is_hidden", "decided_by", "decided_at"])
    return found


def _tell(citizen_id: int, code: str, key: str, reason: str, now: datetime) -> None:
    tell([News(citizen_id, code, key, "/teams/", {"reason": reason})], now=now)
