"""A merchant's shops: added, changed, closed and opened by who leads it, and by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client

from common.texts import text_of
from merchants.models import Merchant, Role, Shop
from merchants.room import shops
from tests.conftest import NOW
from tests.merchants.conftest import make_member, make_offer, make_shop, voucher_of
from tests.merchants.mall.test_pages import words_of
from tests.merchants.room.test_staff import browser_of
from tests.second_factors import browser_of_leader

SENT = {"name": "锦里店", "name_en": "", "district": "wuhou", "address": "锦里 2 号", "address_en": "2 Jinli"}


@pytest.fixture
def office(manager) -> Client:
    """The manager's browser."""
    return browser_of_leader(manager.user)


def place_of(merchant: Merchant, *rest: str) -> str:
    return "/".join(["/merchant", merchant.public_id, "shops", *rest, ""])


def test_manager_adds_a_shop(office, teahouse):
    answer = office.post(place_of(teahouse, "new"), SENT, follow=True)

    shop = Shop.objects.get()
    assert (shop.merchant, shop.name, shop.district, shop.is_open) == (teahouse, {"zh-hans": "锦里店"}, "wuhou", True)
    assert shop.address == {"zh-hans": "锦里 2 号", "en": "2 Jinli"}
    assert "锦里 2 号" in words_of(answer)


def test_manager_changes_a_shop(office, teahouse, till):
    assert office.get(place_of(teahouse, till.public_id)).context["form"].initial["name"] == "春熙路店"

    office.post(place_of(teahouse, till.public_id), SENT)

    till.refresh_from_db()
    assert (till.name, till.district, till.address["zh-hans"]) == ({"zh-hans": "锦里店"}, "wuhou", "锦里 2 号")


def test_hours_and_phone_stand_where_vouchers_are_taken(office, teahouse, till):
    offer = make_offer(teahouse)
    said = {**SENT, "name_en": "Jinli", "phone": "028-8666 1234", "opens_at": "9:00", "closes_at": "21:30"}
    office.post(place_of(teahouse, till.public_id), said)

    visitor = Client()
    visitor.cookies["django_language"] = "en"
    page = visitor.get(offer.get_absolute_url())

    assert "Jinli Wuhou · 2 Jinli 锦里店 · 锦里 2 号 Open 09:00–21:30 Find the way 028-8666 1234" in words_of(page)
    assert 'href="tel:02886661234"' in page.content.decode()
    assert "keyword=%E9%94%A6%E9%87%8C%202%20%E5%8F%B7" in page.content.decode()


def test_shop_that_has_not_said_its_hours_shows_none(office, teahouse, till, settings):
    settings.NAVIGATION_URL = ""

    words = words_of(Client().get(make_offer(teahouse).get_absolute_url()))

    assert "春熙路 1 号" in words
    assert "营业时间" not in words
    assert "去这里" not in words


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"opens_at": "9:00"}, "closes_at"),
        ({"closes_at": "21:00"}, "opens_at"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "javascript:1"}, "phone"),
    ],
    ids=str,
)
def test_hours_have_two_ends_and_a_phone_is_dialled(office, teahouse, till, wrong, field):
    answer = office.post(place_of(teahouse, till.public_id), {**SENT, **wrong})

    assert list(answer.context["form"].errors) == [field]
    till.refresh_from_db()
    assert (till.phone, till.opens_at, till.closes_at) == ("", None, None)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "店" * 81}, {"district": ""}, {"address": ""}], ids=str)
def test_what_is_missing_or_too_long_changes_nothing(office, teahouse, till, wrong):
    for page in ("new", till.public_id):
        answer = office.post(place_of(teahouse, page), {**SENT, **wrong})
        assert list(answer.context["form"].errors) == list(wrong)

    assert Shop.objects.get().name == till.name


