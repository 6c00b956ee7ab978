"""The code of a text to an old number: typed at `/stop/` it stops that one change, and nothing else does."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.test import Client

from accounts.changing_phone import stop_codes, stop_links, waiting
from accounts.changing_phone.models import ChangedNumbers, PhoneChange, Stopped
from accounts.jobs import change_phones
from tests.accounts.changing_phone.conftest import NEW, OLD, asked_for, phone_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

STOP = "/stop/"
WEEK = timedelta(days=7)


@pytest.fixture(name="code")
def _code(owner, came, messages, monkeypatch) -> str:
    """What the gateways were given for the text to the old number, whose change waits."""
    given = []
    send = messages.send_notice
    monkeypatch.setattr(messages, "send_notice", lambda **told: (given.append(told["facts"]), send(**told)))
    asked_for(came("passkey"), messages)
    [facts] = given
    assert facts["day"] == "11月30日"
    return str(facts["code"])


@pytest.mark.parametrize("typed", ["{}", " {} ", "{first} {last}", "{first}-{last}", "{lower}"])
def test_code_stops_the_change_however_it_is_typed(owner, code, noon, typed):
    assert Client().get(STOP).status_code == 200
    words = typed.format(code, first=code[:4], last=code[4:], lower=code.lower())

    answer = Client().post(STOP, {"code": words})

    assert (answer.status_code, answer.context["is_stopped"]) == (200, True)
    change = PhoneChange.objects.get()
    assert (change.stopped, change.numbers.awaited, change.numbers.stop_code) == (Stopped.OLD_NUMBER, "", None)
    noon.shift(WEEK)
    change_phones()
    assert phone_of(owner) == OLD


def test_code_fits_into_every_gateway_and_is_kept_as_a_pseudonym(code):
    assert len(code) <= 12
    kept = ChangedNumbers.objects.get()
    assert kept.stop_code in stop_codes.names(code)
    assert code.lower() not in str(kept.__dict__).lower()


@pytest.mark.parametrize("wrong", ["22222222", "A", "é" * 8, "' OR 1", "\u2028", "x" * 32])
def test_wrong_code_stops_nothing(code, wrong):
    answer = Client().post(STOP, {"code": wrong})

    assert answer.context["form"].errors["code"]
    assert PhoneChange.objects.waiting().exists()


def test_code_of_a_change_that_is_over_stops_no_later_one(owner, code, noon):
    Client().post(STOP, {"code": code})
    noon.shift(timedelta(minutes=2))
    later = waiting.ask(user=owner, phone="+8613900000010", to_stop=lambda _change: "", now=NOW)

    assert Client().post(STOP, {"code": code}).status_code == 422

    later.refresh_from_db()
    assert later.stopped_at is None


def test_code_of_a_change_that_was_made_says_so_and_changes_nothing(owner, code, noon):
    noon.shift(WEEK)
    change_phones()

    assert Client().post(STOP, {"code": code}).status_code == 422
    assert phone_of(owner) == NEW


def test_guesses_from_one_network_end_soon_and_are_told(code):
    network = Client(REMOTE_ADDR="203.0.113.7")
    for _guess in range(20):
        assert network.post(STOP, {"code": "22222222"}).status_code == 422

    refused = network.post(STOP, {"code": code})

    assert refused.status_code == 429
    assert PhoneChange.objects.waiting().exists()
    assert Client(REMOTE_ADDR="198.51.100.7").post(STOP, {"code": code}).context["is_stopped"]


def test_link_pressed_past_the_limit_says_that_nothing_was_stopped(owner, code, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "stop_phone_change": "1/m/ip"}
    here = Client(REMOTE_ADDR="203.0.113.7")
    assert here.post(link_of(PhoneChange.objects.get())).context["is_stopped"]
    later = waiting.ask(user=owner, phone="+8613900000010", to_stop=lambda _change: "", now=NOW)

    refused = here.post(link_of(later))

    assert (refused.status_code, refused.context.get("is_stopped")) == (429, None)
    assert str(refused.context["too_many"]) in refused.content.decode()
    later.refresh_from_db()
    assert later.stopped_at is None
    assert Client(REMOTE_ADDR="198.51.100.7").post(link_of(later)).context["is_stopped"]


def link_of(change: PhoneChange) -> str:
    return f"/phone-change/{Signer(salt=stop_links.SALT).sign(change.public_id)}/"
