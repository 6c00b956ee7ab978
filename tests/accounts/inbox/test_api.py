"""A citizen's programs read the inbox, in both languages, and change nothing of it."""

import pytest

from accounts.inbox.reading import unread
from accounts.inbox.telling import News, tell
from accounts.inbox_words import ASKED_FOR_MORE
from accounts.models import Notice
from accounts.scopes import Scope
from tests.conftest import NOW

ADDRESS = "/api/v1/inbox"


@pytest.fixture
def told(alice) -> Notice:
    tell([News(alice.pk, ASKED_FOR_MORE, "act:1", "/activities/")], now=NOW)
    return Notice.objects.get()


def test_a_program_reads_what_its_citizen_was_told(client, alice, bob, told, token_of):
    answer = client.get(ADDRESS, headers=token_of(alice, Scope.INBOX))
    assert answer.json() == {
        "notices": [
            {
                "notice": told.public_id,
                "code": "asked_for_more",
                "text": {
                    "zh-hans": "还需要您补充一些内容，才能做出决定。",
                    "en": "We need a little more from you before this can be decided.",
                },
                "path": "/activities/",
                "told_at": "2026-11-23T12:00:00+08:00",
                "is_read": False,
            }
        ],
        "next": None,
    }
    assert unread(alice.pk) == 1
    assert client.get(ADDRESS, headers=token_of(bob, Scope.INBOX)).json() == {"notices": [], "next": None}


def test_the_list_goes_on_where_the_page_before_ended(client, alice, token_of):
    tell([News(alice.pk, ASKED_FOR_MORE, f"act:{number}") for number in range(105)], now=NOW)
    headers = token_of(alice, Scope.INBOX)
    first = client.get(ADDRESS, headers=headers).json()
    second = client.get(ADDRESS, {"before": first["next"]}, headers=headers).json()
    assert (len(first["notices"]), len(second["notices"]), second["next"]) == (100, 5, None)
    seen = [one["notice"] for one in first["notices"] + second["notices"]]
    assert seen == list(Notice.objects.order_by("-pk").values_list("public_id", flat=True))


@pytest.mark.parametrize("before", ["x", "2222222222222222"])
def test_a_page_that_nobody_was_given_is_not_found(client, alice, token_of, before):
    assert client.get(ADDRESS, {"before": before}, headers=token_of(alice, Scope.INBOX)).status_code == 404
