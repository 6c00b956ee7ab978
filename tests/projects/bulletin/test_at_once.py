"""Two take up one offer at the same moment: each unit is in one deal, and who came second is told what is left."""

import pytest

from common.editions import ChangedMeanwhile
from projects.bulletin import dealing, parts
from projects.models import Deal, DealStatus, Part, UnitBlock
from projects.refusals import DealStands, PartNotForSale
from projects.serials import Numbers
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen
from tests.projects.bulletin.conftest import accepted, make_sides, on_offer, paid
from tests.projects.conftest import make_organisation, nothing_found, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sides():
    return make_sides((make_citizen(), make_citizen()))


@pytest.fixture
def buyers():
    organisations = [make_organisation(f"买方 {place}", f"91510100MA0000002{place}") for place in range(6)]
    return [(each, seat(each, Part.OWNER)) for each in organisations]


def test_two_buyers_of_the_whole_offer_and_one_gets_it(sides, buyers):
    offer = on_offer(sides, 60)
    works = [
        lambda buyer=buyer, by=by: dealing.accept(offer=offer, buyer=buyer, tonnes=60, by=by, now=NOW)
        for buyer, by in buyers[:2]
    ]

    done = at_once(works)

    assert sorted(type(one).__name__ for one in done) == ["Deal", PartNotForSale.__name__]
    assert [Numbers.of(deal.numbers) for deal in Deal.objects.all()] == [(1, 61)]
    nothing_found()


def test_parts_taken_up_at_once_never_overlap(sides, buyers):
    offer = on_offer(sides, 60)
    works = [
        lambda buyer=buyer, by=by: dealing.accept(offer=offer, buyer=buyer, tonnes=15, by=by, now=NOW)
        for buyer, by in buyers
    ]

    done = at_once(works)

    assert [type(one) for one in done if isinstance(one, Exception)] == [PartNotForSale] * 2
    numbers = sorted(Numbers.of(deal.numbers) for deal in Deal.objects.all())
    assert numbers == [(1, 16), (16, 31), (31, 46), (46, 61)]
    assert parts.free(offer) == []
    nothing_found()


def test_who_was_shown_units_that_another_took_gets_no_others(sides, buyers):
    offer, shown = on_offer(sides, 60), Numbers(1, 16)
    works = [
        lambda buyer=buyer, by=by: dealing.accept(offer=offer, buyer=buyer, tonnes=15, by=by, now=NOW, shown=shown)
        for buyer, by in buyers
    ]

    done = at_once(works)

    assert [type(one) for one in done if isinstance(one, Exception)] == [ChangedMeanwhile] * 5
    assert Deal.objects.get().tonnes == 15


def test_one_confirmation_of_many_delivers_once(sides):
    deal = paid(sides, accepted(sides, on_offer(sides), 20))

    done = at_once([lambda: dealing.confirm(deal=deal, by=sides.releaser, now=NOW)] * 8)

    assert [type(one) for one in done if isinstance(one, Exception)] == [DealStands] * 7
    assert Deal.objects.get().status == DealStatus.DELIVERED
    assert UnitBlock.objects.get(holder=sides.buyer).tonnes == 20
    nothing_found()


def test_paid_and_withdrawn_at_once_is_one_of_the_two(sides):
    offer = on_offer(sides, 60)
    deal = accepted(sides, offer, 20)
    done = at_once(
        [
            lambda: dealing.retract(deal=deal, words="预算调整", by=sides.releaser, now=NOW),
            lambda: dealing.retract(deal=deal, words="预算调整", by=sides.owner, now=NOW),
            lambda: paid(sides, deal),
        ]
    )

    deal.refresh_from_db()
    assert sorted(type(one).__name__ for one in done) == ["Deal", DealStands.__name__, DealStands.__name__]
    assert deal.status in {DealStatus.RETRACTED, DealStatus.PAID}
    assert parts.free(offer) == ([(1, 61)] if deal.status == DealStatus.RETRACTED else [(21, 61)])
    nothing_found()
