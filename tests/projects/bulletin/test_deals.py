"""A buyer takes up an offer, says that it has paid, and the seller's second person delivers just those units."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from common.editions import ChangedMeanwhile
from credits.models import Transfer
from projects.bulletin import dealing, offering, parts, reading
from projects.models import (
    BoundUnits,
    Deal,
    DealStatus,
    Offer,
    OfferStatus,
    Organisation,
    Part,
    Seat,
    UnitBlock,
)
from projects.refusals import (
    ActedForBuyer,
    DealStands,
    NeedsAnother,
    NotAHolder,
    NotApproved,
    NotSaidPaid,
    NotYourPart,
    OfferOver,
    OwnOrganisation,
    PaidBeforeDeal,
    PaidInFuture,
    PartNotForSale,
    PayDayOver,
    PriceTooHigh,
    ReferenceUsed,
    SameHolder,
    TooManyUnpaid,
    UnitsFrozen,
    WordsMissing,
)
from projects.registry.keeping import freeze
from projects.registry.moving import as_range
from projects.registry.ordering import transfer
from projects.serials import Numbers
from tests.conftest import NOW, TODAY, make_citizen
from tests.projects.bulletin.conftest import DAY, PAYMENT, PRICE_FEN, accepted, delivered, on_offer, paid, wanted
from tests.projects.conftest import make_organisation, nothing_found, seat, suspended

pytestmark = pytest.mark.django_db


def bound() -> list[Numbers]:
    return [Numbers.of(one.numbers) for one in BoundUnits.objects.order_by("numbers")]


def test_offered_taken_up_paid_and_delivered(sides):
    offer = on_offer(sides, 60)
    deal = accepted(sides, offer, 20)
    assert (Numbers.of(deal.numbers), deal.fen, deal.pay_by) == ((1, 21), 20 * PRICE_FEN, TODAY + 10 * DAY)
    assert parts.free(offer) == [(21, 61)]

    dealing.confirm(deal=paid(sides, deal), by=sides.releaser, now=NOW)

    deal.refresh_from_db()
    block = UnitBlock.objects.get(holder=sides.buyer)
    assert (deal.status, Numbers.of(block.numbers), Numbers.of(deal.move.numbers)) == ("delivered", (1, 21), (1, 21))
    assert (deal.move.by, deal.move.agreed_by, deal.move.giver) == (sides.editor, sides.releaser, sides.seller)
    assert bound() == [(21, 61)]
    nothing_found()


def test_money_is_written_down_and_never_posted(sides):
    offer = on_offer(sides, 60)
    before = Transfer.objects.count()

    deal = paid(sides, accepted(sides, offer, 20))
    assert Transfer.objects.count() == before
    dealing.confirm(deal=deal, by=sides.releaser, now=NOW)

    [posted] = Transfer.objects.order_by("-pk")[: Transfer.objects.count() - before]
    assert (posted.asset, posted.amount) == ("t_co2e", 20)


def test_the_dearest_deal_is_taken_up_paid_and_delivered(sides):
    dearest = 100_000_000
    deal = delivered(sides, on_offer(sides, 60, price_fen=dearest), 60)

    deal.refresh_from_db()
    assert (deal.fen, reading.months()[0].mean_fen) == (6_000_000_000, dearest)
    nothing_found()


def test_nobody_offers_dearer_than_the_dearest(sides):
    with pytest.raises(PriceTooHigh):
        on_offer(sides, 60, price_fen=100_000_001)

    assert Offer.objects.count() == 0


def test_an_offer_whose_last_part_is_delivered_is_sold(sides):
    offer = on_offer(sides, 60)
    delivered(sides, offer, 25)
    assert Offer.objects.get().status == OfferStatus.OPEN

    delivered(sides, offer, 35)

    assert (Offer.objects.get().status, bound()) == (OfferStatus.SOLD, [])
    assert sum(block.tonnes for block in UnitBlock.objects.filter(holder=sides.buyer)) == 60
    nothing_found()


def test_what_is_bought_may_be_offered_again_at_once(sides):
    offer = on_offer(sides, 60)
    delivered(sides, offer, 60)
    block, again = sides.buyer.blocks.get(), seat(sides.buyer, Part.EDITOR)

    resold = offering.ask(block=block, wanted=offering.Wanted(60, 5000, 1, TODAY, PAYMENT), by=again, now=NOW)
    offering.publish(offer=resold, by=sides.owner, now=NOW)
    back = seat(sides.seller, Part.OWNER)
    dealing.accept(offer=resold, buyer=sides.seller, tonnes=60, by=back, now=NOW)

    assert bound() == [(1, 61)]
    nothing_found()


def test_a_part_is_the_least_at_least_or_all_that_is_left(sides):
    offer = on_offer(sides, 25, minimum_tonnes=10)

    for tonnes in (0, 9, 26):
        with pytest.raises(PartNotForSale):
            accepted(sides, offer, tonnes)
    accepted(sides, offer, 16)
    with pytest.raises(PartNotForSale):
        accepted(sides, offer, 8)
    accepted(sides, offer, 9)

    assert parts.free(offer) == []
    nothing_found()


def test_an_owner_of_another_approved_organisation_takes_up(sides):
    offer = on_offer(sides)
    own, editor = seat(sides.seller, Part.OWNER), seat(sides.buyer, Part.EDITOR)
    asked = {"offer": offer, "tonnes": 20, "now": NOW}

    with pytest.raises(SameHolder):
        dealing.accept(buyer=sides.seller, by=own, **asked)
    with pytest.raises(NotYourPart):
        dealing.accept(buyer=sides.buyer, by=editor, **asked)
    suspended(sides.buyer)
    with pytest.raises(NotApproved):
        dealing.accept(buyer=sides.buyer, by=sides.owner, **asked)

    assert Deal.objects.count() == 0


def test_nothing_is_taken_up_after_the_last_day_or_of_frozen_units(sides, clerks):
    offer = on_offer(sides, until=TODAY)

    with pytest.raises(OfferOver):
        dealing.accept(offer=offer, buyer=sides.buyer, tonnes=20, by=sides.owner, now=NOW + DAY)
    freeze(block=sides.block, by=clerks[0], words="复核", now=NOW)
    with pytest.raises(UnitsFrozen):
        accepted(sides, offer, 20)
    with pytest.raises(ChangedMeanwhile):
        accepted(sides, offer, 20, shown=Numbers(2, 22))

    assert Deal.objects.count() == 0


def test_frozen_or_suspended_meanwhile_nothing_is_delivered(sides, clerks):
    deal = paid(sides, accepted(sides, on_offer(sides), 20))
    frozen = freeze(block=sides.block, by=clerks[0], words="复核", now=NOW)
    assert frozen
    with pytest.raises(UnitsFrozen):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW)
    suspended(sides.buyer)
    with pytest.raises(NotAHolder):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW)

    assert (Deal.objects.get().status, sides.buyer.blocks.count()) == (DealStatus.PAID, 0)


def test_who_wrote_the_offer_does_not_confirm_the_money(sides):
    owner = seat(sides.seller, Part.OWNER)
    offer = offering.ask(block=sides.block, wanted=wanted(50), by=owner, now=NOW)
    offering.publish(offer=offer, by=sides.releaser, now=NOW)
    deal = paid(sides, accepted(sides, offer, 50))

    with pytest.raises(NeedsAnother):
        dealing.confirm(deal=deal, by=owner, now=NOW)
    with pytest.raises(NotYourPart):
        dealing.confirm(deal=deal, by=sides.owner, now=NOW)

    assert Deal.objects.get().status == DealStatus.PAID


def sits_with_buyer(sides, part=Part.OWNER) -> Seat:
    """The seller's releaser acts for the buyer, too."""
    return sides.buyer.seats.create(user=sides.releaser, part=part, begun_at=NOW - 2 * DAY)


