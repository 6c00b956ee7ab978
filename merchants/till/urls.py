"""Addresses of the tills."""

from django.urls import path

from merchants.till import views

urlpatterns = [
    path("till/", views.tills, name="tills"),
    path("till/only/", views.only_till, name="only_till"),
    path("till/<public_id:shop_id>/", views.till, name="till"),
    path("till/<public_id:shop_id>/undo/<public_id:public_id>/", views.undo_capture, name="undo_capture"),
]
