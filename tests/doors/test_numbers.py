"""One number, typed in one way, is one number or one refusal at every door that asks for it."""

import pytest

from activities.models import Activity
from merchants.models import Redemption
from tests.channels.files.conftest import sent_and_read
from tests.conftest import NOW
from tests.doors.conftest import Door

pytestmark = pytest.mark.django_db

WHOLE = [
    "steps_in_the_form",
    "steps_in_a_file",
    "minutes_in_the_form",
    "people_of_a_meter",
    "price_of_an_offer",
    "limit_of_an_offer",
    "pieces_of_a_merchant",
    "pieces_at_the_desk",
    "price_at_the_desk",
    "credits_of_a_budget",
    "credits_by_command",
    "cap_of_a_rule",
]
UP_TO_A_DOZEN = {"minutes_in_the_form", "people_of_a_meter", "limit_of_an_offer"}
"""Doors that take no thousands."""
DECIMAL = [
    "distance_in_the_form",
    "odometer",
    "reading_of_a_meter",
    "use_of_last_year",
    "bound_of_a_rule",
]


EIGHT = ["8", " 8 ", "８", "+8", "8.0", "8。00", "\u200b8\ufeff", "\u202a8\u202c", "\u200e8"]
THOUSANDS = ["8000", "8,000", "８，０００", "8 000", "8\u00a0000", "8000.0", "8,000.00", "\u200b8,\u200b000"]
NOT_WHOLE = {
    "8.000": "either_way",
    "8.500": "either_way",
    "8.5": "not_whole",
    "8,00": "not_whole",
    "八": "not_whole",
    "8²": "not_whole",
    "1e3": "not_whole",
    "9" * 16: "too_many_digits",
}
FIVE_AND_A_HALF = ["5.5", "５．５", "5。5", "+5.50", "\u200b5.5", "5.5\u202c", "5.5000"]
NO_DECIMAL = {
    "8.000": "either_way",
    "2.355": "either_way",
    "2.3551": "too_many_places",
    "2,35": "not_a_number",
    "two": "not_a_number",
    "NaN": "not_a_number",
    "9" * 16: "too_many_digits",
}
YUAN = ["1234.50", "1,234.5", "¥1,234.50", "￥1234.5", "1234.5元", "１，２３４．５０ 元", "\u200b1,234.5"]


@pytest.fixture
def door(request) -> Door:
    """The door that is named."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("door", WHOLE, indirect=True)
def test_whole_number_is_read_however_it_is_typed(door):
    assert door.answers(EIGHT) == dict.fromkeys(EIGHT, 8)


@pytest.mark.parametrize("door", [name for name in WHOLE if name not in UP_TO_A_DOZEN], indirect=True)
def test_thousand_is_read_however_it_is_grouped(door):
    assert door.answers(THOUSANDS) == dict.fromkeys(THOUSANDS, 8000)


@pytest.mark.parametrize("door", WHOLE, indirect=True)
def test_what_is_no_whole_number_is_refused_alike(door):
    assert door.answers(NOT_WHOLE) == NOT_WHOLE


@pytest.mark.parametrize("door", DECIMAL, indirect=True)
def test_decimal_is_read_however_it_is_typed(door):
    assert door.answers(FIVE_AND_A_HALF) == dict.fromkeys(FIVE_AND_A_HALF, 5.5)


@pytest.mark.parametrize("door", [*DECIMAL, "yuan_of_an_offer", "yuan_at_the_desk"], indirect=True)
def test_what_is_no_decimal_is_refused_alike(door):
    assert door.answers(NO_DECIMAL) == NO_DECIMAL


def test_engine_of_a_car_has_three_decimals(engine_of_a_car):
    typed = ["1.498", "１．４９８", "\u200b1.498", "1.498000"]
    assert engine_of_a_car.answers(typed) == dict.fromkeys(typed, 1.498)


@pytest.mark.parametrize("door", ["yuan_of_an_offer", "yuan_at_the_desk"], indirect=True)
def test_yuan_are_kept_in_fen(door):
    assert door.answers(YUAN) == dict.fromkeys(YUAN, 123_450)


@pytest.mark.parametrize(
    ("sent", "kept"), [("8000", 8000), ("8000.0", 8000), ("8e3", 8000), ("8000.5", None), ('"8000"', None)]
)
def test_api_takes_every_integer_of_json(client, catalogue, alice, token_of, sent, kept):
    body = (
        f'{{"activities": [{{"id": "1", "scenario": "walking", "day": "{NOW.date()}", "claim": {{"steps": {sent}}}}}]}}'
    )

    answer = client.post("/api/v1/activities", body, content_type="application/json", headers=token_of(alice))

    [result] = answer.json()["results"]
    assert result["outcome"] == ("recorded" if kept else "refused")
    assert [act.values for act in Activity.objects.all()] == ([{"steps": kept}] if kept else [])


def test_api_recognises_the_same_integer_in_another_spelling(client, catalogue, alice, token_of):
    body = '{{"activities": [{{"id": "1", "scenario": "walking", "day": "2026-11-22", "claim": {{"steps": {}}}}}]}}'

    answers = [
        client.post("/api/v1/activities", body.format(steps), content_type="application/json", headers=token_of(alice))
        for steps in ("8000", "8000.0")
    ]

    assert [answer.json()["results"][0]["outcome"] for answer in answers] == ["recorded", "repeated"]
    assert Activity.objects.get().values == {"steps": 8000}


@pytest.mark.parametrize(("sent", "status"), [("30", 201), ("30.0", 201), ("30.5", 400), ('"30"', 400)])
def test_api_takes_every_integer_of_json_for_a_price(client, rich_alice, tea, token_of, sent, status):
    answer = client.post(
        "/api/v1/redemptions",
        f'{{"offer": "{tea.public_id}", "price": {sent}}}',
        content_type="application/json",
        headers={**token_of(rich_alice), "idempotency-key": '"1"'},
    )

    assert answer.status_code == status
    assert Redemption.objects.count() == (status == 201)


FILES = [
    ("8.000\n7.5.00\n", ["either_way", "not_whole"]),
    ("8.000\n1.234.567\n", [8000, "out_of_bounds"]),
    ("8.000\n9.500,00\n", [8000, 9500]),
    ("8.000\n9500.0\n", [8, 9500]),
    ("8.000\n1.234,5\n12.5\n", ["either_way", "not_whole", "not_whole"]),
    ("8,000\n9.500,00\n", ["either_way", 9500]),
    ("8,000\n8.000\n", [8000, "either_way"]),
    ("8.000\n9500\n", ["either_way", 9500]),
]


@pytest.mark.parametrize(("numbers", "read"), FILES)
def test_other_rows_of_a_file_decide_what_a_dot_means(alice, catalogue, numbers, read):
    rows = "".join(f"2026-11-{day};{number}\n" for day, number in enumerate(numbers.split(), start=21))

    job = sent_and_read(alice, f"日期;步数\n{rows}")

    told = [row.refusal or row.activity.values["steps"] for row in job.rows.order_by("line")]
    assert told == read
