"""Who finds everything taken asks to be told of more: once, by themselves alone, and only when some can be had."""

from datetime import timedelta

import pytest

from accounts.models import Notice
from merchants import jobs, stock
from merchants.mall import wishing
from merchants.models import MerchantStatus, OfferStatus, RestockWish, StockRelease
from merchants.refusals import NotOnOffer, NotSoldOut, TooManyWishes
from tests.at_once import at_once
from tests.conftest import NOW
from tests.inboxes import led_to, said_to
from tests.merchants.conftest import make_offer, voucher_of
from tests.merchants.mall.test_pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_home(client, rich_alice):
    client.force_login(rich_alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def gone(teahouse, till):
    """All taken."""
    return make_offer(teahouse, stock=0)


def restocked(offer, pieces: int = 5, at=NOW) -> None:
    StockRelease.objects.update_or_create(offer=offer, opens_at=at, defaults={"quantity": pieces})


def tell(now=NOW) -> int:
    return wishing.tell_restocked(now=now, limit=10)


def test_who_asked_is_told_once_when_there_is_more(at_home, rich_alice, bob, gone):
    page = at_home.get(gone.get_absolute_url())
    assert "有货时告诉我" in words_of(page)

    said = at_home.post(f"{gone.get_absolute_url()}wish/", follow=True)

    assert "一有货，消息里就告诉您。" in words_of(said)
    assert tell() == 0
    restocked(gone)
    assert [tell(), tell()] == [1, 0]
    assert said_to(rich_alice, "zh-hans") == [f"“{gone}”又可以兑换了，兑完为止。"]
    assert led_to(rich_alice) == [gone.get_absolute_url()]
    assert said_to(bob) == []


def test_a_changed_mind_is_not_told(at_home, rich_alice, gone):
    at_home.post(f"{gone.get_absolute_url()}wish/")
    assert "不用告诉我了" in words_of(at_home.get(gone.get_absolute_url()))
    at_home.post(f"{gone.get_absolute_url()}wish/", {"wished": "no"})
    restocked(gone)
    assert tell() == 0


def test_whoever_was_told_may_ask_again(rich_alice, gone):
    for round_ in (1, 2):
        wishing.wish(citizen=rich_alice, offer=gone, now=NOW)
        restocked(gone, round_)
        assert tell() == 1
        StockRelease.objects.filter(offer=gone).update(taken=round_)
    assert len(said_to(rich_alice)) == 2


def test_more_of_tomorrow_is_told_tomorrow(rich_alice, gone):
    wishing.wish(citizen=rich_alice, offer=gone, now=NOW)
    restocked(gone, at=NOW + timedelta(hours=2))
    assert [tell(NOW + timedelta(hours=1)), tell(NOW + timedelta(hours=2))] == [0, 1]


def test_of_what_stands_in_no_mall_nobody_is_told(rich_alice, gone, teahouse):
    wishing.wish(citizen=rich_alice, offer=gone, now=NOW)
    restocked(gone)
    teahouse.status = MerchantStatus.SUSPENDED
    teahouse.save()
    assert tell() == 0
    assert RestockWish.objects.count() == 1


def test_what_can_be_had_or_is_off_is_no_wish(rich_alice, teahouse, till):
    with pytest.raises(NotSoldOut):
        wishing.wish(citizen=rich_alice, offer=make_offer(teahouse, stock=1), now=NOW)
    with pytest.raises(NotOnOffer):
        wishing.wish(citizen=rich_alice, offer=make_offer(teahouse, stock=0, status=OfferStatus.WITHDRAWN), now=NOW)


def test_nobody_waits_for_everything(rich_alice, teahouse, till, monkeypatch):
    monkeypatch.setattr(wishing, "MOST", 2)
    first, second, third = (make_offer(teahouse, stock=0) for _ in range(3))
    for offer in (first, second, second):
        wishing.wish(citizen=rich_alice, offer=offer, now=NOW)
    with pytest.raises(TooManyWishes):
        wishing.wish(citizen=rich_alice, offer=third, now=NOW)


def test_who_asked_first_is_told_first_a_batch_at_a_time(rich_alice, bob, gone, monkeypatch):
    monkeypatch.setattr(jobs, "WISHES_A_RUN", 1)
    for who in (bob, rich_alice):
        wishing.wish(citizen=who, offer=gone, now=NOW)
    restocked(gone)
    assert jobs.tell_restocked().more
    assert (len(said_to(bob)), len(said_to(rich_alice))) == (1, 0)
    assert jobs.tell_restocked().more
    assert not jobs.tell_restocked().more


def test_what_is_over_is_forgotten(rich_alice, gone, time_machine):
    wishing.wish(citizen=rich_alice, offer=gone, now=NOW)
    time_machine.move_to(NOW + timedelta(days=400), tick=False)
    assert jobs.tell_restocked().facts == {"told": 0, "forgotten": 1}
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_told_once_by_two_at_once(rich_alice, bob, gone):
    for who in (bob, rich_alice):
        wishing.wish(citizen=who, offer=gone, now=NOW)
    restocked(gone)
    at_once([tell] * 4)
    assert Notice.objects.count() == 2
    assert not RestockWish.objects.exists()


def test_what_is_put_back_counts_as_stock(rich_alice, bob, teahouse, till):
    offer = make_offer(teahouse, stock=1)
    voucher = voucher_of(rich_alice, offer)
    wishing.wish(citizen=bob, offer=offer, now=NOW)
    stock.put_back(voucher.release_id)
    assert tell() == 1


def test_a_stranger_signs_in_first(client, gone):
    assert "登录后有货时告诉您" in words_of(client.get(gone.get_absolute_url()))
    assert client.post(f"{gone.get_absolute_url()}wish/").status_code == 302
    assert not RestockWish.objects.exists()
