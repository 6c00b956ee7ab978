"""The pages of cars, pledges and meters: refusals beside their fields, and each step leading to the next."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.models import Activity
from channels.household import pledges, vehicles
from channels.household.models import Meter, MeterReading, OdometerReading, Pledge, Vehicle
from tests.channels.household.conftest import bind
from tests.conftest import NOW, RELEASED
from tests.evidence.cameras import shot_at

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine, client, alice):
    time_machine.move_to(NOW, tick=False)
    client.force_login(alice)
    client.cookies["django_language"] = "en"


def odometer(seed: int, kilometres: str) -> dict[str, object]:
    """A photo taken just now, and what was read off it."""
    picture = shot_at(timezone.now(), seed=seed)
    return {"photo": SimpleUploadedFile("1.jpg", picture, "image/jpeg"), "reading_km": kilometres}


def test_fuel_car_asks_for_its_engine(client):
    answer = client.post("/me/vehicles/new/", {"plate": "川A12345"})

    assert answer.context["form"].errors["engine_l"] == ["Enter the engine size. It stands in the vehicle licence."]
    assert not Vehicle.objects.exists()


def test_bound_car_leads_to_its_page(client):
    answer = client.post("/me/vehicles/new/", {"plate": "川A12345", "engine_l": "1.498", "district": "wuhou"})

    car = Vehicle.objects.get()
    assert (answer.status_code, answer.url, car.engine_ml) == (302, car.get_absolute_url(), 1498)


def test_plate_of_another_is_refused_beside_the_field(client, bob):
    bind(bob)

    answer = client.post("/me/vehicles/new/", {"plate": "川A12345", "engine_l": "1.5", "district": "wuhou"})

    assert "Somebody else has bound this plate." in answer.content.decode()
    assert Vehicle.objects.get().citizen == bob


def test_pledge_page_shows_the_code_of_the_day(client, car):
    pledge = pledges.declare(vehicle=car, days=1, now=NOW)

    page = client.get(pledge.get_absolute_url()).content.decode()

    assert pledges.code_of_the_day(pledge, NOW.date()) in page


def test_two_photos_lead_to_the_act(client, car, time_machine):
    pledge = pledges.declare(vehicle=car, days=2, now=NOW)
    address = pledge.get_absolute_url()
    client.post(address, odometer(1, "52000"))
    time_machine.move_to(NOW + timedelta(hours=49), tick=False)
    assert "2 days done" in client.get(address).content.decode()

    answer = client.post(address, odometer(2, "52000.5"))

    activity = Activity.objects.get()
    assert (answer.status_code, answer.url) == (302, activity.get_absolute_url())
    assert activity.values["odometer_end_m"] == 52_000_500
    assert activity.get_absolute_url() in client.get(address).content.decode()


def test_photo_is_asked_for(client, car):
    pledge = pledges.declare(vehicle=car, days=1, now=NOW)

    answer = client.post(pledge.get_absolute_url(), {"reading_km": "52000"})

    assert answer.context["form"].errors["photo"] == ["Take or choose a photo first."]
    assert Pledge.objects.get().status == "declared"


def test_unbinding_is_asked_first(client, car):
    assert "Unbind 川A12345?" in client.get(f"{car.get_absolute_url()}unbind/").content.decode()
    assert Vehicle.objects.bound().exists()

    answer = client.post(f"{car.get_absolute_url()}unbind/")

    assert (answer.status_code, answer.url) == (302, "/me/vehicles/")
    assert not Vehicle.objects.bound().exists()
    assert client.get(car.get_absolute_url()).status_code == 404


def test_electric_car_is_read_not_pledged(client, alice):
    electric = vehicles.bind(citizen=alice, plate="川AD12345", engine_ml=None, district="", now=NOW)

    answer = client.post(electric.get_absolute_url(), {**odometer(1, "100"), "days": "1"})

    assert answer.url == electric.get_absolute_url()
    assert OdometerReading.objects.get().odometer_m == 100_000
    assert not Pledge.objects.exists()


def test_meter_asks_what_leaves_a_household_out(client):
    said = {"number": "51001234", "people": "3", "photovoltaics": "yes", "third_tier": "no"}

    answer = client.post("/me/meters/new/electricity-saving/", said)

    assert "Power of your own does not pass the meter" in answer.content.decode()
    assert not Meter.objects.exists()
    assert client.post("/me/meters/new/electricity-saving/", {**said, "photovoltaics": "no"}).status_code == 302
    assert client.get("/me/meters/new/walking/").status_code == 404


def test_reading_without_a_reference_asks_for_last_year(client):
    client.post("/me/meters/new/water-saving/", {"number": "8120", "people": "3"})
    address = Meter.objects.get().get_absolute_url()
    client.post(address, {"day": "2026-10-24", "reading": "812"})

    answer = client.post(address, {"day": "2026-11-23", "reading": "821"})

    assert list(answer.context["form"].errors) == ["last_year"]
    assert MeterReading.objects.count() == 1
    client.post(address, {"day": "2026-11-23", "reading": "821", "last_year": "10"})
    assert Activity.objects.get().values["reference_l"] == 10_000


def test_district_of_a_fuel_car_is_asked_shown_and_changed(client, alice):
    client.force_login(alice)
    refused = client.post("/me/vehicles/new/", {"plate": "川A12345", "engine_l": "1.5"})
    car = client.post("/me/vehicles/new/", {"plate": "川A12345", "engine_l": "1.5", "district": "wuhou"}, follow=True)

    assert list(refused.context["form"].errors) == ["district"]
    assert "Usually in Wuhou." in car.text
    assert "this plate may not drive" in car.text
    moved = client.post(f"{car.request['PATH_INFO']}district/", {"district": "dayi"}, follow=True)
    assert "Usually in Dayi." in moved.text
    assert "this plate may not drive" not in moved.text


def test_electric_car_has_no_district_to_change(client, alice):
    electric = vehicles.bind(citizen=alice, plate="川AD12345", engine_ml=None, district="wuhou", now=NOW)
    client.force_login(alice)

    assert electric.district == ""
    assert client.get(f"/me/vehicles/{electric.public_id}/district/").status_code == 404


@pytest.mark.parametrize("size", ["1498", "1,498", "0.1", "99"])
def test_engine_that_is_no_size_in_litres_is_told_so(client, alice, size):
    client.force_login(alice)
    page = client.post("/me/vehicles/new/", {"plate": "川A12346", "engine_l": size, "district": "wuhou"})

    assert page.context["form"].errors["engine_l"] == ["Enter the engine size in litres, such as 1.5."]


def test_district_that_is_none_is_told_so(client, alice):
    client.force_login(alice)
    page = client.post("/me/vehicles/new/", {"plate": "川A12346", "engine_l": "1.5", "district": "nowhere"})

    assert "Select a valid choice" not in str(page.context["form"].errors)


def test_no_more_days_are_offered_than_one_pledge_counts(client, car, time_machine):
    time_machine.move_to(RELEASED, tick=False)
    days = client.get(car.get_absolute_url()).context["form"]["days"]

    assert [choice for choice, _label in days.field.choices] == [1, 2]
    assert client.post(car.get_absolute_url(), {"days": "3"}).context["form"].errors["days"]


def test_each_meter_has_the_icon_of_what_it_measures(client):
    page = client.get("/me/meters/")

    icons = [scenario.icon for scenario, _name in page.context["unbound"]]
    assert len(icons) == len(set(icons)) == 3
    assert "house" not in icons
