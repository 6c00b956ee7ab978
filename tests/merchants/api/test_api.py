"""The mall's API: offers for everyone, redeeming and capturing once for each key, problems for what is refused."""

import json

import pytest
from openapi_spec_validator import validate

from accounts.scopes import Scope
from merchants.models import Offer, OfferStatus, Redemption, RedemptionStatus
from tests.conftest import NOW
from tests.merchants.conftest import PRICE, available, code_of, make_member, make_offer, voucher_of

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def send(client, token_of):
    """Posts a body in somebody's name, in English."""

    def post(user, address, body=None, key='"1"'):
        headers = {**token_of(user), "accept-language": "en"}
        if key:
            headers["idempotency-key"] = key
        return client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json", headers=headers)

    return post


def wish(offer: Offer) -> dict[str, object]:
    """A request for an offer at the price that it has."""
    return {"offer": offer.public_id, "price": offer.price}


def test_offers_are_everyones_to_read_page_by_page(client, teahouse, till):
    offers = [make_offer(teahouse, stock=number) for number in range(102)]
    make_offer(teahouse, status=OfferStatus.DRAFT)

    first = client.get("/api/v1/offers").json()
    second = client.get("/api/v1/offers", {"before": first["next"]}).json()

    assert [offer["offer"] for offer in (*first["offers"], *second["offers"])] == [
        offer.public_id for offer in reversed(offers)
    ]
    assert second["next"] is None
    assert first["offers"][0] == {
        "offer": offers[-1].public_id,
        "kind": "goods",
        "title": {"zh-hans": "一杯绿茶", "en": "一杯绿茶"},
        "terms": {"zh-hans": "每券一杯", "en": "每券一杯"},
        "giver": {"zh-hans": "蜀风茶舍", "en": "蜀风茶舍"},
        "price": 30,
        "starts_on": "2026-11-23",
        "ends_on": "2026-12-23",
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "left": 101,
        "more_at": None,
        "value_fen": None,
        "rest_stays": None,
    }
    assert client.get(f"/api/v1/offers/{offers[0].public_id}").json()["left"] == 0


@pytest.mark.parametrize("query", ["kind=x", "district=x", "most=-1", "most=x", "before=x"])
def test_offers_by_what_cannot_be_are_a_problem(client, db, query):
    answer = client.get(f"/api/v1/offers?{query}")

    assert (answer.status_code, answer["content-type"]) == (404, PROBLEM)


def test_redeem_answers_with_the_voucher_and_the_same_key_with_the_same(send, rich_alice, tea):
    first = send(rich_alice, "redemptions", wish(tea))
    again = send(rich_alice, "redemptions", wish(tea))

    voucher = Redemption.objects.get()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["code"] == code_of(voucher)
    assert (first.json()["price"], first.json()["status"], first.json()["code_changes_in_s"]) == (PRICE, "held", 30)
    assert available(rich_alice) == 70


@pytest.mark.parametrize(
    ("key", "body", "status", "code"),
    [
        (None, {"offer": "x", "price": 30}, 400, "idempotency_key_missing"),
        ("without-quotes", {"offer": "x", "price": 30}, 400, "idempotency_key_missing"),
        ('"1"', {}, 400, "member_missing"),
        ('"1"', [], 400, "member_missing"),
        ('"1"', {"offer": 7, "price": 30}, 400, "member_missing"),
        ('"1"', {"offer": "nothing", "price": 30}, 422, "not_on_offer"),
    ],
)
def test_redeem_of_what_cannot_be_is_a_problem_and_costs_nothing(send, rich_alice, tea, key, body, status, code):
    answer = send(rich_alice, "redemptions", body, key)

    assert (answer.status_code, answer["content-type"], answer.json()["code"]) == (status, PROBLEM, code)
    assert available(rich_alice) == 100


def test_draft_is_nobodys_to_redeem(send, rich_alice, tea):
    Offer.objects.filter(pk=tea.pk).update(status=OfferStatus.DRAFT, published_at=None)

    answer = send(rich_alice, "redemptions", wish(tea))

    assert (answer.status_code, answer.json()["code"], available(rich_alice)) == (422, "not_on_offer", 100)


