"""`/api/v1/trophies` and `/api/v1/teams`: what a citizen has earned and shows, and where they are in."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from campaigns.api.schema import TEAMS, TROPHIES, TROPHY
from campaigns.models import TeamMember, TrophyAward, TrophyPublication
from campaigns.teams import ranking
from campaigns.trophies import book, publishing
from campaigns.trophies.words import asks
from common.problem_schema import problems

MOST_SHOWN = 200


class Trophies(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="list_trophies",
        summary="The trophies that you have earned, latest first, and what else there is",
        responses={200: TROPHIES, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        own = TrophyAward.objects.standing().filter(citizen=citizen_of(request)).select_related("edition")
        awards = list(own.order_by("-earned_on", "-pk")[:MOST_SHOWN])
        shown = {one.award_id: one.public_id for one in TrophyPublication.objects.standing().filter(award__in=awards)}
        had = {award.trophy for award in awards}
        others = [trophy for code, trophy in book.trophies().items() if code not in had]
        return Response(
            {
                "trophies": [_award(award, shown.get(award.pk)) for award in awards],
                "others": [{"code": one.code, "name": one.name, "asks": asks(one)} for one in others],
            }
        )


class ShowTrophy(OwnView):
    scopes: ClassVar = {"POST": Scope.TEAM}

    @extend_schema(
        operation_id="show_trophy",
        summary="Show a trophy to everybody who has its address; shown twice, it is shown once",
        request=None,
        responses={200: TROPHY, **problems(401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        award = _own(request, public_id)
        return Response(_award(award, publishing.publish(award=award, now=timezone.now()).public_id))


class HideTrophy(OwnView):
    scopes: ClassVar = {"POST": Scope.TEAM}

    @extend_schema(
        operation_id="hide_trophy",
        summary="Take a trophy away again; shown anew, it has another address",
        request=None,
        responses={200: TROPHY, **problems(401, 403, 404)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        award = _own(request, public_id)
        publishing.withdraw(award=award, now=timezone.now())
        return Response(_award(award, None))


class Teams(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="list_teams",
        summary="The teams in which you are, with their month",
        responses={200: TEAMS, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        now = timezone.now()
        members = ranking.own_members(citizen_of(request))
        return Response({"teams": [listed(one, ranking.within(one.team, reader=one, now=now)) for one in members]})


def _own(request: Request, public_id: str) -> TrophyAward:
    standing = TrophyAward.objects.standing().select_related("edition")
    return get_object_or_404(standing, public_id=public_id, citizen=citizen_of(request))


def _award(award: TrophyAward, shown_as: str | None) -> dict[str, Any]:
    trophy = book.read(award.edition)
    return {
        "trophy": award.public_id,
        "code": trophy.code,
        "name": trophy.name,
        "asks": asks(trophy),
        "earned_on": award.earned_on.isoformat(),
        "shown_as": shown_as,
    }


def listed(member: TeamMember, month: ranking.Standing) -> dict[str, Any]:
    """A team as its member sees it in a list."""
    return {
        "team": member.team.public_id,
        "name": str(member.team),
        "nickname": str(member),
        "told": month.told and {"month": str(month.told), "kilograms": month.told.kilograms},
        "place": month.own.place if month.own else None,
    }
