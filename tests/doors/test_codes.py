"""Phones, codes, plates and meter numbers: what is unseen or only stands between is no part of them, at any door."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from time_machine import travel

from accounts.models import Tries, User
from channels.visits.models import VenueVisit
from common.step_codes import code_at
from merchants.models import TransitCode
from scenarios.models import Venue
from tests.accounts.conftest import Visitor, outbox
from tests.accounts.proven import proven
from tests.conftest import NOW
from tests.desk_pages import decide
from tests.doors.conftest import beside, undone
from tests.merchants.conftest import code_of
from tests.second_factors import code_now, enrolled

__all__ = ["outbox"]
pytestmark = pytest.mark.django_db

UNSEEN = ["\u200b", "\ufeff", "\u200e", "\u202a", "\u202c", "\u202e", "\u2060", "\u00ad", "\ufe0f", "\u3164"]


def spellings(digits: str) -> list[str]:
    """One code as it is pasted, scanned and typed."""
    half = len(digits) // 2
    head, tail = digits[:half], digits[half:]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    plain = [digits, f" {head} {tail}\n", wide, f"{head}-{tail}", f"{head}\u2011{tail}", f"{head}\u00a0{tail}"]
    return [*plain, *(f"{unseen}{head}{unseen}{tail}{unseen}" for unseen in UNSEEN)]


PLACES = range(len(spellings("000000")))
PHONES = [
    "13800000001",
    "138 0000 0001",
    "138\u20110000\u20110001",
    "１３８０００００００１",
    "+86 138-0000-0001",
    "0086 13800000001",
    "(+86)13800000001",
    "（＋８６）138 0000 0001",
    "(+86) 138 0000 0001",
    "tel:13800000001",
    "tel:+86-138-0000-0001",
    "TEL:+8613800000001",
    *(f"{unseen}138{unseen}00000001{unseen}" for unseen in UNSEEN),
]
NO_PHONES = ["1380000000", "tel:", "(+852)21234567", "tel:13800000001;ext=5", "138CALLHOME", "1²800000001"]
FOREIGN_PHONES = ["(+852)51234567", "0044 7400 123456"]
PLATES = [
    "川A12345",
    "川a·12345",
    "川Ａ－１２３４５",
    "川 A\u201112345",
    "\u202a" * 9 + "川A12345",
    *(f"川{unseen}A123{unseen}45{unseen}" for unseen in UNSEEN),
]
METERS = [
    "5100a1234",
    "5100 A1234",
    "５１００Ａ１２３４",
    "5100-A-1234",
    "5100\u2013A1234",
    "\u200b" * 30 + "5100A1234",
    *(f"{unseen}5100A{unseen}1234" for unseen in UNSEEN),
]


@pytest.mark.parametrize("name", ["phone_at_sign_in", "phone_of_the_staff", "phone_at_the_desk"])
def test_phone_is_read_however_it_is_typed(request, name):
    door = request.getfixturevalue(name)

    assert door.answers(PHONES) == dict.fromkeys(PHONES, "+8613800000001")
    assert door.answers(NO_PHONES) == dict.fromkeys(NO_PHONES, "not_a_mobile_number")


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("phone_at_sign_in", "not_reached"),
        ("phone_of_the_staff", "not_reached"),
        ("phone_at_the_desk", "not_a_mobile_number"),
    ],
)
def test_phone_of_elsewhere_is_refused_while_no_message_reaches_it(request, name, refusal):
    """At the desk whoever is not found is not found."""
    assert request.getfixturevalue(name).answers(FOREIGN_PHONES) == dict.fromkeys(FOREIGN_PHONES, refusal)


def test_code_of_a_text_message_signs_in(outbox):
    def signed_in(place: int) -> bool:
        visitor = Visitor()
        visitor.ask("13800000001")
        visitor.enter(spellings(outbox.code)[place])
        return visitor.user_id is not None

    assert all(undone(lambda place=place: signed_in(place)) for place in PLACES)


def test_code_of_an_app_enrols(phone, alice):
    def enrols(place: int) -> bool:
        phone.force_login(alice)
        proven(phone)
        secret = phone.get("/me/second-factor/new/").context["secret"]
        phone.post("/me/second-factor/new/", {"code": spellings(code_now(secret))[place]})
        return Authenticator.objects.filter(user=alice).exists()

    assert all(undone(lambda place=place: enrols(place)) for place in PLACES)


def test_codes_of_an_app_and_of_recovery_prove(phone, alice):
    recovery, *_more = enrolled(alice)
    Tries.objects.all().delete()

    def proves(code: str) -> bool:
        return phone.post("/me/second-factor/code/", {"code": code}).status_code == 302

    with travel(NOW + timedelta(minutes=1), tick=False):
        typed = [*spellings(code_now()), *spellings(recovery)]
        assert all(undone(lambda code=code: proves(code)) for code in typed)


def test_code_of_a_venue_records_the_visit(phone, catalogue, venues, budget):
    venue = Venue.objects.get(code="demo-mall-jinjiang")

    def visits(code: str) -> int:
        phone.post(f"/v/{venue.public_id}/visit/", {"code": code})
        return VenueVisit.objects.count()

    assert {undone(lambda code=code: visits(code)) for code in spellings(code_at(bytes(venue.code_key), NOW))} == {1}


@pytest.mark.parametrize("name", ["till_page", "till_api"])
def test_code_of_a_voucher_is_taken_and_none_is_counted_as_wrong(request, name, voucher):
    typed = spellings(code_of(voucher))

    assert request.getfixturevalue(name).answers(typed) == dict.fromkeys(typed, ("redeemed", 0))


def test_plate_is_read_however_it_is_typed(plate_of_a_car):
    assert plate_of_a_car.answers(PLATES) == dict.fromkeys(PLATES, "川A12345")


def test_meter_number_is_read_however_it_is_typed(number_of_a_meter):
    assert number_of_a_meter.answers(METERS) == dict.fromkeys(METERS, "5100A1234")


def test_other_plates_are_refused(plate_of_a_car):
    answers = plate_of_a_car.answers(["\u200b", "川B12345", "川A1234"])

    assert answers == {"\u200b": "required", "川B12345": None, "川A1234": None}
    assert plate_of_a_car.read() is None


def test_other_meter_numbers_are_refused(number_of_a_meter):
    typed = ["123", "5100_1234", "电表"]

    assert number_of_a_meter.answers(typed) == dict.fromkeys(typed, "not_a_meter_number")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_code_of_a_ticket_is_kept_and_known_without_what_is_not_seen(at_desk, ticket, unseen):
    sent = f"{unseen}METRO-2\n\u3000METRO{unseen}-3{unseen}\n{unseen}\n"

    decide(at_desk, f"/admin/merchants/offer/{ticket.pk}/stock/", {"codes": sent})

    assert sorted(TransitCode.objects.values_list("code", flat=True)) == ["METRO-1", "METRO-2", "METRO-3"]


def test_number_of_a_document_is_read_however_it_is_pasted(document_of_a_budget):
    plain = ["成财环〔2026〕88号", "成财环（2026）88 号", "成财环[２０２６]８８号"]
    pasted = [*plain, *(f"{unseen}成财环{unseen}〔2026〕88号{unseen}" for unseen in UNSEEN)]

    assert document_of_a_budget.answers(pasted) == dict.fromkeys(pasted, "成财环〔2026〕88号")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_looked_for_is_found_as_it_was_pasted(phone, venues, tea, unseen):
    offers = phone.get("/rewards/", {"q": f"{unseen}绿{unseen}茶"}).context["page"].rows
    found = phone.get("/venues/", {"q": f"{unseen}春{unseen}熙"}).context["venues"]

    assert list(offers) == [tea]
    assert len(found) == len(phone.get("/venues/", {"q": "春熙"}).context["venues"]) > 0


@pytest.mark.parametrize("unseen", UNSEEN)
def test_public_id_is_found_at_the_desk_as_it_was_pasted(at_desk, alice, bob, unseen):
    answer = at_desk.get("/admin/accounts/user/", {"q": f"{unseen}{alice.public_id.upper()}{unseen}\u3000"})

    assert list(answer.context["cl"].result_list) == [alice]


@pytest.mark.parametrize("unseen", UNSEEN)
def test_staff_are_known_by_the_name_that_is_seen(client, at_desk, desk, unseen):
    entered = {"username": f"{unseen}ｄｅ{unseen}ｓｋ\u3000", "password": "correct horse battery staple"}
    added = {
        "username": f"{unseen}col{unseen}league",
        "password1": "salt marsh copper",
        "password2": "salt marsh copper",
    }

    assert client.post("/admin/login/?next=/admin/", entered).status_code == 302
    at_desk.post("/admin/accounts/user/add/", added)

    assert list(User.objects.filter(is_staff=True).order_by("pk").values_list("username", flat=True)) == [
        "desk",
        "colleague",
    ]


def test_staff_without_a_name_that_is_seen_are_refused(at_desk):
    added = {"username": "\u200b", "password1": "salt marsh copper", "password2": "salt marsh copper"}

    answer = at_desk.post("/admin/accounts/user/add/", added)

    assert beside("username")(answer) == "required"
    assert User.objects.filter(is_staff=True).count() == 1
