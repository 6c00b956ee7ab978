"""`/api/v1/team-consents`: one's own consent to teams, a child's word to a guardian, and what those decide."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from campaigns.api.team_schema import CHILD_REQUEST, CONSENTS, END_REQUEST, GIVE_REQUEST, WORD
from campaigns.models import TeamConsent
from campaigns.teams import consenting
from campaigns.teams.forms import GuardianForm
from common.city_time import city_clock
from common.filled_in import as_sent, filled
from common.problem_schema import problems
from common.request_members import text_if_any, text_of

LONGEST_WORD = 200
CREATED = 201


class Consents(OwnView):
    scopes: ClassVar = {"GET": Scope.TEAM, "POST": Scope.TEAM}

    @extend_schema(
        operation_id="list_team_consents",
        summary="Whether you may be in teams, and for whom you have decided",
        responses={200: CONSENTS, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        return Response(_told(request))

    @extend_schema(
        operation_id="give_team_consent",
        summary="As a parent or guardian: agree that a child is in teams",
        request={"application/json": GIVE_REQUEST},
        responses={201: CONSENTS, **problems(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        child = consenting.child_of(text_of(request, "word", longest=LONGEST_WORD))
        filled(GuardianForm(as_sent(request)))
        consenting.give_for(child=child, guardian=citizen_of(request), now=timezone.now())
        return Response(_told(request), status=CREATED)


class Word(OwnView):
    scopes: ClassVar = {"POST": Scope.TEAM}

    @extend_schema(
        operation_id="ask_guardian",
        summary="As somebody younger than 18: a word for your parent or guardian, who decides with it",
        request=None,
        responses={200: WORD, **problems(401, 403)},
    )
    def post(self, request: Request) -> Response:
        word = consenting.link_word(citizen_of(request))
        link = request.build_absolute_uri(f"{reverse('campaigns:guardian_decides')}?child={word}")
        return Response({"word": word, "link": link})


class End(OwnView):
    scopes: ClassVar = {"POST": Scope.TEAM}

    @extend_schema(
        operation_id="end_team_consent",
        summary="End your consent, or what you decided for a child; the teams that were shown are left",
        request={"application/json": END_REQUEST},
        responses={200: CONSENTS, **problems(400, 401, 403, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        reader, child, now = citizen_of(request), text_if_any(request, "child"), timezone.now()
        seen = text_of(request, "edition")
        if child:
            consenting.withdraw_for(child_id=child, guardian=reader, edition=seen, now=now)
        else:
            consenting.withdraw(citizen=reader, edition=seen, now=now)
        return Response(_told(request))


class Release(OwnView):
    scopes: ClassVar = {"POST": Scope.TEAM}

    @extend_schema(
        operation_id="release_child",
        summary="As a guardian who has ended it: let a child decide from now on",
        request={"application/json": CHILD_REQUEST},
        responses={200: CONSENTS, **problems(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        consenting.release(child_id=text_of(request, "child"), guardian=citizen_of(request), now=timezone.now())
        return Response(_told(request))


def _told(request: Request) -> dict[str, Any]:
    reader = citizen_of(request)
    children = [
        {
            "child": one.citizen.public_id,
            "name": consenting.known_as(one.citizen),
            "is_standing": one.ended_at is None,
            "consent": None if one.ended_at else _consent(one),
        }
        for one in consenting.decided_by(reader)
    ]
    own = consenting.standing(reader)
    return {
        "own": _consent(own) if own else None,
        "decided_for_you": consenting.is_child(reader),
        "children": children,
    }


def _consent(consent: TeamConsent) -> dict[str, Any]:
    teams = [{"team": team.public_id, "name": str(team)} for team in consenting.teams_of(consent.citizen)]
    return {
        "text": consent.edition,
        "given_at": city_clock(consent.given_at),
        "teams": teams,
        "edition": consenting.edition_of(consent.citizen),
    }
