"""The invitation that somebody followed before they could join: kept in their session until they are in."""

from django.http import HttpRequest

from campaigns.models import Team, TeamMember
from campaigns.teams import joining
from common.errors import DomainError

FOLLOWED = "team_invitation"


def remember(request: HttpRequest, team: Team) -> None:
    request.session[FOLLOWED] = team.code


def forget(request: HttpRequest) -> None:
    request.session.pop(FOLLOWED, None)


def remembered(request: HttpRequest) -> Team | None:
    """Nothing where the invitation opens nothing any more, or has brought them in."""
    code = request.session.get(FOLLOWED)
    if not code:
        return None
    try:
        team = joining.invited_to(code)
    except DomainError:
        return None
    is_in = TeamMember.objects.current().filter(team=team, citizen=request.user.pk).exists()
    return None if is_in else team
