"""Addresses of the pages about acts."""

from django.urls import path

from activities import diary_pages, method_pages, views
from activities.attempts import pages as attempts
from activities.evidence import views as evidence
from activities.files import views as files
from activities.household import meter_pages, pledge_pages, vehicle_pages
from activities.photo_reports import views as photo_reports
from activities.quiz import views as quiz
from activities.visits import views as visits

app_name = "activities"

urlpatterns = [
    path("act/", views.scenarios, name="scenarios"),
    path("act/eco-photo/", photo_reports.begin, name="photo_report_begin"),
    path("act/eco-photo/<public_id:public_id>/", photo_reports.complete, name="photo_report_form"),
    path("act/venue-visit/scan/", visits.scan, name="scan"),
    path("act/quiz/", quiz.quiz, name="quiz"),
    path("act/<slug:code>/", views.report, name="report"),
    path("v/<public_id:public_id>/", visits.arrival, name="arrival"),
    path("v/<public_id:public_id>/visit/", visits.visit, name="visit"),
    path("activities/", diary_pages.diary, name="diary"),
    path("activities/refused/", attempts.refused, name="refused"),
    path("activities/<public_id:public_id>/", views.activity, name="activity"),
    path("activities/<public_id:public_id>/outcome/", views.outcome, name="outcome"),
    path("methods/", method_pages.methods, name="methods"),
    path("methods/<slug:code>/", method_pages.method, name="method"),
    path("files/", files.uploads, name="files"),
    path("files/templates/<slug:code>.csv", files.template, name="file_template"),
    path("files/<public_id:public_id>/", files.file, name="file"),
    path("files/<public_id:public_id>/progress/", files.progress, name="file_progress"),
    path("files/<public_id:public_id>/original", files.original, name="file_original"),
    path("files/<public_id:public_id>/refused.csv", files.refused_csv, name="file_refused"),
    path("me/vehicles/", vehicle_pages.mine, name="vehicles"),
    path("me/vehicles/new/", vehicle_pages.bind, name="bind_vehicle"),
    path("me/vehicles/<public_id:public_id>/", vehicle_pages.vehicle, name="vehicle"),
    path("me/vehicles/<public_id:public_id>/district/", vehicle_pages.move, name="move_vehicle"),
    path("me/vehicles/<public_id:public_id>/unbind/", vehicle_pages.unbind, name="unbind_vehicle"),
    path("me/pledges/<public_id:public_id>/", pledge_pages.pledge, name="pledge"),
    path("me/pledges/<public_id:public_id>/abandon/", pledge_pages.abandon, name="abandon_pledge"),
    path("me/meters/", meter_pages.mine, name="meters"),
    path("me/meters/new/<slug:kind>/", meter_pages.bind, name="bind_meter"),
    path("me/meters/<public_id:public_id>/", meter_pages.meter, name="meter"),
    path("me/meters/<public_id:public_id>/unbind/", meter_pages.unbind, name="unbind_meter"),
    path("photo-reports/", photo_reports.mine, name="photo_reports"),
    path("photo-reports/<public_id:public_id>/", photo_reports.report, name="photo_report"),
    path("photos/<str:address>", evidence.photo, name="photo"),
]
