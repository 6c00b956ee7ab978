"""Addresses of cars, pledges and meters for programs, version 1."""

from django.urls import path

from accounts.own_api import takes_uploads
from channels.household.api import meters, pledges, vehicles
from common.access import token_holders

app_name = "household_api"

CAR, PLEDGE, METER = (f"{thing}/<public_id:public_id>" for thing in ("vehicles", "pledges", "meters"))

urlpatterns = [
    path("vehicles", token_holders(vehicles.Vehicles.as_view()), name="vehicles"),
    path(CAR, token_holders(vehicles.OneVehicle.as_view()), name="vehicle"),
    path(f"{CAR}/district", token_holders(vehicles.District.as_view()), name="move_vehicle"),
    path(f"{CAR}/unbind", token_holders(vehicles.Unbind.as_view()), name="unbind_vehicle"),
    path(f"{CAR}/readings", takes_uploads(vehicles.Readings), name="odometer"),
    path(f"{CAR}/pledges", token_holders(vehicles.Pledges.as_view()), name="declare_pledge"),
    path(PLEDGE, token_holders(pledges.OnePledge.as_view()), name="pledge"),
    path(f"{PLEDGE}/photos", takes_uploads(pledges.Photos), name="photograph_pledge"),
    path(f"{PLEDGE}/abandon", token_holders(pledges.Abandon.as_view()), name="abandon_pledge"),
    path("meters", token_holders(meters.Meters.as_view()), name="meters"),
    path("meters/kinds", token_holders(meters.Kinds.as_view()), name="meter_kinds"),
    path(METER, token_holders(meters.OneMeter.as_view()), name="meter"),
    path(f"{METER}/readings", takes_uploads(meters.Readings), name="meter_readings"),
    path(f"{METER}/unbind", token_holders(meters.Unbind.as_view()), name="unbind_meter"),
]
