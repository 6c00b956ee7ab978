"""The opponents' addresses before the portal's."""

from django.urls import include, path

from benchmarks.plain import views

urlpatterns = [
    path("plain/insert/", views.insert),
    path("plain/acts/", views.Acts.as_view({"post": "create"})),
    path("plain/page/", views.page),
    path("", include("chengdu_carbon.urls")),
]
