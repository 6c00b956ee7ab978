"""Addresses of a citizen's cars and meters."""

from django.urls import path

from channels.household.views import meters, pledges, vehicles

app_name = "household"

urlpatterns = [
    path("me/vehicles/", vehicles.mine, name="vehicles"),
    path("me/vehicles/new/", vehicles.bind, name="bind_vehicle"),
    path("me/vehicles/<public_id:public_id>/", vehicles.vehicle, name="vehicle"),
    path("me/vehicles/<public_id:public_id>/district/", vehicles.move, name="move_vehicle"),
    path("me/vehicles/<public_id:public_id>/unbind/", vehicles.unbind, name="unbind_vehicle"),
    path("me/pledges/<public_id:public_id>/", pledges.pledge, name="pledge"),
    path("me/pledges/<public_id:public_id>/abandon/", pledges.abandon, name="abandon_pledge"),
    path("me/meters/", meters.mine, name="meters"),
    path("me/meters/new/<slug:kind>/", meters.bind, name="bind_meter"),
    path("me/meters/<public_id:public_id>/", meters.meter, name="meter"),
    path("me/meters/<public_id:public_id>/unbind/", meters.unbind, name="unbind_meter"),
]
