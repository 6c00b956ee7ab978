"""Where no shop takes a voucher none is sold, and who holds one or stands at the till is told what is so."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from merchants.desk import approval, publishing
from merchants.mall import standing
from merchants.models import Membership, Offer, OfferKind, OfferStatus, Redemption, RedemptionStatus, Role, Shop
from merchants.refusals import (
    MerchantShut,
    NoDayLeft,
    NoShopOpen,
    NotAtThisShop,
    ShopClosed,
    UnknownShop,
    WithoutShop,
)
from merchants.room import shops, submitting
from merchants.till.taking import capture
from merchants.till.work import why_shut, works_at
from tests.conftest import NOW, TODAY
from tests.merchants.conftest import PRICE, available, code_of, keys, make_member, make_offer, make_shop, voucher_of
from tests.merchants.mall.test_pages import digits_on, words_of
from tests.merchants.till.test_pages import address_of, browser_of, captures, enter, undo_address
from tests.second_factors import browser_of_leader


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def at_home(rich_alice) -> Client:
    return browser_of(rich_alice)


@pytest.fixture
def branch(teahouse) -> Shop:
    return make_shop(teahouse, "锦里店", "wuhou")


def close(*closed: Shop) -> None:
    for shop in closed:
        shops.set_open(shop=shop, is_open=False, now=NOW)


def on_show() -> set[Offer]:
    return set(Offer.objects.on_show(TODAY))


@pytest.fixture
def offers(teahouse, till, branch, bookshop, donation, ticket) -> dict[str, Offer]:
    """One of each sort; the bookshop has no shop."""
    here, both = make_offer(teahouse), make_offer(teahouse)
    here.shops.set([till])
    both.shops.set([till, branch])
    anywhere, nowhere = make_offer(teahouse, kind=OfferKind.DISCOUNT), make_offer(bookshop)
    bookshop.shops.all().delete()
    return {
        "here": here,
        "both": both,
        "anywhere": anywhere,
        "nowhere": nowhere,
        "donation": donation,
        "ticket": ticket,
    }


@pytest.mark.parametrize(
    ("closed", "off"),
    [
        ("", {"nowhere"}),
        ("till", {"nowhere", "here"}),
        ("branch", {"nowhere"}),
        ("till branch", {"nowhere", "here", "both", "anywhere"}),
    ],
)
def test_offer_that_no_open_shop_takes_is_off_the_mall_at_every_door(
    client, at_home, offers, rich_alice, till, branch, closed, off
):
    close(*[{"till": till, "branch": branch}[name] for name in closed.split()])
    shown = {name for name, offer in offers.items() if offer in on_show()}
    listed = {offer["offer"] for offer in client.get("/api/v1/offers").json()["offers"]}

    assert shown == offers.keys() - off
    assert listed == {offers[name].public_id for name in shown}
    for name, offer in offers.items():
        assert standing.read(offer.pk, rich_alice.pk).has_till is (name in shown)
        assert (client.get(f"/api/v1/offers/{offer.public_id}").status_code == 200) is (name in shown)
        assert (b"/redeem/" in at_home.get(offer.get_absolute_url()).content) is (name in shown)
        if offer.kind not in ("donation", "transit"):
            assert bool(offer.open_shops()) is (name in shown)


def test_voucher_that_nobody_can_take_is_not_sold_and_the_page_says_why(at_home, rich_alice, tea, till):
    page = at_home.get(f"{tea.get_absolute_url()}redeem/")
    close(till)

    sent = {"key": page.context["key"], "price": tea.price}
    refused = at_home.post(f"{tea.get_absolute_url()}redeem/", sent)

    assert (refused.status_code, refused.context["error"].code) == (422, "no_shop_open")
    for answer in (refused, at_home.get(tea.get_absolute_url())):
        assert "现在没有营业中的门店可以核销" in words_of(answer)
    with pytest.raises(NoShopOpen):
        voucher_of(rich_alice, tea)
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)
    shops.set_open(shop=till, is_open=True, now=NOW)
    assert voucher_of(rich_alice, tea).status == RedemptionStatus.HELD


@pytest.mark.parametrize(
    ("named", "is_sold"),
    [
        ({"weekdays": [1]}, True),
        ({"weekdays": [2], "voucher_days": 1}, True),
        ({"weekdays": [3], "voucher_days": 1}, False),
        ({"weekdays": [7], "voucher_days": 5}, False),
        ({"weekdays": [7], "voucher_days": 7}, True),
        ({"weekdays": [3], "ends_on": TODAY + timedelta(days=1)}, False),
        ({"weekdays": [3], "ends_on": TODAY + timedelta(days=2)}, True),
    ],
    ids=str,
)
def test_voucher_that_meets_no_day_on_which_it_is_taken_is_not_sold(
    at_home, rich_alice, teahouse, till, named, is_sold
):
    """Redeemed on a Monday at noon."""
    offer = make_offer(teahouse, **named)

    if is_sold:
        assert voucher_of(rich_alice, offer).status == RedemptionStatus.HELD
        return
    with pytest.raises(NoDayLeft):
        voucher_of(rich_alice, offer)
    assert "已经没有能用券的日子了" in words_of(at_home.get(offer.get_absolute_url()))
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)


def test_ticket_and_donation_need_no_day_and_no_shop(rich_alice, ticket, donation):
    Offer.objects.update(weekdays=[3], ends_on=TODAY)

    assert {voucher_of(rich_alice, offer).status for offer in (ticket, donation)} == {RedemptionStatus.REDEEMED}


def shut_by_closing(till: Shop) -> None:
    close(till)


def shut_by_suspending(till: Shop) -> None:
    approval.suspend(merchant=till.merchant, by=None, now=NOW)


SHUT = [(shut_by_closing, "没有营业中的门店"), (shut_by_suspending, "“蜀风茶舍”目前不能核销")]


@pytest.mark.parametrize(("shut", "said"), SHUT)
def test_holder_of_a_voucher_is_told_and_can_give_it_back(at_home, rich_alice, tea, till, shut, said):
    voucher = voucher_of(rich_alice, tea)
    face = f"{voucher.get_absolute_url()}face/"
    shown = at_home.get(face).context["shown"]
    shut(till)

    for answer in (at_home.get(voucher.get_absolute_url()), at_home.get(f"{face}?shown={shown}")):
        assert (said in words_of(answer), digits_on(answer)) == (True, "")
        assert "give-back" in answer.content.decode()
        # Nobody waits at a till: it is enough to look now and then whether one takes it again.
        assert 'hx-trigger="every 10s"' in answer.content.decode()
    assert at_home.get(f"{face}?shown=shut").status_code == 204
    shops.set_open(shop=till, is_open=True, now=NOW)
    approval.approve(merchant=till.merchant, by=None, now=NOW)
    assert digits_on(at_home.get(f"{face}?shown=shut")) == code_of(voucher)


@pytest.mark.parametrize(
    ("shut", "code", "said"),
    [
        (shut_by_closing, "shop_closed", "“春熙路店”已关闭"),
        (shut_by_suspending, "merchant_shut", "“蜀风茶舍”目前不能核销：已暂停"),
    ],
)
def test_cashier_is_told_what_is_so_at_every_door(rich_alice, tea, till, cashier, token_of, shut, code, said):
    voucher, counter = voucher_of(rich_alice, tea), browser_of(cashier.user)
    shut(till)

    answers = [counter.get(address_of(till)), enter(counter, till, code_of(voucher))]
    assert [answer.status_code for answer in answers] == [404, 404]
    for answer in (*answers, counter.get("/till/")):
        assert said in words_of(answer)
        assert "您还没有" not in words_of(answer)
    assert enter(counter, till, code_of(voucher), by_script=True).status_code == 404
    sent = {"shop": till.public_id, "code": code_of(voucher)}
    headers = {**token_of(cashier.user), "idempotency-key": '"1"'}
    program = counter.post("/api/v1/captures", sent, content_type="application/json", headers=headers)
    assert (program.status_code, program.json()["code"]) == (404, code)
    assert said in program.json()["detail"]
    assert b'href="/till/"' in counter.get("/me/").content
    assert (captures(), available(rich_alice)) == (0, 70)


@pytest.mark.parametrize(("shut", "refusal"), [(shut_by_closing, ShopClosed), (shut_by_suspending, MerchantShut)])
def test_stranger_learns_nothing_of_a_shop_that_is_shut(rich_alice, tea, till, bookshop, cashier, shut, refusal):
    voucher, stranger = voucher_of(rich_alice, tea), make_member(bookshop, Role.OWNER)
    shut(till)

    with pytest.raises(UnknownShop) as refused:
        works_at(stranger.user, till.public_id)
    assert type(refused.value) is UnknownShop
    assert "春熙路店" not in words_of(browser_of(stranger.user).get(address_of(till)))
    assert type(why_shut(works_at(cashier.user, till.public_id)[0])) is refusal
    till.refresh_from_db()
    with pytest.raises(refusal):
        capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)


def test_shared_phone_whose_shop_closes_is_led_to_what_is_so(rich_alice, tea, till, cashier):
    phone = browser_of(cashier.user)
    phone.post("/till/only/")
    close(till)

    answer = phone.get(address_of(till), follow=True)

    assert answer.redirect_chain == [("/till/", 302)]
    assert "“春熙路店”已关闭" in words_of(answer)
    assert "结束收银" in words_of(answer)


@pytest.mark.parametrize("shut", [shut_by_closing, shut_by_suspending])
def test_use_of_before_the_shop_closed_can_still_be_undone(rich_alice, tea, till, cashier, shut):
    voucher, counter = voucher_of(rich_alice, tea), browser_of(cashier.user)
    enter(counter, till, code_of(voucher))
    shut(till)
    assert undo_address(till, voucher) in counter.get(address_of(till)).content.decode()

    preview = counter.get(undo_address(till, voucher))
    counter.post(undo_address(till, voucher), {"key": preview.context["key"]})

    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD


def test_till_names_only_open_shops_that_take_a_voucher(rich_alice, teahouse, till, branch, cashier):
    third = make_shop(teahouse, "旧店")
    offer = make_offer(teahouse)
    offer.shops.set([branch, third])
    voucher = voucher_of(rich_alice, offer)

    def take() -> None:
        capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key=next(keys), now=NOW)

    close(third)
    with pytest.raises(NotAtThisShop) as refused:
        take()
    assert refused.value.facts["shops"] == "锦里店"
    close(branch)
    with pytest.raises(NoShopOpen):
        take()
    assert captures() == 0


@pytest.mark.parametrize("step", [partial(publishing.publish, by=None), submitting.submit])
def test_offer_that_no_open_shop_takes_is_neither_sent_nor_published(teahouse, till, branch, step):
    draft = make_offer(teahouse, stock=5, status=OfferStatus.DRAFT, published_at=None)
    draft.shops.set([branch])
    close(branch)

    with pytest.raises(WithoutShop):
        step(offer=draft, now=NOW)

    draft.refresh_from_db()
    assert draft.status == OfferStatus.DRAFT
    shops.set_open(shop=branch, is_open=True, now=NOW)
    assert step(offer=draft, now=NOW).status != OfferStatus.DRAFT


@pytest.mark.parametrize(("shut", "badge"), [(shut_by_closing, "没有营业门店"), (shut_by_suspending, "已暂停")])
def test_merchant_sees_that_an_offer_is_off_the_mall(manager, teahouse, tea, till, shut, badge):
    office = browser_of_leader(manager.user)
    places = [f"/merchant/{teahouse.public_id}/offers/", f"/merchant/{teahouse.public_id}/offers/{tea.public_id}/"]
    for place in places:
        assert "展示中" in words_of(office.get(place))

    shut(till)

    for place in places:
        assert badge in words_of(office.get(place))
        assert "展示中" not in words_of(office.get(place))


def test_desk_sees_that_an_offer_is_off_the_mall(client, desk, tea, till):
    client.force_login(desk)
    page = f"/admin/merchants/offer/{tea.pk}/change/"
    assert "没有营业中的门店" not in words_of(client.get(page))

    close(till)

    assert "没有营业中的门店" in words_of(client.get(page))


def test_closing_says_that_offers_leave_the_mall(manager, teahouse, tea, till):
    office = browser_of_leader(manager.user)

    page = words_of(office.get(f"/merchant/{teahouse.public_id}/shops/{till.public_id}/close/"))

    assert "有 1 项奖励只能在这里核销，关闭后不再展示" in page


def test_voucher_page_that_is_open_while_it_is_captured_stops_offering_to_give_it_back(
    at_home, rich_alice, tea, till, cashier
):
    voucher = voucher_of(rich_alice, tea)
    page = at_home.get(voucher.get_absolute_url())
    assert "give-back" in page.content.decode()
    capture(user=cashier.user, shop=till.public_id, code=digits_on(page), key="1", now=NOW)

    part = at_home.get(f"{voucher.get_absolute_url()}face/?shown={page.context['shown']}").content.decode()

    assert 'id="rest"' in part
    assert 'hx-swap-oob="true"' in part
    assert "give-back" not in part
    assert "有效期至" not in part


@pytest.mark.parametrize("obstacle", ["shop closed", "merchant suspended", "works there"])
def test_a_program_is_shown_no_code_that_no_till_takes(rich_alice, teahouse, till, client, token_of, obstacle):
    headers = {**token_of(rich_alice), "idempotency-key": '"1"'}
    wish = {"offer": make_offer(teahouse).public_id, "price": PRICE}

    def redeem_again() -> dict:
        return client.post("/api/v1/redemptions", wish, content_type="application/json", headers=headers).json()

    first = redeem_again()
    address = f"/api/v1/redemptions/{first['redemption']}"
    assert first["code"] is not None
    match obstacle:
        case "shop closed":
            close(till)
        case "merchant suspended":
            approval.suspend(merchant=teahouse, by=None, now=NOW)
        case _:
            Membership.objects.create(
                merchant=teahouse, user=rich_alice, role=Role.CASHIER, invited_at=NOW, accepted_at=NOW
            )
    assert "groups" not in browser_of(rich_alice).get(f"/rewards/vouchers/{first['redemption']}/").context

    [listed] = client.get("/api/v1/redemptions", headers=headers).json()["redemptions"]
    for answer in (client.get(address, headers=headers).json(), listed, redeem_again()):
        assert (answer["status"], answer["code"], answer["code_changes_in_s"]) == ("held", None, None)
