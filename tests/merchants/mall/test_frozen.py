"""Whose spending is frozen redeems and donates nothing; what they have stays usable."""

from datetime import timedelta

import pytest

from accounts.refusals import SpendingFrozen
from accounts.standing import freezing
from merchants import audit
from merchants.mall.redeeming import redeem
from merchants.models import Redemption
from merchants.till.taking import capture
from tests.accounts.standing.conftest import A_WEEK, frozen
from tests.at_once import at_once
from tests.conftest import NOW
from tests.merchants.conftest import assert_books_are_sound, available, code_of, make_offer, voucher_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["tea", "donation", "ticket"])
def test_nothing_new_is_redeemed_or_donated(rich_alice, desk, request, what):
    offer = request.getfixturevalue(what)
    freeze = frozen(rich_alice, desk, earning=False)
    with pytest.raises(SpendingFrozen) as refused:
        voucher_of(rich_alice, offer)
    assert "Nov. 30, 2026, noon" in refused.value.sentence or "2026年11月30日 12:00" in refused.value.sentence
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)
    freezing.lift(freeze=freeze, by=desk, now=NOW + timedelta(hours=1))
    voucher_of(rich_alice, offer, NOW + timedelta(hours=1))
    assert_books_are_sound()


def test_it_is_over_at_its_end_though_nobody_has_settled_it_yet(rich_alice, tea, desk):
    frozen(rich_alice, desk)
    assert voucher_of(rich_alice, tea, NOW + A_WEEK).status == "held"


def test_who_only_earns_nothing_spends(rich_alice, tea, desk):
    frozen(rich_alice, desk, spending=False)
    assert voucher_of(rich_alice, tea).status == "held"


def test_a_voucher_of_before_is_taken_at_the_till(rich_alice, tea, desk, cashier, till):
    voucher = voucher_of(rich_alice, tea)
    frozen(rich_alice, desk)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)
    voucher.refresh_from_db()
    assert voucher.status == "redeemed"


def test_the_same_key_again_finds_the_voucher_of_before(rich_alice, tea, desk):
    told = {"citizen": rich_alice, "offer": tea, "price": tea.price, "key": "again", "now": NOW}
    first = redeem(**told)
    frozen(rich_alice, desk)
    assert redeem(**told) == first


def test_the_offers_page_says_so_in_place_of_the_button(client, rich_alice, tea, desk, time_machine):
    time_machine.move_to(NOW, tick=False)
    frozen(rich_alice, desk)
    client.force_login(rich_alice)
    page = client.get(f"/rewards/offers/{tea.public_id}/").content.decode()
    assert "您的账号暂停兑换和捐赠" in page
    assert f"/rewards/offers/{tea.public_id}/redeem/" not in page


@pytest.mark.django_db(transaction=True)
def test_redeeming_and_freezing_at_once_leave_sound_books(rich_alice, teahouse, desk):
    offer = make_offer(teahouse, price=1)
    made = at_once([*([lambda: voucher_of(rich_alice, offer)] * 10), lambda: frozen(rich_alice, desk)])
    redeemed = sum(isinstance(one, Redemption) for one in made)
    refused = sum(isinstance(one, SpendingFrozen) for one in made)
    assert redeemed + refused == 10
    assert available(rich_alice) == 100 - redeemed
    assert list(audit.findings()) == []
