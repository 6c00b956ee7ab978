"""The client of docs/client/ walks the whole journey against a portal by real HTTP, as its page promises."""

import sys
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.inbox.telling import News, tell
from accounts.inbox_words import ASKED_FOR_MORE
from accounts.models import AppSignIn, User
from activities.models import Activity
from channels.photo_reports import reviewing
from channels.photo_reports.models import PhotoReport
from common.city_time import city_day
from merchants.models import Redemption
from review.models import Appeal, Claim
from tests.client.conftest import PHONE, read_code
from tests.conftest import score_everything
from tests.evidence.conftest import uploads
from tests.evidence.pictures import as_file, drawn
from tests.merchants.conftest import make_merchant, make_offer

__all__ = ["uploads"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_whole_journey(live_server, client_of_ours, bob) -> None:
    connection, journey = client_of_ours
    offer = make_offer(make_merchant("蜀风茶舍"), price=1)
    portal, said = connection.Portal(live_server.url), list[str]()

    journey.sign_in_by_code(portal, PHONE, read_code)
    citizen = User.objects.get(profile__phone=f"+86{PHONE}")
    tell([News(citizen.pk, ASKED_FOR_MORE, "1")], now=timezone.now())
    journey.walk(portal, said.append, lambda _seconds: score_everything(timezone.now()), today=city_day(timezone.now()))

    assert Activity.objects.get().citizen_id == citizen.pk
    assert Redemption.objects.get().offer == offer
    assert len(said) == 6, said
    portal.sign_out()
    assert not AppSignIn.objects.exists()


def test_what_a_person_decides(live_server, client_of_ours, desk, uploads) -> None:
    connection, journey = client_of_ours
    portal, said = connection.Portal(live_server.url), list[str]()

    def refuse(_seconds: float) -> None:
        report = PhotoReport.objects.get()
        reviewing.refuse(report=report, reason="unclear", note="太暗了", by=desk, now=timezone.now())

    journey.sign_in_by_code(portal, PHONE, read_code)
    journey.ask_back(portal, said.append, refuse, picture=as_file(drawn(1)), today=city_day(timezone.now()))

    assert Appeal.objects.get().citizen == Claim.objects.get().citizen == User.objects.get(profile__phone=f"+86{PHONE}")
    assert len(said) == 3, said


def test_a_client_whose_hour_is_over_renews_by_itself_and_one_that_was_copied_is_led_to_the_door(
    live_server, client_of_ours, time_machine
) -> None:
    connection, journey = client_of_ours
    portal = connection.Portal(live_server.url)
    journey.sign_in_by_code(portal, PHONE, read_code)
    thief = connection.Portal(live_server.url, kept=dict(portal.kept))
    time_machine.move_to(timezone.now() + timedelta(hours=2))

    assert portal.get("balance")["available"] == 0

    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    with pytest.raises(connection.SignInAgain):
        thief.get("balance")
    with pytest.raises(connection.SignInAgain):
        portal.get("balance")


def test_a_refusal_is_told_in_the_readers_language(live_server, client_of_ours) -> None:
    connection, _journey = client_of_ours
    for language, sentence in (("zh-hans", "验证码不对"), ("en", "This code is not right")):
        portal = connection.Portal(live_server.url, language)
        awaited = portal.ask_for_code(PHONE)
        with pytest.raises(connection.Refused) as refused:
            portal.confirm_code(awaited["ticket"], "00000")
        assert refused.value.code == "wrong_code"
        assert sentence in refused.value.detail


def test_the_puzzle_is_solved_as_the_portal_asks(live_server, client_of_ours, settings) -> None:
    connection, _journey = client_of_ours
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_code_without_puzzle": "1/h/ip"}
    portal = connection.Portal(live_server.url)
    portal.ask_for_code("13800000001")
    assert portal.ask_for_code(PHONE)["digits"] == 6


def test_as_a_program_of_its_own(live_server, client_of_ours, monkeypatch, capsys) -> None:
    """As docs/client.md says it; the portal scores meanwhile."""
    _connection, journey = client_of_ours
    monkeypatch.setattr(sys, "argv", ["journey.py", live_server.url, PHONE])
    is_over = threading.Event()

    def score() -> None:
        try:
            while not is_over.wait(0.5):
                score_everything(timezone.now())
        finally:
            connections.close_all()

    scorer = threading.Thread(target=score)
    scorer.start()
    try:
        journey.main()
    finally:
        is_over.set()
        scorer.join()
    assert Activity.objects.count() == 1
    assert "步行" in capsys.readouterr().out
