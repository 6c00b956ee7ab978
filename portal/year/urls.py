"""Addresses of a citizen's month and year; the portal's own list has them in its space of names."""

from django.urls import path

from portal.year import certificates, pictures, views

urlpatterns = [
    path("reports/<str:period>/", views.report, name="report"),
    path("reports/<str:period>/figures.csv", views.figures_file, name="report_figures"),
    path("reports/<str:period>/picture/", pictures.year_picture, name="year_picture"),
    path(
        "reports/<str:period>/picture/<slug:language>/<slug:shape>.png",
        pictures.year_picture_file,
        name="year_picture_file",
    ),
    path("reports/<str:period>/share/", pictures.share_picture, name="share_picture"),
    path("reports/<int:year>/certificate/", certificates.year_certify, name="year_certify"),
    path("shared/<public_id:public_id>/", pictures.shared, name="shared"),
    path("shared/<public_id:public_id>/<slug:language>/<slug:shape>.png", pictures.shared_file, name="shared_file"),
    path("shared/<public_id:public_id>/take-back/", pictures.take_back_picture, name="take_back_picture"),
    path("year-certificates/<public_id:public_id>/", certificates.year_certificate, name="year_certificate"),
    path(
        "year-certificates/<public_id:public_id>/certificate.pdf",
        certificates.year_certificate_file,
        name="year_certificate_file",
    ),
    path(
        "year-certificates/<public_id:public_id>/withdraw/",
        certificates.withdraw_year_certificate,
        name="withdraw_year_certificate",
    ),
]