def test_redeem_refused_by_the_rules_is_a_problem(send, rich_alice, bob, teahouse, tea):
    sold_out, other = make_offer(teahouse, stock=0), make_offer(teahouse)
    send(rich_alice, "redemptions", wish(tea))

    assert send(rich_alice, "redemptions", wish(sold_out), '"2"').json()["code"] == "sold_out"
    assert send(rich_alice, "redemptions", wish(other)).json()["code"] == "key_reused"
    assert send(bob, "redemptions", wish(tea)).json()["code"] == "insufficient_credits"


def test_citizen_reads_and_gives_back_their_own_only(client, send, rich_alice, bob, tea, token_of):
    voucher = voucher_of(rich_alice, tea)
    address = f"redemptions/{voucher.public_id}"

    assert client.get(f"/api/v1/{address}", headers=token_of(bob)).status_code == 404
    assert send(bob, f"{address}/release").status_code == 404
    assert client.get("/api/v1/redemptions", headers=token_of(bob)).json() == {"redemptions": [], "next": None}
    read = client.get(f"/api/v1/{address}", headers=token_of(rich_alice)).json()
    assert read["code"] == code_of(voucher)
    released = send(rich_alice, f"{address}/release").json()
    assert (released["status"], released["code"]) == ("returned", None)
    listed = client.get("/api/v1/redemptions", headers=token_of(rich_alice)).json()["redemptions"]
    assert [one["status"] for one in listed] == ["returned"]
    assert available(rich_alice) == 100


def test_code_is_told_to_a_token_that_may_spend_and_to_no_other_reader(client, token_of, rich_alice, tea, ticket):
    """Whoever has the code has the voucher."""
    voucher_of(rich_alice, ticket)
    address = f"/api/v1/redemptions/{voucher_of(rich_alice, tea).public_id}"
    reader, spender = token_of(rich_alice, Scope.READ), token_of(rich_alice, Scope.READ, Scope.SPEND)

    assert client.get(address, headers=reader).json()["code"] is None
    assert len(client.get(address, headers=spender).json()["code"]) == 12
    told = {
        name: [
            (one["code"], one["ticket"]) for one in client.get("/api/v1/redemptions", headers=who).json()["redemptions"]
        ]
        for name, who in (("reader", reader), ("spender", spender))
    }
    assert told["reader"] == [(None, None)] * 2
    assert told["spender"][1] == (None, "METRO-1")


def test_ticket_is_told_with_its_code(send, rich_alice, ticket):
    sold = send(rich_alice, "redemptions", wish(ticket)).json()

    assert (sold["status"], sold["ticket"], sold["code"]) == ("redeemed", "METRO-1", None)


def test_cashiers_program_captures_once_for_a_key_and_undoes(send, rich_alice, tea, cashier, till):
    voucher = voucher_of(rich_alice, tea)
    body = {"shop": till.public_id, "code": code_of(voucher)}

    first, again = send(cashier.user, "captures", body), send(cashier.user, "captures", body)
    other = send(cashier.user, "captures", body, '"2"')
    undone = send(cashier.user, f"captures/{voucher.public_id}/undo")

    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json() == {
        "capture": voucher.public_id,
        "title": {"zh-hans": "一杯绿茶", "en": "一杯绿茶"},
        "used_at": "2026-11-23T12:00:00+08:00",
        "shop": {"zh-hans": "春熙路店", "en": "春熙路店"},
        "part": None,
    }
    assert (other.status_code, other.json()["code"]) == (409, "already_used")
    assert "春熙路店" in other.json()["detail"]
    assert (undone.status_code, undone.json()["used_at"]) == (200, None)
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD


def test_who_does_not_work_there_captures_and_undoes_nothing(send, rich_alice, bob, tea, till, bookshop, cashier):
    voucher, stranger = voucher_of(rich_alice, tea), make_member(bookshop).user
    body = {"shop": till.public_id, "code": code_of(voucher)}

    for nobody in (bob, stranger, rich_alice):
        answer = send(nobody, "captures", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_shop")
    assert send(bob, "captures", {**body, "shop": "nowhere"}).json()["code"] == "unknown_shop"
    send(cashier.user, "captures", body)
    for nobody in (bob, stranger, rich_alice):
        assert send(nobody, f"captures/{voucher.public_id}/undo").status_code == 404
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.REDEEMED


def test_openapi_document_with_the_mall_is_valid(client, db):
    document = client.get("/api/v1/openapi.json").json()

    validate(document)
    assert "/api/v1/captures/{public_id}/undo" in document["paths"]
