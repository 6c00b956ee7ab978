"""`/api/v1/trophies` and `/api/v1/teams`: what a citizen has earned, and where they are in."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from campaigns.api.schema import TEAMS, TROPHIES
from campaigns.models import TeamMember, TrophyAward, TrophyPublication
from campaigns.teams import ranking
from campaigns.trophies import book
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


class Teams(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="list_teams",
        summary="The teams in which you are, with their month",
        description="Joining one and leading it is done on pages: others see a name of yours there.",
        responses={200: TEAMS, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        return Response({"teams": [_member(member) for member in ranking.own_members(citizen_of(request))]})


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


def _member(member: TeamMember) -> dict[str, Any]:
    month = ranking.within(member.team, reader=member, now=timezone.now())
    return {
        "team": member.team.public_id,
        "name": str(member.team),
        "nickname": str(member),
        "grams": month.grams,
        "place": month.own.place if month.own else None,
        "ranked": month.ranked,
    }
