"""Mergers beside other works at the same moment: each is done whole or not at all, and nothing is moved twice."""

import pytest

from accounts.models import User
from credits import ledger
from credits.merging import asking, deciding, forwarding, pairing
from credits.merging.models import Merger, PairingCode
from credits.models import Transfer
from merchants.mall import redeeming
from tests.at_once import at_once, queued_behind
from tests.conftest import NOW, filled_budget, make_citizen
from tests.credits.merging.conftest import ANSWER, approved, asked, found, merged, wealth
from tests.merchants.conftest import NEXT_VINTAGE, give, make_merchant, make_offer, make_shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _budget(db):
    filled_budget()


def names(results: list) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_approvals_merge_once(old, new, clerk, second):
    give(old, 120)
    merger = asked(old, new)
    works = [lambda by=by: approved(merger, by) for by in (clerk, second, clerk)]

    results = queued_behind(Merger.objects.filter(pk=merger.pk), works)

    assert names(results) == ["Merger", "MergerNotOpen", "MergerNotOpen"]
    assert wealth(new) == ({NEXT_VINTAGE: 120}, 0)
    assert Transfer.objects.filter(kind="merge").count() == 1
    assert found() == []


def test_approved_beside_withdrawn_and_declined_is_one_of_them(old, new, clerk, second):
    give(old, 120)
    merger = asked(old, new)
    works = [
        lambda: approved(merger, clerk),
        lambda: asking.withdraw(merger=merger, by=old, now=NOW),
        lambda: deciding.decline(merger=merger, answer=ANSWER, by=second, now=NOW),
    ]

    results = queued_behind(Merger.objects.filter(pk=merger.pk), works)

    assert names(results) == ["Merger", "MergerNotOpen", "MergerNotOpen"]
    merger.refresh_from_db()
    assert wealth(new) == (({NEXT_VINTAGE: 120}, 0) if merger.is_done else ({}, 0))
    assert found() == []


def test_a_voucher_redeemed_meanwhile_is_the_citizens_or_the_merger_is(old, new, clerk):
    give(old, 120)
    teahouse = make_merchant("茶舍")
    make_shop(teahouse, "春熙店")
    offer = make_offer(teahouse)
    merger = asked(old, new)
    works = [
        lambda: redeeming.redeem(citizen=old, offer=offer, price=offer.price, key="k", now=NOW),
        lambda: approved(merger, clerk),
    ]

    results = queued_behind(User.objects.filter(pk__in=[old.pk, new.pk]), works)

    merger.refresh_from_db()
    if merger.is_done:
        assert names(results)[1] == "Merger"
        assert wealth(new) == ({NEXT_VINTAGE: 120}, 0)
    else:
        assert names(results) == ["MergerHindered", "Redemption"]
        assert wealth(old) == ({NEXT_VINTAGE: 120 - offer.price}, 0)
    assert found() == []


def test_what_is_earned_meanwhile_on_either_side_is_not_lost(old, new, clerk):
    give(old, 1)
    merger = asked(old, new)
    works = [lambda: give(old, 20), lambda: give(new, 30), lambda: approved(merger, clerk)]

    queued_behind(Merger.objects.filter(pk=merger.pk), works[2:], meanwhile=lambda: at_once(works[:2]))

    forwarding.forward(now=NOW)
    assert wealth(old) == ({}, 0)
    assert wealth(new) == ({NEXT_VINTAGE: 51}, 0)
    assert found() == []


def test_forwarded_by_two_at_once_is_forwarded_once(old, new, clerk):
    merged(old, new, clerk)
    give(old, 40)

    at_once([lambda: forwarding.forward(now=NOW)] * 4)

    assert wealth(new) == ({NEXT_VINTAGE: 40}, 0)
    assert found() == []


def test_two_requests_for_one_account_at_once_are_one(old, new):
    third = make_citizen()
    works = [lambda: asked(old, new), lambda: asked(old, third), lambda: asked(third, old), lambda: asked(new, old)]

    results = at_once(works)

    assert names(results).count("Merger") == 1
    assert Merger.objects.count() == 1


def test_a_pairing_code_opens_once(old, new, rf):
    shown = pairing.show(old, now=NOW)
    requests = [rf.post("/") for _place in range(4)]
    for request in requests:
        request.user = new

    results = at_once([lambda one=one: pairing.use(one, shown, now=NOW) for one in requests])

    assert names(results) == ["User", *["WrongPairingCode"] * 3]
    assert not PairingCode.objects.exists()
    assert ledger.find("merge:1:0") is None