def test_nobody_confirms_what_they_accepted_or_paid_themselves(sides):
    offer = on_offer(sides, 60)
    seated = sits_with_buyer(sides)
    deal = dealing.accept(offer=offer, buyer=sides.buyer, tonnes=60, by=sides.releaser, now=NOW)
    dealing.say_paid(deal=deal, bank_reference="X", paid_on=TODAY, by=sides.releaser, now=NOW)
    with pytest.raises(ActedForBuyer):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW)
    Seat.objects.filter(pk=seated.pk).update(ended_at=NOW - DAY)
    with pytest.raises(ActedForBuyer):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW)

    assert (Deal.objects.get().status, sides.buyer.blocks.count()) == (DealStatus.PAID, 0)
    dealing.confirm(deal=deal, by=seat(sides.seller, Part.RELEASER), now=NOW)
    nothing_found()


@pytest.mark.parametrize("left", [False, True], ids=["sits there", "left meanwhile"])
def test_who_sits_with_the_buyer_confirms_no_money(sides, left):
    deal = paid(sides, accepted(sides, on_offer(sides, 60), 20))
    seated = sits_with_buyer(sides, Part.EDITOR)
    if left:
        Seat.objects.filter(pk=seated.pk).update(ended_at=NOW)

    with pytest.raises(ActedForBuyer):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW + DAY)

    assert Deal.objects.get().status == DealStatus.PAID


