"""Addresses of the city's pages."""

from django.urls import path

from city import roots
from city.cases import urls as cases
from city.catalogue import views as catalogue
from city.dashboard import views as dashboard
from city.dashboard import wall
from city.districts import views as districts
from city.indicators import views as indicators
from city.news import urls as news
from city.report import urls as report
from city.transparency import views as transparency
from common.open_data.sending import FORMS

app_name = "city"

urlpatterns = [
    *cases.urlpatterns,
    *news.urlpatterns,
    *report.urlpatterns,
    path("city/", dashboard.figures, name="figures"),
    path("city/by/<slug:by>/", dashboard.figures, name="figures_by"),
    path("city/charts/<slug:name>/", dashboard.chart, name="chart"),
    path("city/charts/<slug:name>.csv", dashboard.chart_csv, name="chart_csv"),
    path("city/charts/<slug:name>/<slug:language>.png", dashboard.chart_png, name="chart_png"),
    path("city/wall/", wall.wall, name="wall"),
    path("city/wall/figures/", wall.wall_figures, name="wall_figures"),
    path("city/districts/", districts.districts, name="districts"),
    path("city/districts/<slug:code>/", districts.district, name="district"),
    path("city/indicators/", indicators.indicators, name="indicators"),
    path("city/indicators.csv", indicators.all_as_csv, name="indicators_csv"),
    path("city/indicators.json", indicators.all_as_json, name="indicators_json"),
    path("city/indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("city/indicators/<slug:code>.csv", indicators.one_as_csv, name="indicator_csv"),
    path("city/indicators/<slug:code>.json", indicators.one_as_json, name="indicator_json"),
    path("city/transparency/", transparency.transparency, name="transparency"),
    path("city/data/", catalogue.data, name="data"),
    path("city/data/datapackage.json", catalogue.package_file, name="data_package"),
    path("city/data/catalogue.jsonld", catalogue.catalogue_file, name="data_catalogue"),
    *(
        path(f"city/data/<slug:name>.{form}", catalogue.series_file, {"form": form}, name=f"data_{form}")
        for form in FORMS
    ),
    path("ledger/roots/", roots.roots, name="roots"),
    path("ledger/roots/feed/", roots.feed, name="roots_feed"),
    path("ledger/roots/<str:day>.json", roots.sealed_day, name="sealed_day"),
]
