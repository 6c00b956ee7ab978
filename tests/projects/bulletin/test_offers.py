"""One person of a holder writes an offer, another lists it; its units wait with it until it is over."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from common.editions import ChangedMeanwhile
from projects.bulletin import hiding, offering, reading
from projects.models import BoundUnits, Offer, OfferStatus, Part
from projects.refusals import (
    LeastPartTooBig,
    NeedsAnother,
    NoPrice,
    NotApproved,
    NotYourPart,
    NoWordsToHide,
    OfferDayOut,
    OfferStands,
    OwnOrganisation,
    PersonalNumber,
    TooFewUnits,
    UnitsFrozen,
    UnitsWait,
    WordsMissing,
)
from projects.registry.keeping import freeze
from projects.registry.ordering import transfer
from projects.serials import Numbers
from tests.conftest import NOW, TODAY
from tests.projects.bulletin.conftest import DAY, asked, on_offer, wanted
from tests.projects.conftest import make_organisation, nothing_found, seat, suspended

pytestmark = pytest.mark.django_db


def bound() -> list[Numbers]:
    return [Numbers.of(one.numbers) for one in BoundUnits.objects.order_by("numbers")]


def test_one_writes_another_lists_and_everybody_reads(sides):
    offer = asked(sides)
    assert (offer.status, bound(), list(reading.on_offer(now=NOW))) == (OfferStatus.ASKED, [(1, 61)], [])

    offering.publish(offer=offer, by=sides.releaser, now=NOW)

    [listed] = reading.with_free(reading.on_offer(now=NOW))
    assert (listed.offer, listed.tonnes, listed.most) == (offer, 60, 60)
    nothing_found()


@pytest.mark.parametrize("words", ["联系张三 138-1234-5678", "身份证 510105199001011237"])
def test_an_offer_holds_no_number_of_a_person(sides, words):
    with pytest.raises(PersonalNumber):
        asked(sides, words=words)

    assert (Offer.objects.count(), bound()) == (0, [])


def test_the_desk_hides_words_once_for_a_reason_and_the_offer_stands(sides, clerks):
    offer = on_offer(sides, words="加微信谈")
    given = {"offer": offer, "now": NOW}
    assert hiding.readable(sides.seller) == [offer]

    with pytest.raises(WordsMissing):
        hiding.hide_words(reason=" ", by=clerks[0], **given)
    with pytest.raises(OwnOrganisation):
        hiding.hide_words(reason="引流", by=sides.editor, **given)
    hiding.hide_words(reason="引流", by=clerks[0], **given)
    with pytest.raises(NoWordsToHide):
        hiding.hide_words(reason="引流", by=clerks[0], **given)

    [listed] = reading.with_free(reading.on_offer(now=NOW))
    assert (listed.words, listed.hidden, listed.tonnes, hiding.readable(sides.seller)) == ("", "引流", 60, [])
    nothing_found()


def test_who_wrote_an_offer_does_not_list_it(sides):
    owner = seat(sides.seller, Part.OWNER)
    offer = offering.ask(block=sides.block, wanted=wanted(), by=owner, now=NOW)

    with pytest.raises(NeedsAnother):
        offering.publish(offer=offer, by=owner, now=NOW)
    with pytest.raises(NotYourPart):
        offering.publish(offer=offer, by=sides.editor, now=NOW)

    assert Offer.objects.get().status == OfferStatus.ASKED
    with pytest.raises(IntegrityError, match="listed_by_another"), transaction.atomic():
        Offer.objects.update(status=OfferStatus.OPEN, listed_by=owner, listed_at=NOW)


def test_no_order_takes_what_is_on_offer_and_no_offer_what_an_order_has(sides):
    on_offer(sides, 60)
    taker = make_organisation("别家", "91510100MA00000009")
    asked_for = {"block": sides.block, "taker": taker, "by": sides.editor, "words": "", "now": NOW}

    with pytest.raises(UnitsWait):
        transfer(tonnes=41, **asked_for)
    order = transfer(tonnes=30, **asked_for)
    with pytest.raises(UnitsWait):
        asked(sides, 11)

    assert Numbers.of(order.numbers) == (61, 91)
    assert bound() == [(1, 61), (61, 91)]


def test_the_database_refuses_an_offer_of_what_waits(sides):
    offer = on_offer(sides, 60)
    copied = "holder_id, issuance_id, price_fen, minimum_tonnes, until, words, names_holder, by_id, asked_at"

    statement = f"""INSERT INTO projects_offer (public_id, status, numbers, {copied})
        SELECT 'another', 'asked', int8range(60, 80), {copied} FROM projects_offer WHERE id = %s"""
    one_thing = pytest.raises(IntegrityError, match="units_wait_for_one_thing")
    with one_thing, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [offer.pk])


def test_the_terms_of_an_offer_never_change(sides):
    offer = on_offer(sides)

    for change in ({"price_fen": 1}, {"minimum_tonnes": 1}, {"until": TODAY + DAY}, {"names_holder": True}):
        with pytest.raises(InternalError), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**change)


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"price_fen": 0}, NoPrice),
        ({"minimum_tonnes": 61}, LeastPartTooBig),
        ({"minimum_tonnes": 0}, LeastPartTooBig),
        ({"until": TODAY - DAY}, OfferDayOut),
        ({"until": TODAY + 181 * DAY}, OfferDayOut),
        ({"tonnes": 101}, TooFewUnits),
    ],
)
def test_what_cannot_be_offered_changes_nothing(sides, more, refused):
    with pytest.raises(refused):
        offering.ask(block=sides.block, wanted=wanted(**({"tonnes": 60} | more)), by=sides.editor, now=NOW)

    assert (Offer.objects.count(), bound()) == (0, [])


def test_frozen_units_are_neither_written_nor_listed(sides, clerks):
    offer = asked(sides)
    freeze(block=sides.block, by=clerks[0], words="复核", now=NOW)

    with pytest.raises(UnitsFrozen):
        offering.publish(offer=offer, by=sides.releaser, now=NOW)
    with pytest.raises(UnitsFrozen):
        asked(sides, 20)

    assert Offer.objects.get().status == OfferStatus.ASKED


def test_who_is_suspended_lists_nothing_and_may_still_take_back(sides):
    offer = asked(sides)
    suspended(sides.seller)

    with pytest.raises(NotApproved):
        offering.publish(offer=offer, by=sides.releaser, now=NOW)
    with pytest.raises(NotApproved):
        asked(sides, 20)
    offering.withdraw(offer=offer, by=sides.editor, now=NOW)

    assert bound() == []


def test_nobody_reads_what_a_suspended_holder_offers(sides):
    on_offer(sides)
    suspended(sides.seller)

    assert list(reading.on_offer(now=NOW)) == []


def test_other_units_than_were_shown_are_not_offered(sides):
    with pytest.raises(ChangedMeanwhile):
        offering.ask(block=sides.block, wanted=wanted(), by=sides.editor, now=NOW, shown=Numbers(2, 62))

    assert Offer.objects.count() == 0


def test_the_second_person_refuses_with_a_reason(sides):
    offer = asked(sides)

    with pytest.raises(WordsMissing):
        offering.refuse(offer=offer, words=" ", by=sides.releaser, now=NOW)
    offering.refuse(offer=offer, words="价格偏低", by=sides.releaser, now=NOW)

    assert (Offer.objects.get().status, bound()) == (OfferStatus.REFUSED, [])
    with pytest.raises(OfferStands):
        offering.publish(offer=offer, by=sides.releaser, now=NOW)
    nothing_found()


def test_an_offer_stands_to_the_end_of_its_day(sides):
    on_offer(sides, until=TODAY + DAY)

    assert offering.expire(now=NOW + DAY, limit=10) == []
    [expired] = offering.expire(now=NOW + 2 * DAY, limit=10)

    assert (expired.status, bound()) == (OfferStatus.EXPIRED, [])
    assert offering.expire(now=NOW + 2 * DAY, limit=10) == []
    nothing_found()


def test_what_nobody_listed_expires_too(sides):
    asked(sides, until=TODAY)

    offering.expire(now=NOW + DAY, limit=10)

    assert (Offer.objects.get().status, bound()) == (OfferStatus.EXPIRED, [])
    nothing_found()