def test_a_payment_has_a_reference_and_a_day_that_has_come(sides):
    deal = accepted(sides, on_offer(sides), 20)
    said = {"deal": deal, "by": sides.owner}

    with pytest.raises(WordsMissing):
        dealing.say_paid(bank_reference=" ", paid_on=TODAY, now=NOW, **said)
    with pytest.raises(PaidInFuture):
        dealing.say_paid(bank_reference="1", paid_on=TODAY + DAY, now=NOW, **said)
    with pytest.raises(PayDayOver):
        dealing.say_paid(bank_reference="1", paid_on=TODAY, now=NOW + 11 * DAY, **said)

    assert Deal.objects.get().status == DealStatus.ACCEPTED


def test_a_payment_is_not_before_its_deal_and_its_reference_of_no_other(sides):
    offer = on_offer(sides, 60)
    first, second = paid(sides, accepted(sides, offer, 20)), accepted(sides, offer, 20)
    said = {"deal": second, "by": sides.owner, "now": NOW}

    with pytest.raises(PaidBeforeDeal):
        dealing.say_paid(bank_reference="2", paid_on=TODAY - DAY, **said)
    with pytest.raises(ReferenceUsed):
        dealing.say_paid(bank_reference=f"icbc{first.pk}", paid_on=TODAY, **said)
    assert Deal.objects.get(pk=second.pk).status == DealStatus.ACCEPTED

    dealing.dispute(deal=first, words="误填", by=sides.owner, now=NOW)
    dealing.end(deal=first, words="误填", by=make_citizen(), now=NOW)
    dealing.say_paid(bank_reference=f"ICBC-{first.pk}", paid_on=TODAY, **said)
    nothing_found()


def test_a_buyer_takes_up_a_fourth_once_one_of_three_is_paid(sides):
    offer = on_offer(sides, 60)
    first, *_others = [accepted(sides, offer, 10) for _nth in range(3)]
    with pytest.raises(TooManyUnpaid):
        accepted(sides, offer, 10)
    assert Deal.objects.count() == 3

    paid(sides, first)

    assert accepted(sides, offer, 10).status == DealStatus.ACCEPTED


def test_what_is_disputed_and_was_never_paid_is_not_confirmed(sides):
    deal = accepted(sides, on_offer(sides), 20)
    dealing.dispute(deal=deal, words="联系不上", by=sides.owner, now=NOW)

    with pytest.raises(NotSaidPaid):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW)

    assert (Deal.objects.get().status, sides.buyer.blocks.count()) == (DealStatus.DISPUTED, 0)


def test_what_is_not_paid_in_ten_days_lapses_and_is_on_offer_again(sides):
    offer = on_offer(sides, 60)
    deal, other = accepted(sides, offer, 20), paid(sides, accepted(sides, offer, 15))
    assert parts.free(offer) == [(36, 61)]

    assert dealing.lapse(now=NOW + 10 * DAY, limit=10) == []
    assert dealing.lapse(now=NOW + 11 * DAY, limit=10) == [deal]

    assert Deal.objects.get(pk=other.pk).status == DealStatus.PAID
    assert parts.free(offer) == [(1, 21), (36, 61)]
    [listed] = reading.with_free([offer])
    assert (listed.tonnes, listed.most) == (45, 25)
    nothing_found()


def test_a_withdrawn_offer_keeps_what_is_under_a_deal(sides):
    offer = on_offer(sides, 60)
    deal = paid(sides, accepted(sides, offer, 20))

    offering.withdraw(offer=offer, by=sides.editor, now=NOW)
    assert (bound(), parts.free(offer)) == ([(1, 21)], [])
    transfer(block=sides.block, tonnes=80, taker=sides.buyer, by=sides.editor, words="", now=NOW)
    dealing.confirm(deal=deal, by=sides.releaser, now=NOW)

    assert bound() == [(21, 101)]
    assert Offer.objects.get().status == OfferStatus.WITHDRAWN
    nothing_found()


