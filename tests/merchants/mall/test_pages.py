"""The citizen's pages of the mall: what is found, what redeeming costs, and what the screen shows at the till."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.utils.html import strip_tags

from common.city_time import day_span
from common.pages import kept
from common.public_ids import new_public_id
from credits.statements import Vintage
from merchants.mall import causes
from merchants.models import OfferKind, OfferStatus, Redemption, StockRelease
from merchants.till.taking import capture
from tests.conftest import NOW, make_citizen
from tests.merchants.conftest import (
    NEXT_VINTAGE,
    THIS_VINTAGE,
    available,
    code_of,
    give,
    make_offer,
    make_shop,
    text,
    voucher_of,
)


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def words_of(answer) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.fixture
def at_home(client, rich_alice):
    """Alice's browser."""
    client.force_login(rich_alice)
    return client


def titles(answer) -> list[str]:
    return [str(offer) for offer in answer.context["page"].rows]


def test_mall_shows_what_is_on_show_latest_first(at_home, teahouse, till, bookshop):
    make_offer(teahouse, title=text("绿茶"))
    make_offer(bookshop, title=text("书签"))
    make_offer(teahouse, title=text("草稿"), status=OfferStatus.DRAFT)
    make_offer(teahouse, title=text("明年"), starts_on=THIS_VINTAGE, ends_on=THIS_VINTAGE)

    assert titles(at_home.get("/rewards/")) == ["书签", "绿茶"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=茶", ["红茶", "绿茶"]),
        ("q=蜀风 绿", ["绿茶"]),
        ("q=浣花", ["书签"]),
        ("kind=discount", ["书签"]),
        ("district=jinjiang", ["红茶", "绿茶"]),
        ("district=gaoxin", ["红茶"]),
        ("district=wuhou", []),
        ("affordable=1", ["书签", "红茶"]),
        ("q=100%25", []),
    ],
)
def test_mall_is_searched_and_filtered(at_home, teahouse, till, bookshop, query, found):
    make_offer(teahouse, title=text("绿茶"), price=101).shops.set([till])
    make_offer(teahouse, title=text("红茶"))
    make_shop(teahouse, "高新店", "gaoxin")
    make_offer(bookshop, title=text("书签"), kind=OfferKind.DISCOUNT)

    assert titles(at_home.get(f"/rewards/?{query}")) == found


@pytest.mark.parametrize("query", ["kind=x", "district=x", "older_than=x", "older_than=2222222222222222"])
def test_mall_of_a_filter_that_cannot_be_is_not_found(at_home, query):
    assert at_home.get(f"/rewards/?{query}").status_code == 404


def test_mall_pages_by_key(at_home, teahouse, django_assert_max_num_queries):
    for number in range(45):
        make_offer(teahouse, title=text(f"第 {number} 件"), stock=1)
    seen, address = [], "/rewards/"
    while address:
        with django_assert_max_num_queries(10):
            answer = at_home.get(address)
        seen += titles(answer)
        older = answer.context["page"].following
        address = f"/rewards/?older_than={older}" if older else ""

    assert seen == [f"第 {number} 件" for number in reversed(range(45))]


def test_sold_out_offer_says_when_more_comes(at_home, teahouse):
    offer = make_offer(teahouse, stock=0)
    StockRelease.objects.create(offer=offer, opens_at=NOW + timedelta(hours=2), quantity=5)

    assert "已兑完 · 今天 14:00 补货" in words_of(at_home.get("/rewards/"))
    page = at_home.get(offer.get_absolute_url())
    assert "兑完了" in words_of(page)
    assert b"/redeem/" not in page.content


def test_offer_nobody_has_published_is_not_found(at_home, teahouse):
    draft = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None)

    for page in ("", "redeem/"):
        assert at_home.get(f"{draft.get_absolute_url()}{page}").status_code == 404


def test_redeeming_first_says_what_will_be_left(at_home, tea, rich_alice):
    page = words_of(at_home.get(f"{tea.get_absolute_url()}redeem/"))

    assert "兑换后剩余 70" in page.replace("积分 ", "").replace(" 积分", "")
    assert available(rich_alice) == 100


