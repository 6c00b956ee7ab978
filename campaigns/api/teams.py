"""`/api/v1/teams`: joining and making one, its month and members, leaving, and what its captain does."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from accounts.tokens import may
from campaigns.api.keepsakes import listed
from campaigns.api.team_schema import (
    FOUND_REQUEST,
    JOIN_REQUEST,
    MEMBERS,
    NAME_REQUEST,
    NICKNAME_REQUEST,
    TEAM,
)
from campaigns.models import Team, TeamMember
from campaigns.teams import consenting, joining, leaving, ranking
from campaigns.teams.forms import FoundingForm, JoiningForm, NicknameForm, TeamNameForm
from campaigns.teams.leading import led
from campaigns.teams.refusals import GuardianNeeded
from campaigns.teams.views import own
from common import paging
from common.city_time import city_day
from common.filled_in import as_sent, filled
from common.json_schema import BEFORE
from common.problem_schema import problems
from common.request_members import text_of

PAGE_SIZE = 50
CREATED, NOTHING = 201, 204
REFUSALS = problems(401, 403, 404, 422)


class TeamView(OwnView):
    """A deed of a member's or a captain's: it is done, or refused as on its page."""

    scopes: ClassVar = {"POST": Scope.TEAM}


class Join(TeamView):
    @extend_schema(
        operation_id="join_team",
        summary="Join a team by the code of its invitation",
        request={"application/json": JOIN_REQUEST},
        responses={201: TEAM, **problems(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        code = text_of(request, "code")
        form = JoiningForm(as_sent(request), consent=consenting.standing(citizen_of(request)))
        return _entered(request, form, lambda given: joining.join(code=code, **given))


class Found(TeamView):
    @extend_schema(
        operation_id="found_team",
        summary="Make a team of friends, which you lead",
        request={"application/json": FOUND_REQUEST},
        responses={201: TEAM, **problems(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        form = FoundingForm(as_sent(request), consent=consenting.standing(citizen_of(request)))
        return _entered(request, form, lambda given: joining.found(name=form.cleaned_data["name"], **given))


class OneTeam(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="read_team",
        summary="A team in which you are, with its month",
        responses={200: TEAM, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        return Response(_described(own(request._request, public_id), with_code=may(request, Scope.TEAM)))


class Members(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="list_team_members",
        summary="Who is in a team with you, the latest first, by nicknames and nothing else",
        parameters=[BEFORE],
        responses={200: MEMBERS, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        member = own(request._request, public_id)
        rows = TeamMember.objects.current().filter(team=member.team).select_related("team")
        after = request.query_params.get("before")
        page = paging.page(rows, size=PAGE_SIZE, after=after, among=member.team.members.all())
        told = [
            {
                "member": one.public_id,
                "nickname": str(one),
                "joined_on": city_day(one.joined_at).isoformat(),
                "is_own": one.pk == member.pk,
            }
            for one in page.rows
        ]
        return Response({"members": told, "next": page.following or None})


class Nickname(TeamView):
    @extend_schema(
        operation_id="rename_in_team",
        summary="Be called otherwise in a team, or not at all",
        request={"application/json": NICKNAME_REQUEST},
        responses={200: TEAM, **problems(400, 401, 403, 404, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        member = own(request._request, public_id)
        nickname = filled(NicknameForm(as_sent(request))).cleaned_data["nickname"]
        joining.rename_oneself(team=member.team, citizen=member.citizen, nickname=nickname)
        return Response(_described(own(request._request, public_id)))


class Leave(TeamView):
    @extend_schema(
        operation_id="leave_team",
        summary="Leave a team; a captain leaves it to whoever is there longest",
        request=None,
        responses={204: None, **problems(401, 403, 404)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        leaving.leave(member=own(request._request, public_id), now=timezone.now())
        return Response(status=NOTHING)


class Rename(TeamView):
    @extend_schema(
        operation_id="rename_team",
        summary="As its captain: give a team another name, where the one of before was hidden",
        request={"application/json": NAME_REQUEST},
        responses={200: TEAM, **problems(400, 401, 403, 404, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        team, form = led(request._request, public_id), filled(TeamNameForm(as_sent(request)))
        joining.rename_team(team=team, name=form.cleaned_data["name"], by=citizen_of(request))
        return Response(_described(own(request._request, public_id)))


class RenewCode(TeamView):
    @extend_schema(
        operation_id="renew_team_code",
        summary="As its captain: have another code; the one of before opens nothing any more",
        request=None,
        responses={200: TEAM, **REFUSALS},
    )
    def post(self, request: Request, public_id: str) -> Response:
        joining.renew_code(team=led(request._request, public_id), by=citizen_of(request))
        return Response(_described(own(request._request, public_id), with_code=True))


class Close(TeamView):
    @extend_schema(
        operation_id="close_team",
        summary="As its captain: close a team for good",
        request=None,
        responses={204: None, **REFUSALS},
    )
    def post(self, request: Request, public_id: str) -> Response:
        leaving.close(team=led(request._request, public_id), by=citizen_of(request), now=timezone.now())
        return Response(status=NOTHING)


class Remove(TeamView):
    @extend_schema(
        operation_id="remove_team_member",
        summary="As its captain: take somebody out of a team",
        request=None,
        responses={204: None, **REFUSALS},
    )
    def post(self, request: Request, public_id: str, member_id: str) -> Response:
        team = led(request._request, public_id)
        leaving.remove(team=team, public_id=member_id, by=citizen_of(request), now=timezone.now())
        return Response(status=NOTHING)


class HandOver(TeamView):
    @extend_schema(
        operation_id="hand_over_team",
        summary="As its captain: let another member lead a team",
        request=None,
        responses={200: TEAM, **REFUSALS},
    )
    def post(self, request: Request, public_id: str, member_id: str) -> Response:
        team = led(request._request, public_id)
        leaving.hand_over(team=team, public_id=member_id, by=citizen_of(request), now=timezone.now())
        return Response(_described(own(request._request, public_id)))


def _entered(request: Request, form: JoiningForm, deed: Callable[[dict[str, Any]], Team]) -> Response:
    """As on the page: that they are of age is kept with it, or neither. Raises `GuardianNeeded`."""
    if form.says_younger:
        raise GuardianNeeded
    filled(form)
    citizen, now = citizen_of(request), timezone.now()
    with transaction.atomic():
        if "age" in form.fields:
            consenting.give(citizen=citizen, now=now)
        team = deed({"citizen": citizen, "nickname": form.cleaned_data.get("nickname", ""), "now": now})
    return Response(_described(own(request._request, team.public_id), with_code=True), status=CREATED)


def _described(member: TeamMember, *, with_code: bool = False) -> dict[str, Any]:
    team = member.team
    month = ranking.within(team, reader=member, now=timezone.now())
    is_captain = team.captain_id == member.citizen_id
    first = [
        {"place": one.place, "name": one.name, "grams": one.grams, "days": one.days, "is_own": one.is_own}
        for one in month.first
    ]
    return {
        **listed(member, month),
        "members": TeamMember.objects.current().filter(team=team).count(),
        "first": first,
        "is_captain": is_captain,
        "code": team.code if is_captain and with_code else None,
    }
