"""A deal is withdrawn from while nothing is paid, by either side, as its page showed; its units are free again."""

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from accounts.inbox.models import Notice
from common.editions import ChangedMeanwhile, NothingShown, edition_of
from projects.bulletin import dealing, offering, parts
from projects.models import Deal, DealStatus, OfferStatus, Part, TradeStep
from projects.refusals import DealStands, NotYourPart, WordsMissing
from tests.conftest import NOW, make_citizen
from tests.projects.bulletin.conftest import accepted, delivered, on_offer, paid
from tests.projects.bulletin.test_pages import browser_of
from tests.projects.conftest import make_organisation, nothing_found, seat, suspended

WHY = "预算调整"


def retracted(deal, by, **more):
    return dealing.retract(deal=deal, words=WHY, by=by, now=NOW, **more)


@pytest.mark.parametrize("side", ["owner", "releaser"])
def test_either_side_withdraws_and_the_units_are_on_offer_again(sides, side):
    offer = on_offer(sides, 60)
    deal = accepted(sides, offer, 20)
    assert parts.free(offer) == [(21, 61)]

    retracted(deal, getattr(sides, side))

    deal.refresh_from_db()
    assert (deal.status, deal.move, parts.free(offer)) == (DealStatus.RETRACTED, None, [(1, 61)])
    last = TradeStep.objects.filter(deal=deal).latest("pk")
    assert (last.kind, last.by, last.words) == ("retracted", getattr(sides, side), WHY)
    told = Notice.objects.filter(code="deal_stands", facts__status="retracted").values_list("citizen", flat=True)
    assert set(told) == {sides.editor.pk, sides.releaser.pk, sides.owner.pk}
    assert accepted(sides, offer, 60).tonnes == 60
    nothing_found()


def test_of_an_offer_that_is_over_the_units_are_free_with_the_seller(sides):
    offer = on_offer(sides, 60)
    deal = accepted(sides, offer, 20)
    offering.withdraw(offer=offer, by=sides.releaser, now=NOW)
    assert offer.bound.count() == 1

    retracted(deal, sides.owner)

    offer.refresh_from_db()
    assert (offer.status, offer.bound.count()) == (OfferStatus.WITHDRAWN, 0)
    nothing_found()


def test_who_is_suspended_withdraws_too(sides):
    deal = accepted(sides, on_offer(sides, 60), 20)
    suspended(sides.buyer)

    assert retracted(deal, sides.owner).status == DealStatus.RETRACTED


def test_what_is_paid_disputed_delivered_or_over_is_not_withdrawn_from(sides):
    offer = on_offer(sides, 80)
    disputed = accepted(sides, offer, 10)
    dealing.dispute(deal=disputed, words="联系不上", by=sides.owner, now=NOW)
    over = accepted(sides, offer, 10)
    retracted(over, sides.owner)
    for deal in (paid(sides, accepted(sides, offer, 10)), disputed, delivered(sides, offer, 10), over):
        deal.refresh_from_db()
        status = deal.status
        with pytest.raises(DealStands):
            retracted(deal, sides.owner)
        deal.refresh_from_db()
        assert deal.status == status
    nothing_found()


def test_nobody_else_withdraws(sides):
    deal = accepted(sides, on_offer(sides, 60), 20)
    stranger = seat(make_organisation("别家", "91510100MA00000099"), Part.OWNER)
    for by in (
        stranger,
        make_citizen(),
        sides.editor,
        seat(sides.buyer, Part.EDITOR),
        seat(sides.buyer, Part.RELEASER),
    ):
        with pytest.raises(NotYourPart):
            retracted(deal, by)
    with pytest.raises(WordsMissing):
        dealing.retract(deal=deal, words=" ", by=sides.owner, now=NOW)
    assert Deal.objects.get().status == DealStatus.ACCEPTED


def test_what_was_shown_is_what_is_done(sides):
    offer = on_offer(sides, 60)
    deal = accepted(sides, offer, 20)
    shown = edition_of(*dealing.shown_of(deal))
    offering.withdraw(offer=offer, by=sides.releaser, now=NOW)

    for edition, error in ((shown, ChangedMeanwhile), ("", NothingShown)):
        with pytest.raises(error):
            retracted(deal, sides.owner, edition=edition)
    assert Deal.objects.get().status == DealStatus.ACCEPTED


def test_the_database_takes_no_payment_back(sides):
    paid(sides, accepted(sides, on_offer(sides, 60), 20))

    with pytest.raises(InternalError), transaction.atomic():
        Deal.objects.update(status=DealStatus.RETRACTED)


def test_the_page_says_what_becomes_of_the_units_first(sides):
    deal = accepted(sides, on_offer(sides, 60), 20)
    buyer = browser_of(sides.owner)
    address = reverse("projects:retract_deal", args=[sides.buyer.public_id, deal.public_id])

    shown = buyer.get(address)
    assert "重新挂牌" in shown.content.decode()
    assert Deal.objects.get().status == DealStatus.ACCEPTED
    buyer.post(address, {"words": WHY, "edition": "0" * 64})
    assert Deal.objects.get().status == DealStatus.ACCEPTED
    done = buyer.post(address, {"words": WHY, "edition": shown.context["edition"]}, follow=True)

    assert Deal.objects.get().status == DealStatus.RETRACTED
    assert WHY in done.content.decode()
    stranger = browser_of(seat(make_organisation("别家", "91510100MA00000099"), Part.OWNER))
    assert stranger.get(address).status_code == 404
