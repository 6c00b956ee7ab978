"""Addresses of the city's read API, version 1."""

from typing import Any

from django.urls import path

from city.api.views import AllSeries, Cases, Indicators, OneCase, OneIndicator, OneSeries
from common.access import public
from common.open_data.answering import to_every_origin

app_name = "city_api"


def _open(view: Any) -> Any:
    return public(to_every_origin(view.as_view()))


urlpatterns = [
    path("city/series", _open(AllSeries), name="series"),
    path("city/series/<slug:name>", _open(OneSeries), name="rows"),
    path("city/indicators", _open(Indicators), name="indicators"),
    path("city/indicators/<slug:code>", _open(OneIndicator), name="indicator"),
    path("city/cases", _open(Cases), name="cases"),
    path("city/cases/<slug:code>", _open(OneCase), name="case"),
]
