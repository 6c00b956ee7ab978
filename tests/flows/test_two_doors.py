"""The pages and the API refuse alike: the same bad input through both doors meets the same sentence; none writes."""

import html
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags

from activities.models import Activity
from channels.household import meters, vehicles
from channels.household.models import Meter, Pledge, Vehicle
from channels.photo_reports.models import PhotoReport
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from channels.quiz import bank
from channels.quiz.drawing import sheet_for
from common.step_codes import code_at
from evidence.models import Photo
from evidence.photos import take_in
from merchants.models import Redemption
from review.models import Appeal, Claim
from scenarios.models import Venue
from tests.conftest import NOW
from tests.evidence.conftest import uploads
from tests.evidence.pictures import as_file, drawn
from tests.merchants.conftest import give, make_merchant, make_offer, make_shop

__all__ = ["uploads"]

pytestmark = pytest.mark.usefixtures("catalogue", "venues", "budget", "uploads")

ENGLISH = {"accept-language": "en"}
WRITTEN = (Activity, Vehicle, Meter, Pledge, PhotoReport, Photo, Redemption, Claim, Appeal)


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


class Doors:
    """Alice at a page, and a program of hers."""

    def __init__(self, alice, token_of) -> None:
        self.page, self.program = Client(headers=ENGLISH), Client(headers={**token_of(alice), **ENGLISH})
        self.page.force_login(alice)

    def on_page(self, address, form) -> str:
        answer = self.page.post(address, form, follow=True)
        return " ".join(html.unescape(strip_tags(answer.content.decode())).split())

    def by_api(self, address, body, *, multipart=False):
        named = {"headers": {"idempotency-key": '"1"'}}
        if multipart:
            return self.program.post(f"/api/v1/{address}", body, **named)
        return self.program.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json", **named)


@pytest.fixture
def doors(alice, token_of) -> Doors:
    return Doors(alice, token_of)


def told_by(answer) -> list[str]:
    problem = answer.json()
    return [error["detail"] for error in problem.get("errors", [])] or [problem["detail"]]


def refuse_alike(doors, page, form, address, body, code, *, multipart=False) -> None:
    before = [model.objects.count() for model in WRITTEN]

    answer = doors.by_api(address, body, multipart=multipart)
    shown = doors.on_page(page, form)

    assert answer["Content-Type"] == "application/problem+json", answer.content
    assert answer.json()["code"] == code
    assert [sentence for sentence in told_by(answer) if " ".join(sentence.split()) not in shown] == [], shown
    assert [model.objects.count() for model in WRITTEN] == before


def a_photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", as_file(drawn()) if content is None else content, content_type="image/jpeg")


# Telling of an act


@pytest.mark.parametrize(
    ("form", "change", "code"),
    [
        ({"steps": "0"}, {"claim": {"steps": 0}}, "out_of_bounds"),
        ({"steps": "100001"}, {"claim": {"steps": 100_001}}, "out_of_bounds"),
        ({"day": "2026-11-24"}, {"day": "2026-11-24"}, "in_the_future"),
        ({"day": "2026-10-01"}, {"day": "2026-10-01"}, "too_late"),
    ],
)
def test_act(doors, form, change, code):
    item = {"scenario": "walking", "day": "2026-11-23", "claim": {"steps": 8000}, **change}
    sent = doors.by_api("activities", {"activities": [{"id": "1", **item}]}).json()["results"][0]["problem"]
    typed = {"day": "2026-11-23", "steps": "8000", **form}

    refuse_alike(doors, "/act/walking/", typed, "activities/estimate", item, code)
    assert (sent["code"], sent["detail"] in doors.on_page("/act/walking/", typed)) == (code, True)


# Cars and meters


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "not_filled_in"),
        ({"plate": "nonsense"}, "not_a_plate"),
        ({"plate": "川A12345"}, "engine_size_missing"),
        ({"plate": "川A12345", "engine_l": "1.5"}, "district_missing"),
        ({"plate": "川A12345", "engine_l": "99", "district": "wuhou"}, "not_filled_in"),
        ({"plate": "川A12345", "engine_l": "1.5", "district": "nowhere"}, "not_filled_in"),
        ({"plate": "川" * 21}, "not_filled_in"),
    ],
)
def test_car(doors, form, code):
    refuse_alike(doors, "/me/vehicles/new/", form, "vehicles", form, code)