def test_redeeming_twice_with_one_page_makes_one_voucher(at_home, tea, rich_alice):
    page = at_home.get(f"{tea.get_absolute_url()}redeem/").content.decode()
    [key] = re.findall(r'name="key" value="(\w+)"', page)

    first = at_home.post(f"{tea.get_absolute_url()}redeem/", {"key": key, "price": tea.price})
    again = at_home.post(f"{tea.get_absolute_url()}redeem/", {"key": key, "price": tea.price})

    voucher = Redemption.objects.get()
    assert first.url == again.url == voucher.get_absolute_url()
    assert available(rich_alice) == 70


def test_refused_redeeming_says_why_and_costs_nothing(at_home, teahouse, rich_alice):
    offer = make_offer(teahouse, stock=0)

    answer = at_home.post(f"{offer.get_absolute_url()}redeem/", {"key": new_public_id(), "price": offer.price})

    assert answer.status_code == 422
    assert "已经兑完了，您的积分没有扣除。" in words_of(answer)
    assert available(rich_alice) == 100


def test_what_expired_at_midnight_is_counted_on_no_page(at_home, teahouse, till, rich_alice, noon):
    """Before the chore has posted it: 20 of alice's 100 credits ended with the year."""
    offer = make_offer(teahouse, price=90, ends_on=NEXT_VINTAGE)
    mall = "/rewards/?affordable=1"
    noon.move_to(day_span(THIS_VINTAGE)[1] - timedelta(seconds=1))
    at_home.force_login(rich_alice)
    assert (titles(at_home.get(mall)), at_home.get(offer.get_absolute_url()).context["missing"]) == (["一杯绿茶"], 0)

    noon.move_to(day_span(THIS_VINTAGE)[1])

    assert (titles(at_home.get(mall)), at_home.get(offer.get_absolute_url()).context["missing"]) == ([], 10)
    for page in ("/", "/glance/", "/statement/", "/rewards/"):
        assert at_home.get(page).context["vintages"] == [Vintage(NEXT_VINTAGE, 80)]
    refused = at_home.post(f"{offer.get_absolute_url()}redeem/", {"key": new_public_id(), "price": offer.price})
    assert (refused.status_code, refused.context["balance"], refused.context["left"]) == (422, 80, -10)
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)


def test_redeeming_without_a_key_does_nothing(at_home, tea, rich_alice):
    assert at_home.post(f"{tea.get_absolute_url()}redeem/").status_code == 200
    assert available(rich_alice) == 100


def digits_on(answer) -> str:
    return "".join(re.findall(r"<span>(\d{4})</span>", answer.content.decode()))


def test_voucher_shows_the_code_that_the_till_takes(at_home, tea, rich_alice, cashier, till):
    voucher = voucher_of(rich_alice, tea)

    digits = digits_on(at_home.get(voucher.get_absolute_url()))

    assert digits == code_of(voucher)
    assert capture(user=cashier.user, shop=till.public_id, code=digits, key="1", now=NOW).captured_at == NOW


def test_face_of_a_voucher_comes_anew_when_its_code_or_its_state_changes(at_home, tea, rich_alice, cashier, till, noon):
    voucher = voucher_of(rich_alice, tea)
    address = f"{voucher.get_absolute_url()}face/"
    step = at_home.get(address).context["shown"]

    assert b'hx-trigger="every 3s"' in at_home.get(address).content
    assert at_home.get(f"{address}?shown={step}").status_code == 204
    noon.shift(timedelta(seconds=30))
    later = at_home.get(f"{address}?shown={step}")
    assert digits_on(later) == code_of(voucher, NOW + timedelta(seconds=30))
    capture(user=cashier.user, shop=till.public_id, code=digits_on(later), key="1", now=NOW + timedelta(seconds=30))
    used = at_home.get(f"{address}?shown={step + 1}")
    assert "已使用 2026年11月23日 12:00 · 春熙路店" in words_of(used)
    assert b"hx-get" not in used.content


def test_overdue_voucher_shows_no_code(at_home, tea, rich_alice, noon):
    voucher = voucher_of(rich_alice, tea)
    noon.move_to(voucher.expires_at)

    answer = at_home.get(voucher.get_absolute_url())

    assert digits_on(answer) == ""
    assert "已过有效期" in words_of(answer)


