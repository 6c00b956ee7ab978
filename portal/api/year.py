"""`/api/v1/years/{period}`: what a month or year of a citizen's came to."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from common.json_schema import NUMBER, STRING, TRUTH, coded, list_of, object_of, said
from common.problem_schema import problems
from portal.year.figures import Figures, Line, figures_of
from portal.year.said import said_of
from portal.year.views import asked
from scenarios.rules import Evidence

SUMS = {"grams": NUMBER, "credits": NUMBER, "acts": NUMBER}
MONTH = object_of({"month": said("Such as 2026-11."), **SUMS, "grams_a_year_before": NUMBER})
YEAR = object_of(
    {
        "period": said("A year or a month: 2026, 2026-11."),
        "is_running": said("Whether it is not over yet.", TRUTH),
        **SUMS,
        "reported": said("Acts, also those that do not count.", NUMBER),
        "months": said("Of a year, those that have begun.", list_of(MONTH)),
        "scenarios": list_of(object_of({"scenario": said("Its code."), "name": STRING, **SUMS})),
        "proven": said(
            "How many acts are proven how well.", list_of(object_of({"grade": coded(*Evidence), "acts": NUMBER}))
        ),
        "sentences": said("What there is to say of it.", list_of(STRING)),
    }
)


class Year(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_year",
        summary="What a month or year of yours came to",
        description="`2026` or `2026-11`; one that has not begun does not exist.",
        responses={200: YEAR, **problems(401, 403, 404)},
    )
    def get(self, request: Request, period: str) -> Response:
        return Response(_told(figures_of(citizen_of(request).pk, asked(period))))


def _told(figures: Figures) -> dict[str, Any]:
    span, sums = figures.span, figures.sums
    return {
        "period": span.code,
        "is_running": span.is_running,
        "grams": sums.grams,
        "credits": sums.credits,
        "acts": figures.acts,
        "reported": figures.reported,
        "months": [
            {"month": f"{first:%Y-%m}", **_sums(line), "grams_a_year_before": line.earlier_grams}
            for first, line in figures.months
        ],
        "scenarios": [
            {"scenario": scenario.code, "name": str(scenario), **_sums(line)} for scenario, line in figures.scenarios
        ],
        "proven": [{"grade": grade, "acts": acts} for grade, acts in figures.proven],
        "sentences": [sentence for sentence in said_of(figures).values() if sentence],
    }


def _sums(line: Line) -> dict[str, int]:
    return {"grams": line.grams, "credits": line.credits, "acts": line.acts}
