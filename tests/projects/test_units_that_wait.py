"""Units wait for one thing at a time: the database keeps what waits from orders themselves, and refuses the second."""

import pytest
from django.db import IntegrityError, connection, transaction

from projects.models import BoundUnits, Order, OrderKind, OrderStatus, Part, UnitBlock
from projects.refusals import UnitsWait
from projects.registry.moving import as_range
from projects.registry.ordering import release, transfer, withdraw
from projects.serials import Numbers
from tests.conftest import NOW
from tests.projects.conftest import issued, make_project, seat


@pytest.fixture
def block(forest, clerks) -> UnitBlock:
    return issued(make_project(forest, 7, buffer_percent=0), 100_000, clerks).blocks.get()


def bound() -> list[Numbers]:
    return [Numbers.of(one.numbers) for one in BoundUnits.objects.order_by("numbers")]


def test_units_of_an_order_wait_until_it_is_decided(block, forest, buyer):
    editor, releaser = seat(forest, Part.EDITOR), seat(forest, Part.RELEASER)
    asked = {"block": block, "taker": buyer, "by": editor, "words": "", "now": NOW}
    first, second = transfer(tonnes=30, **asked), transfer(tonnes=20, **asked)
    assert bound() == [(1, 31), (31, 51)]

    release(order=first, by=releaser, now=NOW)
    assert bound() == [(31, 51)]
    withdraw(order=second, by=editor, now=NOW)

    assert bound() == []


def test_no_second_order_takes_what_waits(block, forest, buyer):
    editor = seat(forest, Part.EDITOR)
    transfer(block=block, tonnes=60, taker=buyer, by=editor, words="", now=NOW)

    with pytest.raises(UnitsWait):
        transfer(block=block, tonnes=60, taker=buyer, by=editor, words="", now=NOW)

    assert bound() == [(1, 61)]


def test_the_database_refuses_a_second_order_whoever_writes_it(block, forest, buyer):
    editor = seat(forest, Part.EDITOR)
    transfer(block=block, tonnes=60, taker=buyer, by=editor, words="", now=NOW)

    with pytest.raises(IntegrityError, match="units_wait_for_one_thing"), transaction.atomic():
        Order.objects.create(
            kind=OrderKind.TRANSFER,
            holder=forest,
            taker=buyer,
            numbers=as_range(Numbers(60, 70)),
            status=OrderStatus.WAITING,
            by=editor,
            ordered_at=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO projects_boundunits (numbers) VALUES (int8range(60, 70))")

    assert bound() == [(1, 61)]
