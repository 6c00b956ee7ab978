"""The inbox as its citizen reads it: what is new, in their language, and nobody else's."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import jobs
from accounts.inbox import telling
from accounts.inbox.reading import KEPT, MOST_COUNTED, unread
from accounts.inbox.telling import News
from accounts.inbox_words import ASKED_FOR_MORE
from accounts.models import Notice, User
from tests.conftest import NOW

INBOX = "/inbox/"
MORE_ASKED = "还需要您补充一些内容，才能做出决定。"


def told(citizen: User, count: int = 1, path: str = "/activities/", at=NOW) -> list[Notice]:
    telling.tell([News(citizen.pk, ASKED_FOR_MORE, f"act:{number}", path) for number in range(count)], now=at)
    return list(Notice.objects.of(citizen.pk).order_by("pk"))


def page_of(client: Client, address: str = INBOX) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_inbox_says_what_is_new_in_the_readers_language(client: Client, alice: User) -> None:
    client.force_login(alice)
    told(alice)
    assert MORE_ASKED in page_of(client)
    client.cookies["django_language"] = "en"
    assert "We need a little more from you before this can be decided." in page_of(client)


def test_an_empty_inbox_says_what_will_stand_there(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "还没有消息" in page_of(client)
    assert "全部标为已读" not in page_of(client)


def test_nobody_reads_what_another_was_told(client: Client, alice: User, bob: User) -> None:
    [notice] = told(alice)
    client.force_login(bob)
    assert MORE_ASKED not in page_of(client)
    assert client.get(reverse("accounts:notice", args=[notice.public_id])).status_code == 404
    client.post("/inbox/read/")
    assert unread(alice.pk) == 1


def test_a_line_leads_to_its_thing_and_is_read_then(client: Client, alice: User) -> None:
    first, second = told(alice, 2)
    client.force_login(alice)
    answer = client.get(reverse("accounts:notice", args=[first.public_id]))
    assert (answer.status_code, answer["Location"]) == (302, "/activities/")
    assert list(Notice.objects.unread()) == [second]


def test_one_without_a_thing_leads_back(client: Client, alice: User) -> None:
    [notice] = told(alice, path="")
    client.force_login(alice)
    assert client.get(reverse("accounts:notice", args=[notice.public_id]))["Location"] == INBOX


def test_every_page_says_how_many_are_new(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "条未读" not in page_of(client, "/me/")
    told(alice, 3)
    assert "3 条未读" in page_of(client, "/me/")
    client.get(reverse("accounts:notice", args=[Notice.objects.first().public_id]))
    assert "2 条未读" in page_of(client, "/me/")


def test_many_are_not_counted_to_the_last(client: Client, alice: User) -> None:
    told(alice, MOST_COUNTED + 5)
    client.force_login(alice)
    assert "99+ 条未读" in page_of(client, "/me/")


def test_all_that_was_shown_is_read_at_once_and_what_came_since_stays_new(client: Client, alice: User) -> None:
    client.force_login(alice)
    told(alice, 2)
    shown_at = client.get(INBOX).context["shown_at"]
    late = News(alice.pk, ASKED_FOR_MORE, "late")
    telling.tell([late], now=datetime.fromisoformat(shown_at) + timedelta(microseconds=1))
    assert client.post("/inbox/read/", {"shown_at": shown_at})["Location"] == INBOX
    assert list(Notice.objects.unread().values_list("key", flat=True)) == ["late"]


@pytest.mark.parametrize("said", ["", "x", "2026-11-23", "9" * 40])
def test_reading_all_without_saying_what_was_shown_reads_all(client: Client, alice: User, said: str) -> None:
    told(alice, 2)
    client.force_login(alice)
    client.post("/inbox/read/", {"shown_at": said})
    assert unread(alice.pk) == 0


def test_the_inbox_pages_by_key_without_losing_or_repeating(
    client: Client, alice: User, django_assert_num_queries
) -> None:
    expected = [notice.public_id for notice in reversed(told(alice, 65))]
    client.force_login(alice)
    seen, address = [], INBOX
    while address:
        # The session, who it is, the notices, how many are new; on a later page the last one of the page before.
        with django_assert_num_queries(5 if "?" in address else 4):
            page = client.get(address).context["page"]
        seen += [notice.public_id for notice in page.rows]
        address = f"{INBOX}?older_than={page.following}" if page.following else ""
    assert seen == expected


def test_what_was_read_is_forgotten_after_half_a_year_and_nothing_else(alice: User) -> None:
    old_and_read, old_and_new = told(alice, 2)
    [_first, _second, fresh] = told(alice, 3, at=NOW + timedelta(days=1))
    Notice.objects.filter(pk__in=[old_and_read.pk, fresh.pk]).update(read_at=NOW + timedelta(days=1))
    with time_machine.travel(NOW + KEPT + timedelta(minutes=1), tick=False):
        assert jobs.forget_old_notices().facts == {"notices": 1}
    assert set(Notice.objects.all()) == {old_and_new, fresh}
