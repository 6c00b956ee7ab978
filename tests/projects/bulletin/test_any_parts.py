"""Whatever is offered, taken up, paid, delivered, let lapse and withdrawn, beside orders: parts sum exactly, and no
unit waits for two things or moves twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from common.errors import DomainError
from projects.bulletin import dealing, offering, parts
from projects.bulletin.parts import without
from projects.models import BlockStatus, Deal, DealStatus, Offer, Order, OrderStatus, Part, UnitBlock
from projects.models.bulletin import PENDING, STANDING
from projects.registry.ordering import release, transfer, withdraw
from projects.serials import Numbers
from tests.conftest import NOW, TODAY, make_citizen
from tests.projects.bulletin.conftest import PAYMENT
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat

RANGES = st.tuples(st.integers(1, 40), st.integers(1, 12)).map(lambda pair: Numbers(pair[0], pair[0] + pair[1]))


def numbers_in(rows) -> list[int]:
    return sorted(number for row in rows for number in range(*row))


@given(whole=st.lists(RANGES, max_size=4), taken=st.lists(RANGES, max_size=6))
def test_what_is_left_is_the_whole_without_what_is_taken(whole, taken):
    whole = without(whole, [])
    left = without(whole, taken)

    gone = set(numbers_in(taken))
    assert numbers_in(left) == [number for number in numbers_in(whole) if number not in gone]
    assert all(row.tonnes > 0 for row in left)


class Market(RuleBasedStateMachine):
    """Three holders and forty units; a model of nothing but where each number is, and what is said of it."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    @initialize()
    def begin(self):
        self.holders = [make_organisation(f"单位 {place}", f"91510100MA0000000{place}") for place in range(3)]
        self.people = [(seat(one, Part.EDITOR), seat(one, Part.OWNER)) for one in self.holders]
        clerks = (make_citizen(), make_citizen())
        for number in (1, 2):
            issued(make_project(self.holders[number - 1], number, buffer_percent=0), 20_000, clerks)
        self.where = dict.fromkeys(range(1, 21), 0) | dict.fromkeys(range(21, 41), 1)
        self.now = NOW

    @rule(data=st.data(), tonnes=st.integers(1, 12), least=st.integers(1, 5), days=st.integers(0, 20))
    def offers(self, data, tonnes, least, days):
        block = data.draw(st.sampled_from(list(UnitBlock.objects.select_related("holder").order_by("numbers"))))
        editor, owner = self.people[self.holders.index(block.holder)]
        until = TODAY + (self.now - NOW) + timedelta(days=days)
        wanted = offering.Wanted(tonnes, 4000 + tonnes, least, until, PAYMENT)
        try:
            offer = offering.ask(block=block, wanted=wanted, by=editor, now=self.now)
        except DomainError:
            return
        offering.publish(offer=offer, by=owner, now=self.now)

    @rule(data=st.data(), tonnes=st.integers(1, 6), taker=st.integers(0, 2), lets=st.booleans())
    def orders(self, data, tonnes, taker, lets):
        block = data.draw(st.sampled_from(list(UnitBlock.objects.select_related("holder").order_by("numbers"))))
        editor, owner = self.people[self.holders.index(block.holder)]
        asked = {"taker": self.holders[taker], "by": editor, "words": "", "now": self.now}
        try:
            order = transfer(block=block, tonnes=tonnes, **asked)
        except DomainError:
            return
        if lets:
            release(order=order, by=owner, now=self.now)
            self.where |= dict.fromkeys(range(*Numbers.of(order.numbers)), taker)

    @rule(data=st.data(), tonnes=st.integers(1, 12), buyer=st.integers(0, 2))
    def takes_up(self, data, tonnes, buyer):
        offers = list(Offer.objects.open().order_by("pk"))
        if not offers:
            return
        offer = data.draw(st.sampled_from(offers))
        try:
            dealing.accept(
                offer=offer, buyer=self.holders[buyer], tonnes=tonnes, by=self.people[buyer][1], now=self.now
            )
        except DomainError:
            return

    @rule(data=st.data(), deed=st.sampled_from(["pay", "confirm", "dispute", "end"]))
    def goes_on(self, data, deed):
        deals = list(Deal.objects.pending().select_related("offer__holder", "buyer").order_by("pk"))
        if not deals:
            return
        deal = data.draw(st.sampled_from(deals))
        seller, buyer = self.holders.index(deal.offer.holder), self.holders.index(deal.buyer)
        given_ = {"deal": deal, "now": self.now}
        try:
            if deed == "pay":
                today = TODAY + (self.now - NOW)
                dealing.say_paid(bank_reference=str(deal.pk), paid_on=today, by=self.people[buyer][1], **given_)
            elif deed == "dispute":
                dealing.dispute(words="未到账", by=self.people[seller][1], **given_)
            elif deed == "end":
                dealing.end(words="终止", by=make_citizen(), **given_)
            else:
                dealing.confirm(by=self.people[seller][1], **given_)
                self.where |= dict.fromkeys(range(*Numbers.of(deal.numbers)), buyer)
        except DomainError:
            return

    @rule(data=st.data(), what=st.sampled_from(["offer", "order"]))
    def takes_back(self, data, what):
        rows = list(
            Offer.objects.filter(status__in=STANDING).order_by("pk")
            if what == "offer"
            else Order.objects.filter(status=OrderStatus.WAITING).order_by("pk")
        )
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        by = self.people[self.holders.index(row.holder)][0]
        if what == "offer":
            offering.withdraw(offer=row, by=by, now=self.now)
        else:
            withdraw(order=row, by=by, now=self.now)

    @rule(days=st.integers(1, 6))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        offering.expire(now=self.now, limit=100)
        dealing.lapse(now=self.now, limit=100)

    @invariant()
    def every_number_is_where_it_should_be(self):
        found = {
            number: self.holders.index(block.holder)
            for block in UnitBlock.objects.filter(status=BlockStatus.HELD).select_related("holder")
            for number in range(*Numbers.of(block.numbers))
        }
        assert found == self.where

    @invariant()
    def parts_of_an_offer_are_its_numbers_exactly(self):
        for offer in Offer.objects.open():
            dealt = offer.deals.filter(status__in=[*PENDING, DealStatus.DELIVERED])
            rows = [*parts.free(offer), *(Numbers.of(deal.numbers) for deal in dealt)]
            assert numbers_in(rows) == list(range(*Numbers.of(offer.numbers)))

    @invariant()
    def no_unit_waits_for_two_things(self):
        waits = [
            *(Numbers.of(order.numbers) for order in Order.objects.filter(status=OrderStatus.WAITING)),
            *(part for offer in Offer.objects.open() for part in parts.free(offer)),
            *(Numbers.of(deal.numbers) for deal in Deal.objects.pending()),
        ]
        every = numbers_in(waits)
        assert len(every) == len(set(every))

    def teardown(self):
        try:
            nothing_found()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_unit_is_in_two_of_offers_and_orders_whatever_happens():
    run_state_machine_as_test(
        Market,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