def test_the_desk_ends_a_disputed_deal_in_words_and_nobody_of_either_side_does(sides):
    offer = on_offer(sides, 60)
    deal = paid(sides, accepted(sides, offer, 20))
    clerk = make_citizen()

    with pytest.raises(NotYourPart):
        dealing.dispute(deal=deal, words="未到账", by=clerk, now=NOW)
    dealing.dispute(deal=deal, words="款项未到账", by=sides.releaser, now=NOW)
    assert dealing.lapse(now=NOW + 30 * DAY, limit=10) == []
    with pytest.raises(OwnOrganisation):
        dealing.end(deal=deal, words="终止", by=sides.owner, now=NOW)
    with pytest.raises(WordsMissing):
        dealing.end(deal=deal, words="", by=clerk, now=NOW)
    dealing.end(deal=deal, words="买方未能提供回单", by=clerk, now=NOW)

    assert Deal.objects.get().status == DealStatus.ENDED
    assert parts.free(offer) == [(1, 61)]
    with pytest.raises(DealStands):
        dealing.confirm(deal=deal, by=sides.releaser, now=NOW)
    nothing_found()


def test_money_that_comes_after_all_delivers_a_disputed_deal(sides):
    deal = paid(sides, accepted(sides, on_offer(sides), 20))
    dealing.dispute(deal=deal, words="款项未到账", by=sides.releaser, now=NOW)

    dealing.confirm(deal=deal, by=sides.releaser, now=NOW)

    assert sides.buyer.blocks.get().tonnes == 20
    nothing_found()


@pytest.mark.parametrize("common", ["group", "person"])
def test_related_parties_may_deal_and_stand_in_no_mean(sides, common):
    offer = on_offer(sides, 60)
    if common == "group":
        Organisation.objects.update(group="蓉和集团")
        sides.buyer.refresh_from_db()
    else:
        seat_of_both = seat(sides.seller, Part.EDITOR)
        sides.buyer.seats.create(user=seat_of_both, part=Part.EDITOR, begun_at=NOW)
    delivered(sides, offer, 20)

    assert Deal.objects.get().is_related
    assert (reading.months(), len(reading.delivered())) == ([], 1)
    nothing_found()


def test_the_mean_price_weighs_tonnes(sides):
    cheap, dear = on_offer(sides, 10, price_fen=4000), on_offer(sides, 30, price_fen=5001)
    delivered(sides, cheap, 10)
    delivered(sides, dear, 30)

    [month] = reading.months()

    # (10 × 40.00 + 30 × 50.01) / 40 = 47.5075
    assert (month.first, month.deals, month.tonnes, month.mean_fen) == (TODAY.replace(day=1), 2, 40, 4751)


def test_the_database_holds_what_a_deal_is(sides):
    offer = on_offer(sides, 60)
    deal = accepted(sides, offer, 20)

    def made(**more):
        details = {
            "offer": offer,
            "buyer": sides.buyer,
            "numbers": as_range(Numbers(21, 41)),
            "tonnes": 20,
            "price_fen": PRICE_FEN,
            "fen": 20 * PRICE_FEN,
            "pay_by": TODAY,
            "moved_at": NOW,
            "by": sides.owner,
            "accepted_at": NOW,
        }
        return Deal.objects.create(**(details | more))

    other = make_organisation("别家", "91510100MA00000009")
    for wrong in (
        {"numbers": as_range(Numbers(20, 40))},
        {"numbers": as_range(Numbers(50, 70))},
        {"price_fen": 1, "fen": 20},
        {"fen": 1},
        {"tonnes": 19, "fen": 19 * PRICE_FEN},
        {"buyer": sides.seller},
        {"status": DealStatus.DELIVERED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            made(**wrong)
    for change in ({"price_fen": 1}, {"buyer": other}, {"numbers": as_range(Numbers(2, 22))}, {"is_related": True}):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            Deal.objects.filter(pk=deal.pk).update(**change)

    assert Deal.objects.get() == deal
    nothing_found()
