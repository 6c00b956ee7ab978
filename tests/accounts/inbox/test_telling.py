"""What is told to citizens: once each, to many by one statement, in words that every code has."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.inbox import telling, words
from accounts.inbox.telling import News
from accounts.inbox_words import ASKED_FOR_MORE
from accounts.models import Notice, User
from tests.at_once import at_once
from tests.conftest import NOW


def more_asked(citizen: User, key: str = "act:1", path: str = "/") -> News:
    return News(citizen.pk, ASKED_FOR_MORE, key, path)


def test_a_citizen_is_told_what_is_for_them_alone(alice: User, bob: User) -> None:
    telling.tell([more_asked(alice)], now=NOW)
    [notice] = Notice.objects.all()
    assert (notice.citizen_id, notice.code, notice.key) == (alice.pk, ASKED_FOR_MORE, "act:1")
    assert (notice.path, notice.facts, notice.told_at, notice.read_at) == ("/", {}, NOW, None)


def test_an_event_is_told_once_however_often_it_is_heard_of(alice: User, bob: User) -> None:
    telling.tell([more_asked(alice)], now=NOW)
    telling.tell([more_asked(alice, path="/elsewhere/"), more_asked(bob), more_asked(alice, "act:2")], now=NOW)
    told = Notice.objects.order_by("pk").values_list("citizen_id", "key", "path")
    assert list(told) == [(alice.pk, "act:1", "/"), (bob.pk, "act:1", "/"), (alice.pk, "act:2", "/")]


def test_what_was_read_is_not_unread_again(alice: User) -> None:
    telling.tell([more_asked(alice)], now=NOW)
    Notice.objects.update(read_at=NOW)
    telling.tell([more_asked(alice)], now=NOW)
    assert not Notice.objects.of(alice.pk).unread().exists()


def test_many_are_told_by_one_statement(alice: User, bob: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        telling.tell([more_asked(who, f"act:{n}") for who in (alice, bob) for n in range(200)], now=NOW)
    assert len([one for one in asked if one["sql"].startswith("INSERT")]) == 1
    assert Notice.objects.count() == 400


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_tell_it_once(alice: User) -> None:
    at_once([lambda: telling.tell([more_asked(alice)], now=NOW)] * 8)
    assert Notice.objects.count() == 1


def test_nobody_is_told_what_no_app_has_words_for(alice: User) -> None:
    with pytest.raises(AssertionError):
        telling.tell([News(alice.pk, "unheard_of", "1")], now=NOW)


@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example/"])
def test_no_notice_leads_to_another_portal(alice: User, path: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        telling.tell([more_asked(alice, path=path)], now=NOW)
    assert not Notice.objects.exists()


def test_a_code_of_a_later_release_is_said_in_general() -> None:
    with translation.override("en"):
        assert words.words_for("unheard_of").sentence({}) == "There is news about something of yours."
    with translation.override("zh-hans"):
        assert words.words_for("unheard_of").sentence({}) == "您有一条新消息。"
