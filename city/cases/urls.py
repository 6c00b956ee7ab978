"""Addresses of cases: the public ones, and those of an organisation in its room."""

from django.urls import path

from city.cases import room_views, views

ROOM = "enterprise/<public_id:public_id>/cases/"

urlpatterns = [
    path("city/cases/", views.cases, name="cases"),
    path("city/cases/<slug:code>/", views.case, name="case"),
    path("city/cases/<public_id:public_id>/photo.jpg", room_views.photo, name="case_photo"),
    path(ROOM, room_views.cases, name="room_cases"),
    path(f"{ROOM}new/", room_views.new_case, name="new_case"),
    path(f"{ROOM}<public_id:case_id>/withdraw/", room_views.withdraw_case, name="withdraw_case"),
]
