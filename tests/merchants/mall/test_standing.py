"""How an offer stands for a citizen is what the ORM reads; and no number of a code is given out twice."""

import pytest
from django.db.models import Exists, OuterRef

from merchants.mall import standing
from merchants.models import Membership, Offer, Redemption
from merchants.refusals import NoFreeNumber
from tests.conftest import NOW
from tests.merchants.conftest import make_member, make_offer, make_shop, voucher_of

pytestmark = pytest.mark.django_db
SAME = ("kind", "status", "price", "settlement_fen", "starts_on", "ends_on", "weekdays", "voucher_days")
LIMITS = ("is_limited", "limit_count", "limit_days")


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


def test_offers_stand_as_the_orm_reads_them(rich_alice, teahouse, bookshop, till, tea, ticket, donation):
    closed = make_shop(bookshop, "关了的店")
    closed.is_open = False
    closed.save()
    make_offer(bookshop, weekdays=[1, 3], limit_count=2, limit_days=7, price=1)
    Membership.objects.create(merchant=teahouse, user=rich_alice, role="cashier", invited_at=NOW, accepted_at=NOW)
    make_member(bookshop)
    staff = Membership.objects.current().filter(user=rich_alice, merchant=OuterRef("merchant"))
    offers = Offer.objects.with_till().annotate(works_there=Exists(staff)).select_related("merchant", "cause")

    for offer in offers:
        told = standing.read(offer.pk, rich_alice.pk)
        assert {name: getattr(told, name) for name in (*SAME, *LIMITS)} == {
            name: getattr(offer, name) for name in (*SAME, *LIMITS)
        }
        assert (told.offer_id, told.merchant_id) == (offer.pk, offer.merchant_id)
        assert told.merchant == (offer.merchant.public_id if offer.merchant else None)
        assert told.merchant_status == (offer.merchant.status if offer.merchant else None)
        assert told.cause == (offer.cause.public_id if offer.cause else None)
        assert (told.has_till, told.works_there) == (offer.has_till, offer.works_there)
    assert {(offer.has_till, offer.works_there) for offer in offers} == {(True, True), (True, False), (False, False)}


def test_number_of_an_unused_voucher_is_not_given_out_again(voucher, rich_alice, tea, monkeypatch):
    numbers = iter([voucher.number, voucher.number, "000042"])
    monkeypatch.setattr("merchants.codes.random_number", lambda: next(numbers))

    assert voucher_of(rich_alice, tea).number == "000042"


def test_merchant_without_a_free_number_sells_nothing(voucher, rich_alice, tea, monkeypatch):
    monkeypatch.setattr("merchants.codes.random_number", lambda: voucher.number)

    with pytest.raises(NoFreeNumber):
        voucher_of(rich_alice, tea)
    assert list(Redemption.objects.all()) == [voucher]
