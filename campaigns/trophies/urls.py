"""Addresses of trophies."""

from django.urls import path

from campaigns.trophies import views

urlpatterns = [
    path("trophies/", views.mine, name="trophies"),
    path("trophies/verify/", views.verify, name="verify_trophy"),
    path("trophies/issuer/", views.issuer, name="trophy_issuer"),
    path("trophies/keys/", views.key_set, name="trophy_keys"),
    path("trophies/status/<int:number>/", views.status_list, name="trophy_status"),
    path("trophies/kinds/<slug:code>/<int:edition>/", views.kind, name="trophy_kind"),
    path("trophies/kinds/<slug:code>/<int:edition>/badge.svg", views.image, name="trophy_image"),
    path("trophies/mine/<public_id:public_id>/publish/", views.publish, name="publish_trophy"),
    path("trophies/mine/<public_id:public_id>/withdraw/", views.withdraw, name="withdraw_trophy"),
    path("trophies/<public_id:public_id>/", views.trophy, name="trophy"),
    path("trophies/<public_id:public_id>/credential/", views.signed, name="trophy_credential"),
]
