"""Who wishes so is told by text message, too: by day, once, in their language, and never past a changed mind."""

from datetime import datetime, timedelta

import pytest

from accounts import health, jobs
from accounts.inbox import telling, texting
from accounts.inbox.telling import News
from accounts.inbox_words import ASKED_FOR_MORE
from accounts.models import Notice, Profile, User
from accounts.refusals import TextNotSent, TextNotSentNow
from common.city_time import day_span
from credits.expiring import EXPIRE_SOON
from tests.at_once import at_once
from tests.conftest import NOW, TODAY

FACTS = {"credits": 20, "last_day": "2026-12-31"}
MIDNIGHT, _END = day_span(TODAY)
NINE, EIGHT_AT_NIGHT = MIDNIGHT + timedelta(hours=9), MIDNIGHT + timedelta(hours=20)

sent: list[tuple[str, str, str]] = []


class Pad:
    """A gateway that writes down what it is to send, and has no line to some phones."""

    dead: str = ""
    is_away: bool = False

    def send_notice(self, *, phone: str, code: str, facts: object, words: str) -> None:
        if self.is_away:
            raise TextNotSentNow
        if phone == self.dead:
            raise TextNotSent
        sent.append((phone, code, words))


@pytest.fixture(autouse=True)
def _pad(settings, monkeypatch):
    settings.SMS_GATEWAY = "tests.accounts.inbox.test_texting.Pad"
    monkeypatch.setattr(Pad, "dead", "")
    monkeypatch.setattr(Pad, "is_away", False)
    sent.clear()


def wishing(citizen: User, phone: str, language: str = "zh-hans") -> User:
    Profile.objects.filter(user=citizen).update(wants_texts=True, phone=phone, language=language)
    return citizen


def told(*citizens: User, code: str = EXPIRE_SOON) -> None:
    telling.tell([News(citizen.pk, code, "expiring:2026-12-31", "/", FACTS) for citizen in citizens], now=NOW)


def send(now: datetime = NINE, limit: int = 10) -> tuple[int, int]:
    return texting.send_due(now=now, limit=limit)


def test_once_in_ones_language_and_only_to_whom_it_was_wished(alice: User, bob: User) -> None:
    told(wishing(alice, "+8613800000001", "en"), bob)

    assert [send(), send()] == [(1, 0), (0, 0)]

    assert sent == [("+8613800000001", EXPIRE_SOON, "20 of your credits can be used until Dec. 31, 2026.")]
    assert Notice.objects.count() == 2


def test_news_that_can_wait_for_the_next_visit_is_in_the_inbox_alone(alice: User) -> None:
    told(wishing(alice, "+8613800000001"), code=ASKED_FOR_MORE)
    assert send() == (0, 0)


def test_nobody_is_woken(alice: User) -> None:
    told(wishing(alice, "+8613800000001"))
    assert [send(at) for at in (NINE - timedelta(seconds=1), EIGHT_AT_NIGHT, MIDNIGHT)] == [(0, 0)] * 3
    assert send(EIGHT_AT_NIGHT - timedelta(seconds=1)) == (1, 0)


@pytest.mark.parametrize(
    "change", [{"wants_texts": False}, {"phone": None}], ids=["wishes no more", "has no phone any more"]
)
def test_a_changed_mind_counts(alice: User, change) -> None:
    told(wishing(alice, "+8613800000001"))
    Profile.objects.filter(user=alice).update(**change)
    assert send() == (1, 0)
    assert sent == []


def test_not_what_was_read_meanwhile(alice: User) -> None:
    told(wishing(alice, "+8613800000001"))
    Notice.objects.update(read_at=NOW)
    assert send() == (1, 0)
    assert sent == []


def test_a_phone_without_a_line_stops_no_other_and_is_counted(alice: User, bob: User, monkeypatch, caplog) -> None:
    monkeypatch.setattr(Pad, "dead", "+8613800000001")
    told(wishing(alice, "+8613800000001"), wishing(bob, "+8613800000002"))

    assert send() == (2, 1)

    assert [phone for phone, _code, _words in sent] == ["+8613800000002"]
    assert "0001" not in caplog.text


def test_job_goes_on_where_more_wait(alice: User, bob: User, monkeypatch, time_machine) -> None:
    time_machine.move_to(NINE, tick=False)
    monkeypatch.setattr(jobs, "TEXTS_A_RUN", 1)
    told(wishing(alice, "+8613800000001"), wishing(bob, "+8613800000002"))
    assert [jobs.send_texts().more for _run in range(3)] == [True, True, False]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_nothing_twice(alice: User) -> None:
    wishing(alice, "+8613800000001")
    telling.tell([News(alice.pk, EXPIRE_SOON, f"expiring:{n}", "/", FACTS) for n in range(20)], now=NOW)
    at_once([lambda: send()] * 4)
    assert len(sent) == 20


def test_wish_is_told_in_ones_profile_and_stays_when_welcomed_again(client, alice: User) -> None:
    Profile.objects.filter(user=alice).update(phone="+8613800000001")
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    said = {"display_name": "王阿姨", "district": "", "language": "zh-hans"}

    client.post("/me/", {**said, "wants_texts": "on"})
    assert Profile.objects.get(user=alice).wants_texts
    client.post("/welcome/", said)
    assert Profile.objects.get(user=alice).wants_texts
    client.post("/me/", said)
    assert not Profile.objects.get(user=alice).wants_texts


def test_what_no_gateway_could_take_is_tried_again_for_a_day(alice: User, monkeypatch) -> None:
    told(wishing(alice, "+8613800000001"))
    monkeypatch.setattr(Pad, "is_away", True)
    assert [send(), send()] == [(1, 1), (0, 0)], "not at once again"
    assert send(NINE + timedelta(minutes=10)) == (1, 1)
    assert texts_told(NINE + timedelta(minutes=10))["tried_again"] == 1

    monkeypatch.setattr(Pad, "is_away", False)
    assert [send(NINE + timedelta(minutes=20)), send(NINE + timedelta(hours=1))] == [(1, 0), (0, 0)]
    assert len(sent) == 1
    assert texts_told(NINE) == {}


def test_after_a_day_the_inbox_alone_tells_it(alice: User, monkeypatch) -> None:
    told(wishing(alice, "+8613800000001"))
    monkeypatch.setattr(Pad, "is_away", True)
    assert [send(), send(NINE + timedelta(days=2)), send(NINE + timedelta(days=3))] == [(1, 1), (1, 1), (0, 0)]
    assert texts_told(NINE) == {}


def test_what_fails_comes_after_what_nobody_has_tried(alice: User, bob: User, monkeypatch) -> None:
    told(wishing(alice, "+8613800000001"))
    monkeypatch.setattr(Pad, "is_away", True)
    send()
    monkeypatch.setattr(Pad, "is_away", False)
    told(wishing(bob, "+8613800000002"))
    send(NINE + timedelta(minutes=30), limit=1)
    assert [phone for phone, _code, _words in sent] == ["+8613800000002"]


def test_a_number_that_is_refused_is_not_tried_again(alice: User, monkeypatch) -> None:
    told(wishing(alice, "+8613800000001"))
    monkeypatch.setattr(Pad, "dead", "+8613800000001")
    assert [send(), send(NINE + timedelta(hours=1))] == [(1, 1), (0, 0)]


def texts_told(now: datetime) -> dict:
    [part] = [part for part in health.parts(now) if part.name == "text_gateways"]
    return dict(part.facts)
