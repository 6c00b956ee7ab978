"""Addresses of photo reports for programs, version 1."""

from django.urls import path

from accounts.own_api import takes_uploads
from channels.photo_reports.api import Categories, OneReport, Photos, Picture, Reports
from common.access import token_holders

app_name = "photo_reports_api"

urlpatterns = [
    path("photo-reports", token_holders(Reports.as_view()), name="reports"),
    path("photo-reports/categories", token_holders(Categories.as_view()), name="categories"),
    path("photo-reports/photos", takes_uploads(Photos), name="photos"),
    path("photo-reports/<public_id:public_id>", token_holders(OneReport.as_view()), name="report"),
    path("photo-reports/<public_id:public_id>/picture", token_holders(Picture.as_view()), name="picture"),
]
