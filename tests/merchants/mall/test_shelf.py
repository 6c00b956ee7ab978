"""Offers, vouchers and cashiers that are read past the ORM are those that it reads."""

import pytest
from django.db.models import Model

from common.prepared import Prepared, Whole
from merchants.mall import shelf
from merchants.models import Membership, Merchant, Offer, OfferStatus, Redemption, Shop
from merchants.refusals import NoFreeNumber
from merchants.till.work import at_work
from tests.merchants.conftest import voucher_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


def cells(row: Model) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    # A column of bytes comes as a view of them, which is equal to no other.
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}


@pytest.mark.parametrize("model", [Offer, Merchant, Shop, Membership, Redemption])
def test_whole_row_is_read_as_the_orm_reads_it(model, voucher, till, cashier):
    whole, table = Whole(model, "it"), model._meta.db_table
    statement = Prepared(f"whole_{table}", f"SELECT {whole.columns}, 7 FROM {table} AS it ORDER BY it.id")
    every = [iter(row) for row in statement.rows()]

    read = [whole.read(row) for row in every]

    assert [cells(row) for row in read] == [cells(row) for row in model.objects.order_by("pk")]
    assert read
    assert [list(row) for row in every] == [[7]] * len(read), "the cell beside it is left"


def test_offer_comes_with_its_merchant_or_its_cause(tea, teahouse, donation, cause, alice):
    assert (shelf.find(tea.public_id), shelf.find(donation.public_id)) == (tea, donation)
    bought, given = (shelf.read_again(offer, alice.pk).offer for offer in (tea, donation))
    assert (bought.merchant, bought.cause) == (teahouse, None)
    assert (given.merchant, given.cause) == (None, cause)


def test_draft_and_what_never_was_are_on_no_shelf(tea):
    Offer.objects.filter(pk=tea.pk).update(status=OfferStatus.DRAFT, published_at=None)

    assert shelf.find(tea.public_id) is None
    assert shelf.find("x" * 16) is None


def test_who_works_at_a_shop_is_found_with_all_of_it_at_once(cashier, till, teahouse, django_assert_num_queries):
    user = cashier.user
    at_work(user, till.public_id)  # prepares it
    with django_assert_num_queries(1):
        shop, found = at_work(user, till.public_id)
        assert (shop, shop.merchant) == (till, teahouse)
        assert (found, found.merchant, found.user) == (cashier, teahouse, user)


def test_number_of_an_unused_voucher_is_not_given_out_again(voucher, rich_alice, tea, monkeypatch):
    numbers = iter([voucher.number, voucher.number, "000042"])
    monkeypatch.setattr("merchants.codes.random_number", lambda: next(numbers))

    assert voucher_of(rich_alice, tea).number == "000042"


def test_merchant_without_a_free_number_sells_nothing(voucher, rich_alice, tea, monkeypatch):
    monkeypatch.setattr("merchants.codes.random_number", lambda: voucher.number)

    with pytest.raises(NoFreeNumber):
        voucher_of(rich_alice, tea)
    assert list(Redemption.objects.all()) == [voucher]
