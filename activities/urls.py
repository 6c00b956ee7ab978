"""Addresses of the pages that tell of acts and of how they are counted."""

from django.urls import path

from activities.attempts import views as attempts
from activities.telling.views import diary, methods

app_name = "activities"

urlpatterns = [
    path("activities/", diary.diary, name="diary"),
    path("activities/refused/", attempts.refused, name="refused"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:code>/", methods.method, name="method"),
]
