"""The address of a photo."""

from django.urls import path

from evidence import views

app_name = "evidence"

urlpatterns = [path("photos/<str:address>", views.photo, name="photo")]