def test_giving_back_asks_first(at_home, tea, rich_alice):
    voucher = voucher_of(rich_alice, tea)
    address = f"{voucher.get_absolute_url()}give-back/"

    assert "30 积分会立即退回" in words_of(at_home.get(address))
    assert available(rich_alice) == 70
    answer = at_home.post(address, follow=True)
    assert "30 积分已退回给您。" in words_of(answer)
    assert available(rich_alice) == 100


def test_giving_back_says_what_expires_with_it(at_home, teahouse, rich_alice, noon):
    offer = make_offer(teahouse, voucher_days=90, ends_on=THIS_VINTAGE + timedelta(days=90))
    voucher = voucher_of(rich_alice, offer)
    noon.move_to(NOW + timedelta(days=60))
    at_home.force_login(rich_alice)
    address = f"{voucher.get_absolute_url()}give-back/"

    assert "10 积分会立即退回给您。 另有 20 积分已经过期，退不回来。" in words_of(at_home.get(address))
    assert "10 积分已退回给您。" in words_of(at_home.post(address, {"expiring": "20"}, follow=True))


def test_vouchers_page_by_key_with_those_to_use_first(at_home, teahouse, rich_alice, cause):
    used = make_offer(None, kind=OfferKind.DONATION, cause=cause, settlement_fen=0, price=1)
    for _ in range(25):
        voucher_of(rich_alice, used)
    ready = voucher_of(rich_alice, make_offer(teahouse))

    first = at_home.get("/rewards/vouchers/")
    second = at_home.get(f"/rewards/vouchers/?older_than={first.context['older_than']}")

    assert list(first.context["ready"]) == [ready]
    assert [len(answer.context["past"]) for answer in (first, second)] == [20, 5]
    assert second.context["older_than"] == ""
    assert list(second.context["ready"]) == []


def test_donor_gets_a_certificate_and_everyone_can_check_it(at_home, client, donation, rich_alice, cause):
    given = voucher_of(rich_alice, donation)

    page = at_home.get(f"{given.get_absolute_url()}certificate/")
    assert "Alice" in page.content.decode()
    assert page.context["address"] == f"http://testserver/certificates/{given.public_id}/"
    client.logout()
    proof = client.get(f"/certificates/{given.public_id}/")
    assert "证书真实有效" in words_of(proof)
    assert "大家一共捐赠了" not in words_of(proof)
    assert "Alice" not in proof.content.decode()


def test_two_looks_at_a_cause_never_differ_by_what_fewer_than_five_gave(client, donation, cause):
    givers = [make_citizen() for _giver in range(9)]
    for giver in givers:
        give(giver, 60)
    seen = []
    for giver in (0, 1, 2, 3, 3, 4, 0, 5, 5, 6, 7, 8):
        given = voucher_of(givers[giver], donation)
        cache.clear()
        kept.forget()
        seen.append(causes.raised(cause))
        offer, proof = client.get(donation.get_absolute_url()), client.get(f"/certificates/{given.public_id}/")
        told = seen[-1] > 0
        assert (f"已累计捐赠至少 {seen[-1]} 积分。" in words_of(offer)) is told
        assert (f"大家一共捐赠了至少 {seen[-1]} 积分。" in words_of(proof)) is told

    assert seen == [*[0] * 5, *[180] * 6, 360]


def test_voucher_that_is_no_donation_has_no_certificate(at_home, client, tea, rich_alice):
    voucher = voucher_of(rich_alice, tea)

    assert at_home.get(f"{voucher.get_absolute_url()}certificate/").status_code == 404
    assert client.get(f"/certificates/{voucher.public_id}/").status_code == 404


def test_statement_names_what_credits_were_redeemed_for(at_home, tea, rich_alice):
    voucher = voucher_of(rich_alice, tea)

    page = at_home.get("/statement/")

    assert "兑换 · 一杯绿茶" in words_of(page)
    assert voucher.get_absolute_url() in page.content.decode()
    assert "一杯绿茶" in b"".join(at_home.get("/statement/file/").streaming_content).decode()


def test_ticket_shows_its_code_to_its_citizen_only(at_home, client, ticket, rich_alice, bob):
    sold = voucher_of(rich_alice, ticket)

    assert "METRO-1" in words_of(at_home.get(sold.get_absolute_url()))
    client.force_login(bob)
    assert client.get(sold.get_absolute_url()).status_code == 404
