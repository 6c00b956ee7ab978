"""What is over is forgotten, a bounded piece at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import jobs
from accounts.models import Tries, User
from tests.accounts.conftest import Outbox, Visitor


def counters() -> int:
    return Tries.objects.count()


def test_an_unfinished_sign_in_is_forgotten_and_a_citizen_is_not(visitor: Visitor, outbox: Outbox, alice: User) -> None:
    visitor.ask("139 0000 0009")
    citizen = Visitor()
    citizen.client.force_login(alice)
    assert counters() > 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        jobs.forget_stale_sign_ins()
        jobs.forget_stale_sign_ins()
    assert [session.pk for session in Session.objects.all()] == [citizen.client.session.session_key]
    assert counters() == 0
    assert citizen.user_id == alice.pk


def test_what_still_counts_is_kept(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask("139 0000 0009")
    before = counters()
    jobs.forget_stale_sign_ins()
    assert Session.objects.count() == 1
    assert counters() == before


def test_one_run_takes_a_bounded_piece(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    monkeypatch.setattr(jobs, "MOST_BATCHES", 1)
    yesterday = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create(Session(session_key=str(n), session_data="", expire_date=yesterday) for n in range(3))
    jobs.forget_stale_sign_ins()
    assert Session.objects.count() == 1


def test_one_run_goes_on_until_nothing_is_over(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    yesterday = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create(Session(session_key=str(n), session_data="", expire_date=yesterday) for n in range(7))

    jobs.forget_stale_sign_ins()

    assert not Session.objects.exists()
