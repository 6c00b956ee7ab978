"""A citizen's whole journey by the API: told, proven, asked about, bound; each answer is the citizen's own alone."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.inbox.reading import unread
from accounts.inbox.telling import News, tell
from accounts.inbox_words import ASKED_FOR_MORE
from activities.models import Activity
from activities.reviewables import all_kinds
from channels.household.models import MeterReading, OdometerReading
from channels.quiz import bank
from common.step_codes import code_at
from review import deciding
from scenarios.models import Venue
from tests.conftest import NOW, score_everything
from tests.evidence.cameras import shot_at
from tests.evidence.conftest import uploads
from tests.evidence.pictures import as_file, drawn
from tests.review.conftest import make_reviewer

__all__ = ["uploads"]

pytestmark = pytest.mark.usefixtures("catalogue", "venues", "budget", "uploads")


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


class Program:
    def __init__(self, headers) -> None:
        self.client = Client(headers={**headers, "accept-language": "en", "idempotency-key": '"1"'})

    def get(self, address, **query):
        return self._told(self.client.get(f"/api/v1/{address}", query))

    def post(self, address, body=None):
        return self._told(self.client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json"))

    def send(self, address, **parts):
        return self._told(self.client.post(f"/api/v1/{address}", parts))

    def _told(self, answer):
        assert answer.headers["Content-Language"] == "en"
        return answer.status_code, answer.json()


@pytest.fixture
def program(alice, token_of) -> Program:
    return Program(token_of(alice))


@pytest.fixture
def stranger(bob, token_of) -> Program:
    return Program(token_of(bob))


def a_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", content, content_type="image/jpeg")


def test_photo_report_is_sent_decided_and_appealed(program, stranger, alice):
    status, photo = program.send("photo-reports/photos", photo=a_file(as_file(drawn())))
    assert (status, photo["place"]) == (201, None)
    body = {"photo": photo["photo"], "category": "litter", "latitude": 30.65742, "longitude": 104.06584}
    assert stranger.post("photo-reports", body)[0] == 404

    status, sent = program.post("photo-reports", body)
    assert (status, sent["status"], sent["place"]) == (
        201,
        "received",
        {"latitude": "30.657420", "longitude": "104.065840"},
    )
    assert program.post("photo-reports", body)[1]["report"] == sent["report"]
    assert [one["report"] for one in program.get("photo-reports")[1]["reports"]] == [sent["report"]]
    assert stranger.get(f"photo-reports/{sent['report']}")[0] == 404

    photos, lin = all_kinds()["photo"], make_reviewer("lin")
    row = photos.rows().get(public_id=sent["report"])
    deciding.refuse(kind=photos, row=row, reason="unclear", note="", by=lin, now=NOW)
    told = program.get(f"appeals/photo/{sent['report']}")[1]
    assert (told["may_be_appealed"], told["reason"]) == (
        True,
        "The photo is not clear. Please take another one from closer by.",
    )
    assert stranger.post(f"appeals/photo/{sent['report']}", {"words": "x"})[0] == 404
    proof = a_file(as_file(drawn(7)))
    status, raised = program.send(f"appeals/photo/{sent['report']}", words="放大看得清", photo=proof)
    assert (status, raised["appeal"]["status"], raised["may_be_appealed"]) == (201, "received", False)
    again = program.post(f"appeals/photo/{sent['report']}", {"words": "再看"})
    assert (again[0], again[1]["code"]) == (409, "appealed_already")


def test_quiz_is_answered_once_and_tells_nothing_before(program, alice):
    bank.load()
    asked = program.get("quiz")[1]
    assert {question["right"] for question in asked["questions"]} == {None}
    answers = {question["name"]: 0 for question in asked["questions"]}

    status, told = program.post("quiz", {"day": asked["day"], **answers})

    right = sum(question["right"] == 0 for question in told["questions"])
    assert (status, told["correct"]) == (200, right)
    assert all(question["explanation"] for question in told["questions"])
    assert program.get(f"activities/{told['activity']}")[1]["claim"] == {"correct": right}


def test_without_questions_there_is_no_quiz(program):
    assert program.get("quiz") == (200, {"day": "2026-11-23", "questions": [], "correct": None, "activity": None})
    assert program.post("quiz", {"day": "2026-11-23"})[1]["code"] == "no_quiz_today"


def test_visit_is_recorded_by_the_code_on_the_screen_once_a_day(program, client):
    mall = Venue.objects.get(code="demo-mall-jinjiang")
    told = client.get(f"/api/v1/venues/{mall.public_id}").json()
    assert (told["name"], told["state"]) == (mall.name, "valid")
    body = {"venue": mall.public_id, "code": code_at(bytes(mall.code_key), NOW)}

    first, again = program.post("visits", body), program.post("visits", body)

    assert (first[0], first[1]["is_repeated"], again[1]["is_repeated"]) == (201, False, True)
    assert first[1]["activity"] == again[1]["activity"] == Activity.objects.get().public_id


def test_claim_is_filed_with_a_photo_and_answered(program, stranger):
    item = {
        "scenario": "bike-share",
        "started_at": "2026-11-23T08:00:00+08:00",
        "ended_at": "2026-11-23T08:10:00+08:00",
        "claim": {"distance_m": 2000},
    }
    assert "bike-share" in {one["scenario"] for one in program.get("claims/scenarios")[1]["scenarios"]}
    photo = a_file(as_file(drawn(5)))

    status, sent = program.send("claims", activity=json.dumps(item), through="天府通", photo=photo)

    assert (status, sent["status"], sent["said"], sent["answered_by"]) == (201, "received", ["2 km"], "2026-12-07")
    assert stranger.get(f"claims/{sent['claim']}")[0] == 404
    claims = all_kinds()["claim"]
    lin = make_reviewer("lin", "decide_claim")
    deciding.accept(kind=claims, row=claims.rows().get(public_id=sent["claim"]), by=lin, now=NOW)
    told = program.get(f"claims/{sent['claim']}")[1]
    assert (told["status"], told["activity"]) == ("granted", Activity.objects.get().public_id)
    assert program.get("claims")[1]["claims"] == [told]


@pytest.mark.parametrize("item", [None, 7, "{", '{"scenario": NaN}', "[]", {"scenario": "bike-share"}, {"scenario": 5}])
def test_claim_whose_act_cannot_be_read_is_refused(program, item):
    status, told = program.post("claims", {"activity": item, "through": "天府通"})

    assert (status, told["code"]) in {(400, "parse_error"), (422, "unreadable_item")}


def test_what_does_not_get_lost_cannot_be_claimed(program):
    item = {"scenario": "quiz", "day": "2026-11-23", "claim": {"correct": 3}}
    status, told = program.post("claims", {"activity": item, "through": "天府通"})

    assert (status, told["code"]) == (422, "not_claimed")


def test_cars_and_meters_are_bound_read_and_freed(program, stranger, alice):
    status, car = program.post("vehicles", {"plate": "川AD12345"})
    assert (status, car["drive"], car["last_reading_m"]) == (201, "electric", None)
    address = f"vehicles/{car['vehicle']}"
    status, reading = program.send(f"{address}/readings", photo=a_file(shot_at(NOW, seed=1)), reading_km="52000.5")
    assert (status, reading["odometer_m"], reading["activity"]) == (201, 52_000_500, None)
    assert program.get("vehicles")[1]["vehicles"][0]["last_reading_m"] == 52_000_500
    assert program.post(f"{address}/pledges", {"days": 1})[1]["code"] == "car_does_not_fit"
    assert stranger.get(address)[0] == 404
    assert program.post(f"{address}/unbind") == (200, {"is_bound": False})
    assert program.get(address)[0] == 404

    kinds = {kind["kind"]: kind for kind in program.get("meters/kinds")[1]["kinds"]}
    body = {"kind": "water-saving", "number": "8120", "people": 3}
    answers = {question["name"]: "no" for question in kinds["water-saving"]["questions"]}
    status, meter = program.post("meters", {**body, **answers})
    assert (status, meter["number"]) == (201, "8120")
    status, read = program.post(f"meters/{meter['meter']}/readings", {"day": "2026-11-22", "reading": 1284.5})
    assert (status, [one["amount"] for one in read["readings"]]) == (201, [1_284_500])
    assert stranger.post(f"meters/{meter['meter']}/unbind")[0] == 404
    assert program.post("meters", {**body, "kind": "nothing"})[0] == 404
    assert (OdometerReading.objects.count(), MeterReading.objects.count()) == (1, 1)


def test_pledge_is_declared_photographed_and_given_up(program, stranger):
    _status, car = program.post("vehicles", {"plate": "川A12345", "engine_l": 1.5, "district": "wuhou"})
    assert program.post(f"vehicles/{car['vehicle']}/district", {"district": "jinjiang"})[1]["district"] == "jinjiang"
    status, pledge = program.post(f"vehicles/{car['vehicle']}/pledges", {"days": 2})
    assert (status, pledge["status"], len(pledge["code"])) == (201, "declared", 4)
    address = f"pledges/{pledge['pledge']}"

    status, begun = program.send(f"{address}/photos", photo=a_file(shot_at(NOW, seed=1)), reading_km="52000")

    assert (status, begun["status"], begun["start_m"]) == (200, "parked", 52_000_000)
    assert begun["first_day_done_at"].endswith("+08:00")
    assert stranger.get(address)[0] == 404
    assert program.post(f"{address}/abandon")[1]["status"] == "abandoned"
    assert program.post(f"{address}/abandon")[1]["code"] == "pledge_closed"


def test_profile_keeps_what_is_not_named(program, alice):
    assert program.get("profile")[1] == {
        "citizen": alice.public_id,
        "phone": "139****0001",
        "phone_verified_at": program.get("profile")[1]["phone_verified_at"],
        "display_name": "Alice",
        "district": "jinjiang",
        "language": "zh-hans",
        "wants_texts": False,
        "freeze": None,
    }
    status, told = program.post("profile", {"wants_texts": True})
    assert (status, told["wants_texts"], told["display_name"]) == (200, True, "Alice")
    assert program.post("profile", {"wants_texts": False, "display_name": "小林"})[1]["display_name"] == "小林"
    alice.profile.refresh_from_db()
    assert (alice.profile.wants_texts, alice.profile.display_name) == (False, "小林")


def test_inbox_is_marked_as_read_one_by_one_and_until_a_moment(program, stranger, alice, time_machine):
    tell([News(alice.pk, ASKED_FOR_MORE, f"act:{number}") for number in range(3)], now=NOW)
    [first, *_others] = program.get("inbox")[1]["notices"]
    assert program.get("inbox/unread")[1] == {"unread": 3}
    assert stranger.post(f"inbox/{first['notice']}/read")[0] == 404
    assert program.post(f"inbox/{first['notice']}/read")[1]["is_read"] is True
    assert program.post("inbox/read", {"told_until": "2026-11-23T11:59:59+08:00"})[1] == {"unread": 2}
    assert program.post("inbox/read", {"told_until": first["told_at"]})[1] == {"unread": 0}
    ends_of_time = ({"told_until": f"{day}T00:00:00+14:00"} for day in ("0001-01-01", "9999-12-31"))
    for wrong in ({}, {"told_until": "noon"}, {"told_until": 7}, [], *ends_of_time):
        assert program.post("inbox/read", wrong)[1]["code"] == "no_moment"
    assert unread(alice.pk) == 0


@pytest.mark.parametrize("address", ["vehicles", "meters", "claims", "photo-reports", "quiz", "visits", "profile"])
@pytest.mark.parametrize("body", ["[]", "7", '"x"', "null", "{", '{"a": {"b": 1}}'])
def test_body_that_is_no_form_is_a_problem(program, address, body):
    answer = program.client.post(f"/api/v1/{address}", body, content_type="application/json")

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.status_code in {400, 409, 422}


def test_everything_scores(program):
    """What came in by the API is scored like any act."""
    body = {"activities": [{"id": "1", "scenario": "walking", "day": "2026-11-23", "claim": {"steps": 8000}}]}
    told = program.post("activities", body)[1]["results"][0]
    score_everything()
    explained = program.get(f"activities/{told['activity']}/explanation")[1]
    assert (explained["status"], explained["explanation"]["steps"][-1]["result"]) == (
        "scored",
        f"{explained['credits']} credits",
    )


def test_address_with_a_line_break_is_a_problem_too(client, db):
    for address in ("/api/v1/city/indicators/a%0Ab", "/api/%0A", "/api/v1/scenarios/%0D%0A"):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/no%0Asuch/")["Content-Type"].startswith("text/html")
