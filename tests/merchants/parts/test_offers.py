"""An offer that takes something off a bill: how much, and what becomes of the rest, in words and in the database."""

import pytest
from django.db import IntegrityError, transaction

from merchants.models import Offer, OfferKind
from merchants.room.forms.offers import OfferForm
from tests.conftest import TODAY
from tests.merchants.conftest import make_offer

pytestmark = pytest.mark.django_db


def written(teahouse, **changed: object) -> OfferForm:
    given = {
        "kind": "bill",
        "title": "20 元抵扣券",
        "terms": "堂食可用",
        "picture": "cup",
        "price": "400",
        "settlement": "16",
        "value": "20",
        "rest": "returns",
        "starts_on": TODAY.isoformat(),
        "ends_on": TODAY.isoformat(),
        "weekdays": ["1"],
        "voucher_days": "7",
        "stock": "endless",
        **changed,
    }
    return OfferForm(given, merchant=teahouse, today=TODAY)


def test_a_merchant_says_how_much_comes_off_and_what_becomes_of_the_rest(teahouse):
    form = written(teahouse)
    assert form.errors == {}
    draft = form.draft()
    assert (draft.kind, draft.value_fen, draft.settlement_fen, draft.rest_stays) == (OfferKind.BILL, 2000, 1600, False)
    kept = written(teahouse, rest="stays")
    assert kept.is_valid()
    assert kept.draft().rest_stays


@pytest.mark.parametrize(
    "changed", [{"value": ""}, {"value": "0"}, {"value": "-1"}, {"kind": "goods"}, {"value": "茶"}]
)
def test_what_does_not_fit_is_said_beside_the_amount(teahouse, changed):
    assert "value" in written(teahouse, **changed).errors


@pytest.mark.parametrize("named", [{"kind": "goods", "value_fen": 1}, {"kind": "bill", "value_fen": 0}])
def test_the_database_keeps_kind_and_amount_together(teahouse, named):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_offer(teahouse, **named)
    assert not Offer.objects.filter(**named).exists()
