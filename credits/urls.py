"""Addresses of the citizen's pages of merging."""

from django.urls import include, path

from credits.merging import views

merging = [
    path("", views.start, name="start"),
    path("phone/", views.by_phone, name="by_phone"),
    path("pairing/", views.by_pairing, name="by_pairing"),
    path("code/", views.code, name="code"),
    path("preview/", views.show, name="preview"),
    path("<public_id:public_id>/", views.merger, name="merger"),
    path("<public_id:public_id>/withdraw/", views.withdraw, name="withdraw"),
]

urlpatterns = [path("me/merging/", include((merging, "merging")))]
