"""Home and statement: what they say, to whom, and that they page without counting."""

import pytest
from django.utils.html import strip_tags

from tests.conftest import record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.fixture
def home_of(client):
    def visit(citizen, address="/"):
        client.force_login(citizen)
        return text_of(client.get(address))

    return visit


def test_visitor_learns_what_the_scheme_is(client):
    text = text_of(client.get("/"))

    assert "每一次低碳，都算数" in text
    assert "并非“碳惠天府”官方服务" in text


def test_home_shows_balance_expiry_and_the_state_of_each_act(home_of, alice):
    record(alice, walk(8000))
    score_everything()
    record(alice, ride(2000))

    text = home_of(alice)

    assert "我的碳积分 16 碳积分" in text
    assert "其中 16 积分可用至 2027年12月31日" in text
    assert "共享单车 · 2 公里 2026年11月23日 核算中" in text
    assert "步行 · 8,000 步 2026年11月23日 +16" in text


def test_statement_shows_nobody_elses_movements(home_of, alice, bob):
    record(alice, walk(8000))
    score_everything()

    assert "暂无明细" in home_of(bob, "/statement/")
    assert "步行 · 8,000 步" in home_of(alice, "/statement/")


def test_statement_pages_by_key_to_the_first_movement(client, home_of, alice, django_assert_max_num_queries):
    record(alice, *(walk(500 + day, days_ago=day) for day in range(65)))
    score_everything()
    client.force_login(alice)

    balances, address = [], "/statement/"
    while address:
        with django_assert_max_num_queries(14):
            answer = client.get(address)
        balances += [entry.balance for entry, _act in answer.context["lines"]]
        older = answer.context["older_than"]
        address = f"/statement/?older_than={older}" if older else None

    assert balances == list(range(65, 0, -1))


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 30, "１２"])
def test_statement_of_a_page_that_cannot_be_is_not_found(client, alice, cursor):
    client.force_login(alice)

    assert client.get("/statement/", {"older_than": cursor}).status_code == 404


def test_pages_allow_nothing_from_elsewhere(client, alice):
    client.force_login(alice)
    for address in ("/", "/act/", "/act/walking/", "/statement/", "/me/"):
        answer = client.get(address)
        policy = answer["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert b"<style" not in answer.content
        assert b" style=" not in answer.content
        assert b"<script>" not in answer.content
