"""Addresses of the second path."""

from django.urls import path

from common.open_data.sending import FORMS
from projects.bulletin.urls import urlpatterns as of_bulletin
from projects.buyers.urls import urlpatterns as of_buyers
from projects.cycle.urls import urlpatterns as of_cycle
from projects.documents.views import document
from projects.events.urls import urlpatterns as of_events
from projects.models import OrderKind
from projects.monitoring.urls import urlpatterns as of_monitoring
from projects.organisations.views import application, invitations, orders, room, seats, units
from projects.pooling.urls import urlpatterns as of_pooling
from projects.public import reports, views
from projects.public.data import views as data

app_name = "projects"

ROOM = "enterprise/<public_id:public_id>/"

_room = [
    path("enterprise/", room.mine, name="mine"),
    path("enterprise/apply/", application.application, name="apply"),
    path("enterprise/invitations/<public_id:seat_id>/", invitations.invitation, name="invitation"),
    path("enterprise/invitations/<public_id:seat_id>/accept/", invitations.accept_seat, name="accept_seat"),
    path("enterprise/invitations/<public_id:seat_id>/decline/", invitations.decline_seat, name="decline_seat"),
    path(ROOM, room.room, name="room"),
    path(f"{ROOM}seats/", seats.seats, name="seats"),
    path(f"{ROOM}seats/<public_id:seat_id>/end/", seats.end_seat, name="end_seat"),
    path(f"{ROOM}units/", units.units, name="units"),
    *(
        path(f"{ROOM}units/<int:first>/{kind}/", units.order_units, {"kind": kind}, name=f"{kind}_units")
        for kind in OrderKind.values
    ),
    path(f"{ROOM}orders/", orders.orders, name="orders"),
    path(f"{ROOM}orders/<public_id:order_id>/", orders.order, name="order"),
    path(f"{ROOM}orders/<public_id:order_id>/release/", orders.release, name="release_order"),
    path(f"{ROOM}orders/<public_id:order_id>/refuse/", orders.refuse, name="refuse_order"),
    path(f"{ROOM}orders/<public_id:order_id>/withdraw/", orders.withdraw, name="withdraw_order"),
]

urlpatterns = [
    *_room,
    *of_bulletin,
    *of_buyers,
    *of_cycle,
    *of_monitoring,
    *of_pooling,
    *of_events,
    path("registry/", views.registry, name="registry"),
    path("registry/changes/", views.changes, name="changes"),
    path("registry/data/", data.data, name="data"),
    path("registry/data/projects.geojson", data.places_file, name="data_places"),
    path("registry/data/datapackage.json", data.package_file, name="data_package"),
    *(
        path(f"registry/data/<slug:table>.{form}", data.table_file, {"form": form}, name=f"data_{form}")
        for form in FORMS
    ),
    path("registry/projects/<public_id:public_id>/", views.project, name="project"),
    path("registry/documents/<public_id:public_id>/", document, name="document"),
    path("registry/reports/<public_id:public_id>/", reports.report, name="public_report"),
    path("registry/retirements/<public_id:public_id>/", views.retirement, name="retirement"),
    path("registry/retirements/<public_id:public_id>/certificate.pdf", views.retirement_pdf, name="retirement_pdf"),
]