def test_car_that_is_bound_already(doors, alice, bob):
    vehicles.bind(citizen=alice, plate="川A12345", engine_ml=1498, district="wuhou", now=NOW)
    vehicles.bind(citizen=bob, plate="川A54321", engine_ml=1498, district="wuhou", now=NOW)
    car = {"engine_l": "1.5", "district": "wuhou"}

    own, others = {"plate": "川A12345", **car}, {"plate": "川A54321", **car}
    refuse_alike(doors, "/me/vehicles/new/", own, "vehicles", own, "plate_bound")
    refuse_alike(doors, "/me/vehicles/new/", others, "vehicles", others, "plate_taken")


@pytest.mark.parametrize(("days", "code"), [("0", "not_filled_in"), ("99", "not_filled_in"), ("x", "not_filled_in")])
def test_pledge(doors, alice, days, code):
    car = vehicles.bind(citizen=alice, plate="川A12345", engine_ml=1498, district="wuhou", now=NOW)
    address = f"vehicles/{car.public_id}/pledges"

    refuse_alike(doors, f"/me/vehicles/{car.public_id}/", {"days": days}, address, {"days": days}, code)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "not_filled_in"),
        ({"number": "12", "people": "3"}, "not_a_meter_number"),
        ({"number": "8120", "people": "9"}, "not_filled_in"),
        ({"number": "8120", "people": "0"}, "not_filled_in"),
    ],
)
def test_meter(doors, form, code):
    refuse_alike(doors, "/me/meters/new/water-saving/", form, "meters", {"kind": "water-saving", **form}, code)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"day": "2026-11-24", "reading": "5"}, "in_the_future"),
        ({"day": "2026-11-20", "reading": "5"}, "reading_not_later"),
        ({"day": "2026-11-23", "reading": "1"}, "reading_went_back"),
        ({"day": "2026-11-23", "reading": "-1"}, "not_filled_in"),
        ({"day": "2026-13-01", "reading": "5"}, "not_filled_in"),
        ({"day": "2026-11-23", "reading": "five"}, "not_filled_in"),
    ],
)
def test_reading(doors, alice, form, code):
    meter = meters.bind(citizen=alice, kind="water-saving", number="8120", people=3, said_yes_to=(), now=NOW)
    day = NOW.date() - timedelta(days=1)
    meters.enter(meter=meter, day=day, amount=3000, photo=None, last_year=None, now=NOW)

    refuse_alike(doors, f"/me/meters/{meter.public_id}/", form, f"meters/{meter.public_id}/readings", form, code)


# Photos, the quiz, visits


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "not_a_photo"), (b"no photo", "not_a_photo"), (as_file(drawn())[:2000], None)]
)
def test_photo(doors, content, code):
    sent = doors.by_api("photo-reports/photos", {"photo": a_photo(content)}, multipart=True)
    shown = doors.on_page("/act/eco-photo/", {"photo": a_photo(content)})

    assert sent.status_code == 422
    assert code in (None, sent.json()["code"])
    assert sent.json()["detail"] in shown
    assert not Photo.objects.exists()


def test_photo_that_is_missing_or_too_large(doors, settings):
    refuse_alike(doors, "/act/eco-photo/", {}, "photo-reports/photos", {}, "not_filled_in")
    settings.PHOTO_MAX_BYTES = 1024**2
    large = b"x" * (1024**2 + 1)
    sent = doors.by_api("photo-reports/photos", {"photo": a_photo(large)}, multipart=True)

    assert sent.json()["code"] == "photo_too_large"
    assert sent.json()["detail"] in doors.on_page("/act/eco-photo/", {"photo": a_photo(large)})


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "not_filled_in"),
        ({"category": "crime"}, "not_filled_in"),
        ({"category": "litter", "words": "长" * 201}, "not_filled_in"),
        ({"category": "litter", "latitude": "39.9", "longitude": "116.4"}, "outside_the_city"),
    ],
)
def test_photo_report(doors, alice, form, code):
    photo = take_in(citizen=alice, content=as_file(drawn()), purpose=PHOTO_REPORT, now=NOW)

    page = f"/act/eco-photo/{photo.public_id}/"
    refuse_alike(doors, page, form, "photo-reports", {"photo": photo.public_id, **form}, code)


