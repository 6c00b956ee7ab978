"""Orders released at the same moment: each unit goes once, and none is refused for what another took beside it."""

import pytest

from projects.models import OrderStatus, Part, UnitBlock
from projects.refusals import NotTheirUnits, OrderDecided, UnitsFrozen
from projects.registry.keeping import freeze
from projects.registry.ordering import release, transfer
from projects.serials import Numbers
from tests.at_once import at_once
from tests.conftest import NOW
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def orders(clerks):
    """200 orders of one holder, each of one tonne of one block, and who releases them."""
    forest = make_organisation("林盘合作社", "91510100MA00000001")
    buyer = make_organisation("锦江会展", "91510100MA00000002")
    issuance = issued(make_project(forest, 7, buffer_percent=0), 200_000, clerks)
    editor = seat(forest, Part.EDITOR)
    block = issuance.blocks.get()
    made = [transfer(block=block, tonnes=1, taker=buyer, by=editor, words="", now=NOW) for _ in range(200)]
    return made, seat(forest, Part.RELEASER), buyer


def test_two_hundred_transfers_of_one_block_all_happen_once(orders):
    made, releaser, buyer = orders

    done = at_once([lambda order=order: release(order=order, by=releaser, now=NOW) for order in made])

    assert [order.status for order in done] == [OrderStatus.RELEASED] * 200
    blocks = UnitBlock.objects.filter(holder=buyer)
    assert sorted(Numbers.of(block.numbers) for block in blocks) == [(first, first + 1) for first in range(1, 201)]
    nothing_found()


def test_one_order_released_by_many_happens_once(orders):
    [order, *_others], releaser, buyer = orders

    done = at_once([lambda: release(order=order, by=releaser, now=NOW)] * 12)

    assert [type(one) for one in done if isinstance(one, Exception)] == [OrderDecided] * 11
    assert UnitBlock.objects.get(holder=buyer).tonnes == 1
    nothing_found()


def test_a_freeze_beside_releases_is_before_or_after_each(orders, clerks):
    made, releaser, buyer = orders
    block = UnitBlock.objects.get()
    works = [lambda order=order: release(order=order, by=releaser, now=NOW) for order in made[:20]]

    done = at_once([*works, lambda: freeze(block=block, by=clerks[0], words="复核", now=NOW)])

    refused = {type(one) for one in done if isinstance(one, Exception)}
    assert refused in ({UnitsFrozen}, {NotTheirUnits}, set())
    released = [one for one in done[:20] if not isinstance(one, Exception)]
    assert sum(block.tonnes for block in UnitBlock.objects.filter(holder=buyer)) == len(released)
    nothing_found()
