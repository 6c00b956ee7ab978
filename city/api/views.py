"""`/api/v1/city/`: the public series with their rows, the indicators, and the low-carbon cases."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from django.http import Http404
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.districts import District
from city.api import schema
from city.api.cursor import PAGE_SIZE, page_of
from city.api.throttle import ByAddress
from city.cases import book
from city.cases.book import Case, Category
from city.catalogue import addresses, editions
from city.indicators import files
from city.indicators import series as indicators
from common.open_data.package import LICENCE, said_in
from common.open_data.package import schema as table_schema
from common.open_data.series import Series, all_series
from common.problem_schema import problems

AFTER = OpenApiParameter("after", str, description="The `next` of the page before.")


class Coded(Protocol):
    @property
    def code(self) -> str: ...


One = TypeVar("One", bound=Coded)


class _Open(APIView):
    """Open to everybody, so many times a minute."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (ByAddress,)


class AllSeries(_Open):
    @extend_schema(
        operation_id="list_city_series",
        summary="Every public series with its fields and files",
        auth=[],
        responses={200: schema.SERIES_LIST, **problems(429)},
    )
    def get(self, request: Request) -> Response:
        return Response({"series": [_described(one, request) for one in all_series().values()]})


class OneSeries(_Open):
    @extend_schema(
        operation_id="read_city_series",
        summary="The rows of a public series, in the order of its file",
        description="What its files have, page by page. Whoever wants the whole of it takes the file, with its ETag.",
        parameters=[AFTER],
        auth=[],
        responses={200: schema.ROWS, **problems(404, 429)},
    )
    def get(self, request: Request, name: str) -> Response:
        series = all_series().get(name)
        if series is None:
            raise Http404
        page = page_of(series.table, request.query_params.get("after"))
        return Response({"rows": page.rows, "next": page.following})


class Indicators(_Open):
    @extend_schema(
        operation_id="list_city_indicators",
        summary="Indicators of the city, each figure with its source",
        parameters=[AFTER, OpenApiParameter("district", str, enum=District.values)],
        auth=[],
        responses={200: schema.INDICATOR_PAGE, **problems(404, 429)},
    )
    def get(self, request: Request) -> Response:
        district = _one_of(request, "district", District.values)
        found = indicators.of_district(district) if district else indicators.indicators()
        shown, following = _page(found, request)
        return Response({"indicators": [files.as_json(one) for one in shown], "next": following})


class OneIndicator(_Open):
    @extend_schema(
        operation_id="read_city_indicator",
        summary="One indicator",
        auth=[],
        responses={200: schema.INDICATOR, **problems(404, 429)},
    )
    def get(self, request: Request, code: str) -> Response:
        found = indicators.indicator(code)
        if found is None:
            raise Http404
        return Response(files.as_json(found))


class Cases(_Open):
    @extend_schema(
        operation_id="list_city_cases",
        summary="Low-carbon cases",
        parameters=[
            AFTER,
            OpenApiParameter("category", str, enum=[category.value for category in Category]),
            OpenApiParameter("district", str, enum=District.values),
        ],
        auth=[],
        responses={200: schema.CASE_PAGE, **problems(404, 429)},
    )
    def get(self, request: Request) -> Response:
        category = _one_of(request, "category", [category.value for category in Category])
        found = book.cases(category=category, district=_one_of(request, "district", District.values))
        shown, following = _page(found, request)
        return Response({"cases": [_case(one) for one in shown], "next": following})


class OneCase(_Open):
    @extend_schema(
        operation_id="read_city_case",
        summary="One low-carbon case",
        auth=[],
        responses={200: schema.CASE, **problems(404, 429)},
    )
    def get(self, request: Request, code: str) -> Response:
        found = book.case(code)
        if found is None:
            raise Http404
        return Response(_case(found))


def _page(found: Sequence[One], request: Request) -> tuple[Sequence[One], str | None]:
    """What follows the one that `after` names by its code."""
    after = request.query_params.get("after")
    codes = [one.code for one in found]
    if after and after not in codes:
        raise Http404
    begin = codes.index(after) + 1 if after else 0
    shown = found[begin : begin + PAGE_SIZE]
    return shown, shown[-1].code if len(found) > begin + PAGE_SIZE else None


def _one_of(request: Request, name: str, known: Sequence[str]) -> str:
    asked: str = request.query_params.get(name, "")
    if asked and asked not in known:
        raise Http404
    return asked


def _described(series: Series, request: Request) -> dict[str, Any]:
    changed_at = editions.freshness_of(series).as_of
    return {
        "series": series.name,
        "title": _in_both(series.table.title),
        "meaning": _in_both(series.table.meaning),
        "theme": series.theme,
        "updates": series.rhythm,
        "licence": LICENCE["name"],
        "changed_at": localtime(changed_at).isoformat(timespec="seconds") if changed_at else None,
        **{form: request.build_absolute_uri(addresses.of_file(series, form)) for form in ("csv", "json")},
        "fields": table_schema(series.table)["fields"],
    }


def _in_both(words: Any) -> dict[str, str]:
    return {language: said_in(language, words) for language in ("zh-hans", "en")}


def _case(case: Case) -> dict[str, Any]:
    return {
        "code": case.code,
        "name": case.name,
        "is_example": case.is_example,
        "category": case.category,
        "district": case.district or None,
        "year": case.year or None,
        "summary": case.summary,
        "source": files.source_as_json(case.source),
    }