def test_quiz(doors, alice):
    bank.load()
    sheet = sheet_for(citizen=alice, now=NOW)
    names = [f"question_{question_id}" for question_id in sheet.question_ids]
    whole = {"day": "2026-11-23", **dict.fromkeys(names, "0")}

    for spoiled in ({**whole, names[0]: "9"}, {**whole, names[1]: "x"}, {"day": "2026-11-23"}):
        refuse_alike(doors, "/act/quiz/", spoiled, "quiz", spoiled, "not_filled_in")
    yesterday = {**whole, "day": "2026-11-22"}
    refuse_alike(doors, "/act/quiz/", yesterday, "quiz", yesterday, "quiz_day_is_over")
    assert doors.by_api("quiz", whole).status_code == 200
    refuse_alike(doors, "/act/quiz/", whole, "quiz", whole, "quiz_answered_before")


def test_visit(doors):
    mall = Venue.objects.get(code="demo-mall-jinjiang")
    right = code_at(bytes(mall.code_key), NOW)
    wrong = "".join(str((int(digit) + 1) % 10) for digit in right)

    for code, refused in (("", "not_filled_in"), ("12", "not_filled_in"), (wrong, "wrong_venue_code")):
        body = {"venue": mall.public_id, "code": code}
        refuse_alike(doors, f"/v/{mall.public_id}/visit/", {"code": code}, "visits", body, refused)


def test_visit_that_cannot_count(doors):
    """Its page shows no form."""
    expired = Venue.objects.get(code="demo-restaurant-jianyang")

    answer = doors.by_api("visits", {"venue": expired.public_id, "code": "123456"})

    assert (answer.status_code, answer.json()["code"]) == (422, "venue_does_not_count")
    assert "do not count at the moment" in doors.on_page(f"/v/{expired.public_id}/visit/", {"code": "123456"})
    assert not Activity.objects.exists()


# Spending


def test_redeeming(doors, alice):
    shop = make_merchant("蜀风茶舍")
    make_shop(shop, "春熙路店")
    offer = make_offer(shop, price=30)
    page = f"/rewards/offers/{offer.public_id}/redeem/"

    def both(price, code):
        form = {"key": "2345678923456789", "price": str(price)}
        refuse_alike(doors, page, form, "redemptions", {"offer": offer.public_id, "price": price}, code)

    both(30, "insufficient_credits")
    give(alice, 50)
    both(29, "price_changed")


# The desk


RIDE = {"day": "2026-11-23", "start": "08:00", "minutes": "10", "distance_m": "2"}
ITEM = {
    "scenario": "bike-share",
    "started_at": "2026-11-23T08:00:00+08:00",
    "ended_at": "2026-11-23T08:10:00+08:00",
    "claim": {"distance_m": 2000},
}


@pytest.mark.parametrize(
    ("form", "change", "said", "code"),
    [
        ({}, {}, {}, "not_filled_in"),
        ({}, {}, {"through": "长" * 41}, "not_filled_in"),
        ({"distance_m": "900"}, {"claim": {"distance_m": 900_000}}, {"through": "天府通"}, "out_of_bounds"),
    ],
)
def test_claim(doors, form, change, said, code):
    page = "/claims/new/bike-share/"
    refuse_alike(doors, page, {**RIDE, **form, **said}, "claims", {"activity": {**ITEM, **change}, **said}, code)


def test_claim_that_is_there_already(doors):
    said = {"through": "天府通"}
    assert doors.by_api("claims", {"activity": ITEM, **said}).status_code == 201

    refuse_alike(
        doors, "/claims/new/bike-share/", {**RIDE, **said}, "claims", {"activity": ITEM, **said}, "claimed_already"
    )


def test_appeal_of_what_was_not_refused(doors, alice):
    """Its page shows no form."""
    photo = take_in(citizen=alice, content=as_file(drawn()), purpose=PHOTO_REPORT, now=NOW)
    sent = doors.by_api("photo-reports", {"photo": photo.public_id, "category": "litter"}).json()

    answer = doors.by_api(f"appeals/photo/{sent['report']}", {"words": "再看"})

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_appeal")
    shown = doors.on_page(f"/appeals/photo/{sent['report']}/", {"words": "再看"})
    assert "This cannot be looked at again." in shown
    assert not Appeal.objects.exists()


# Oneself


@pytest.mark.parametrize(
    "change",
    [{"district": "nowhere"}, {"language": "tlh"}, {"display_name": "长" * 41}, {"display_name": "a\x00b"}],
)
def test_profile(doors, alice, change):
    form = {"display_name": "Alice", "district": "jinjiang", "language": "en", **change}
    refuse_alike(doors, "/me/", form, "profile", change, "not_filled_in")
    alice.profile.refresh_from_db()
    assert (alice.profile.display_name, alice.profile.district) == ("Alice", "jinjiang")
