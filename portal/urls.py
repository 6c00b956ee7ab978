"""Addresses of the pages that join several apps."""

from django.urls import include, path

from portal import (
    act,
    adjusted,
    entering,
    first_steps,
    former,
    pages,
    public_pages,
    searching,
    statement_pages,
    withdrawing,
)

app_name = "portal"

urlpatterns = [
    path("glance/", pages.glance, name="glance"),
    path("activities/<public_id:public_id>/", act.activity, name="activity"),
    path("activities/<public_id:public_id>/outcome/", act.outcome, name="outcome"),
    path("activities/<public_id:public_id>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("statement/", statement_pages.statement, name="statement"),
    path("statement/file/", statement_pages.statement_file, name="statement_file"),
    path("me/former/<public_id:public_id>/", former.former, name="former"),
    path("adjustments/<public_id:public_id>/", adjusted.adjustment, name="adjustment"),
    path("", include("portal.year.urls")),
    path("first-steps/", first_steps.first_steps, name="first_step"),
    path("first-steps/<slug:screen>/", first_steps.first_steps, name="first_steps"),
    path("enter/<public_id:public_id>/", entering.enter, name="enter"),
    path("about/", public_pages.about, name="about"),
    path("search/", searching.search, name="search"),
    path("help/", public_pages.help_page, name="help"),
    path("styleguide/", public_pages.styleguide, name="styleguide"),
]
