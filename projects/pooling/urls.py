"""Addresses of pooling: a citizen's page, and the drawn acts in a verifier's room."""

from django.urls import path

from projects.pooling import views

urlpatterns = [
    path("pooling/", views.mine, name="pooling"),
    path("pooling/agree/", views.agree, name="agree_to_pooling"),
    path("pooling/withdraw/", views.withdraw, name="withdraw_from_pooling"),
    path("enterprise/<public_id:public_id>/reports/<public_id:report_id>/acts/", views.acts, name="sampled_acts"),
]
