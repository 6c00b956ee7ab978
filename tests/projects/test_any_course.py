"""Whatever is issued, ordered, released, frozen, retired and cancelled, in any order: no unit is lost or twice."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.errors import DomainError
from projects.models import BlockStatus, Issuance, Order, OrderStatus, Part, Purpose, UnitBlock
from projects.registry.issuing import carried
from projects.registry.keeping import buffer_of, cancel, freeze, lose, thaw
from projects.registry.moving import tonnes
from projects.registry.ordering import release, retire, transfer, withdraw
from projects.serials import Numbers
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat


class Course(RuleBasedStateMachine):
    """A model beside the registry: for each number, where it is. Refusals change nothing in either."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    @initialize(percent=st.sampled_from([0, 20, 100]))
    def begin(self, percent):
        self.holders = [make_organisation(f"单位 {place}", f"91510100MA0000000{place}") for place in range(3)]
        self.people = [(seat(holder, Part.EDITOR), seat(holder, Part.RELEASER)) for holder in self.holders]
        self.clerks = (make_citizen(), make_citizen())
        self.projects = [
            make_project(self.holders[0], 1, buffer_percent=percent),
            make_project(self.holders[1], 2, buffer_percent=0),
        ]
        self.where: dict[int, object] = {}
        self.kilograms = [0, 0]

    @rule(which=st.integers(0, 1), kilograms=st.integers(1, 9_999))
    def issues(self, which, kilograms):
        issuance = issued(self.projects[which], kilograms, self.clerks)
        self.kilograms[which] += kilograms
        numbers = Numbers.of(issuance.numbers)
        border = numbers.after - issuance.buffer_tonnes
        for number in range(*numbers):
            assert number not in self.where
            self.where[number] = which if number < border else "buffer"

    @rule(data=st.data(), wanted=st.integers(0, 6), taker=st.integers(0, 2), retires=st.booleans())
    def orders(self, data, wanted, taker, retires):
        block = self._block(data)
        if block is None:
            return
        place = self.holders.index(block.holder)
        asked = {"block": block, "tonnes": wanted, "by": self.people[place][0], "words": "", "now": NOW}
        try:
            if retires:
                retire(**asked, beneficiary="会议", purpose=Purpose.EVENT)
            else:
                transfer(**asked, taker=self.holders[taker])
        except DomainError:
            return

    @precondition(lambda self: Order.objects.filter(status=OrderStatus.WAITING).exists())
    @rule(data=st.data(), lets=st.booleans())
    def decides(self, data, lets):
        order = data.draw(st.sampled_from(list(Order.objects.filter(status=OrderStatus.WAITING).order_by("pk"))))
        releaser = self.people[self.holders.index(order.holder)][1]
        if not lets:
            withdraw(order=order, by=order.by, now=NOW)
            return
        try:
            release(order=order, by=releaser, now=NOW)
        except DomainError:
            return
        for number in range(*Numbers.of(order.numbers)):
            self.where[number] = "retired" if order.taker is None else self.holders.index(order.taker)

    @rule(data=st.data(), deed=st.sampled_from([freeze, thaw]))
    def stands_still(self, data, deed):
        block = self._block(data)
        if block is not None:
            deed(block=block, by=self.clerks[0], words="复核", now=NOW)

    @rule(data=st.data())
    def cancels(self, data):
        block = self._block(data)
        if block is None:
            return
        cancel(block=block, by=self.clerks[0], agreed_by=self.clerks[1], words="误发", now=NOW)
        for number in range(*Numbers.of(block.numbers)):
            self.where[number] = "cancelled"

    @rule(lost=st.integers(0, 5))
    def loses(self, lost):
        try:
            lose(
                project=self.projects[0],
                tonnes_lost=lost,
                by=self.clerks[0],
                agreed_by=self.clerks[1],
                words="火灾",
                now=NOW,
            )
        except DomainError:
            return
        for number in sorted(number for number, place in self.where.items() if place == "buffer")[:lost]:
            self.where[number] = "cancelled"

    @invariant()
    def every_number_is_where_it_should_be(self):
        found = {
            number: self.holders.index(block.holder) if block.holder else str(block.status)
            for block in UnitBlock.objects.select_related("holder")
            for number in range(*Numbers.of(block.numbers))
        }
        assert found == {
            number: str(place) if isinstance(place, str) else place for number, place in self.where.items()
        }

    @invariant()
    def nothing_is_lost_of_what_was_verified(self):
        for project, kilograms in zip(self.projects, self.kilograms, strict=True):
            issued_tonnes = sum(Issuance.objects.filter(project=project).values_list("tonnes", flat=True))
            assert issued_tonnes * 1000 + carried(project) == kilograms
        assert tonnes(buffer_of(self.projects[0])) <= len(self.where)

    def teardown(self):
        try:
            nothing_found()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _block(self, data):
        held = list(UnitBlock.objects.filter(status=BlockStatus.HELD).select_related("holder").order_by("numbers"))
        return data.draw(st.sampled_from(held)) if held else None


@pytest.mark.slow
@pytest.mark.django_db
def test_no_unit_is_lost_or_twice_whatever_happens():
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