def test_merchant_has_a_bounded_number_of_shops(office, teahouse, till, monkeypatch):
    monkeypatch.setattr(shops, "MOST_SHOPS", 1)

    answer = office.post(place_of(teahouse, "new"), SENT)

    assert "1 家门店" in words_of(answer)
    assert Shop.objects.get() == till


def test_closing_asks_first_and_closes_the_till(office, teahouse, till, cashier):
    counter = browser_of(cashier.user)
    make_shop(teahouse, "锦里店")
    address = place_of(teahouse, till.public_id, "close")

    page = office.get(address)
    assert "这里没有收银台" in words_of(page)
    assert counter.get(f"/till/{till.public_id}/").status_code == 200
    office.post(address)
    till.refresh_from_db()
    assert till.is_open, "nothing was shown"
    office.post(address, {"seen": page.context["closing"].seen})

    till.refresh_from_db()
    assert not till.is_open
    assert counter.get(f"/till/{till.public_id}/").status_code == 404
    office.post(place_of(teahouse, till.public_id, "open"))
    assert counter.get(f"/till/{till.public_id}/").status_code == 200


def test_closing_says_what_is_good_there_only(rich_alice, office, teahouse, till):
    other = make_shop(teahouse, "锦里店")
    here, both, anywhere = (make_offer(teahouse, price=10) for _ in range(3))
    here.shops.set([till])
    both.shops.set([till, other])
    for offer in (here, both, anywhere):
        voucher_of(rich_alice, offer)

    until = NOW + timedelta(days=7)
    assert shops.closing(till) == shops.Closing(1, 1, is_last=False, until=until, elsewhere=2, others=[other])
    page = words_of(office.get(place_of(teahouse, till.public_id, "close")))
    assert "1 张兑换券只能在这里使用" in page
    assert "2 张兑换券仍可在其他门店使用： 锦里店" in page
    seen = shops.closing(till).seen
    voucher_of(rich_alice, here)
    assert shops.closing(till).seen != seen
    shops.set_open(shop=other, is_open=False, now=NOW)
    assert shops.closing(till) == shops.Closing(4, 3, is_last=True, until=until, elsewhere=0, others=[])


def test_offer_of_a_closed_shop_is_not_said_to_be_taken_elsewhere(teahouse, till):
    make_shop(teahouse, "锦里店")
    offer = make_offer(teahouse)
    offer.shops.set([till])
    assert offer.open_shops() == [till]

    shops.set_open(shop=till, is_open=False, now=NOW)

    assert offer.open_shops() == []


@pytest.mark.parametrize("who", ["cashier here", "owner elsewhere", "works nowhere"])
def test_who_does_not_lead_finds_no_shop_and_changes_none(teahouse, bookshop, till, cashier, bob, who):
    somebody = {
        "cashier here": cashier.user,
        "owner elsewhere": make_member(bookshop, Role.OWNER).user,
        "works nowhere": bob,
    }[who]
    browser = browser_of_leader(somebody)
    pages = [(), ("new",), (till.public_id,), (till.public_id, "close"), (till.public_id, "open")]

    statuses = {browser.post(place_of(teahouse, *page), SENT).status_code for page in pages[1:]}
    statuses |= {browser.get(place_of(teahouse, *page)).status_code for page in pages}

    assert statuses <= {404, 405}
    assert Shop.objects.get().name == till.name
    till.refresh_from_db()
    assert till.is_open


def test_shop_of_another_merchant_is_not_reached_through_ones_own(teahouse, bookshop, till):
    browser = browser_of_leader(make_member(bookshop, Role.OWNER).user)

    for page in ((till.public_id,), (till.public_id, "close"), (till.public_id, "open")):
        assert browser.post(place_of(bookshop, *page), SENT).status_code == 404

    till.refresh_from_db()
    assert (till.name, till.is_open) == ({"zh-hans": "春熙路店", "en": "春熙路店"}, True)


def test_words_in_english_may_be_left_out():
    assert (text_of("店"), text_of("店", "Shop")) == ({"zh-hans": "店"}, {"zh-hans": "店", "en": "Shop"})
