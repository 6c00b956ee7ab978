"""A citizen's credits for programs: what can be spent until when, and every movement page by page."""

import pytest

from credits import statements
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.merchants.conftest import give, make_merchant, make_offer, make_shop, voucher_of

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def read(client, alice, token_of):
    headers = {**token_of(alice), "accept-language": "en"}
    return lambda address, **query: client.get(f"/api/v1/{address}", query, headers=headers)


def test_balance_tells_what_can_be_spent_and_what_a_voucher_holds(read, alice, django_assert_max_num_queries):
    give(alice, 50)
    shop = make_merchant("蜀风茶舍")
    make_shop(shop, "春熙路店")
    offer = make_offer(shop, price=30)
    voucher_of(alice, offer, NOW)
    read("balance")

    with django_assert_max_num_queries(4):
        told = read("balance").json()

    assert (told["available"], told["held"], told["owed"]) == (20, 30, 0)
    [vintage] = statements.vintages(alice.pk, today=TODAY)
    assert told["vintages"] == [{"expires_on": vintage.expires_on.isoformat(), "credits": 20}]
    assert told["reach"] == {
        "affordable": None,
        "next": {"offer": offer.public_id, "title": offer.title, "price": 30},
        "missing": 10,
    }


def test_statement_has_the_lines_of_the_page(client, read, alice):
    record(alice, walk(9000), ride(2000))
    score_everything()
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    lines = client.get("/statement/").context["lines"]
    client.cookies.clear()

    told = read("statement").json()

    assert [(line["title"], line["said"], line["path"]) for line in told["lines"]] == [
        (line.what, line.claim, line.href) for line in lines
    ]
    assert told["lines"][0]["balance"] == statements.available(alice.pk, today=TODAY)
    assert {line["kind"] for line in told["lines"]} == {"award"}
    assert told["lines"][0]["posted_at"].endswith("+08:00")


def test_statement_pages_by_key_with_few_questions(read, alice, django_assert_max_num_queries):
    for _time in range(105):
        give(alice, 1)
    first = read("statement").json()
    with django_assert_max_num_queries(9):
        second = read("statement", before=first["next"]).json()

    assert (len(first["lines"]), len(second["lines"]), second["next"]) == (100, 5, None)
    assert [line["balance"] for line in (*first["lines"], *second["lines"])] == [*range(105, 0, -1)]


def test_statement_of_one_kind_or_month(read, alice):
    give(alice, 5)

    assert len(read("statement", month="2026-11").json()["lines"]) == 1
    assert read("statement", month="2026-10").json()["lines"] == []
    assert read("statement", kind="expire").json()["lines"] == []


@pytest.mark.parametrize(
    "query", [{"kind": "gift"}, {"month": "2026-13"}, {"month": "\x00"}, {"before": "x"}, {"before": ""}]
)
def test_what_names_nothing_is_not_found(read, query):
    assert read("statement", **query).status_code == 404
