"""The cast of the bulletin: a forest that offers, a fair that buys, and who acts for each."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from accounts.models import User
from projects.bulletin import dealing, offering
from projects.bulletin.offering import Wanted
from projects.models import Deal, Offer, Organisation, Part, UnitBlock
from tests.conftest import NOW, TODAY
from tests.projects.conftest import issued, make_organisation, make_project, seat

DAY = timedelta(days=1)
PRICE_FEN = 4350
PAYMENT = "成都银行，账号 1001 3000 0012；财务 028-80000000"


class Sides(NamedTuple):
    """Seller and buyer with their people, and the block of a hundred units that there is."""

    seller: Organisation
    editor: User
    releaser: User
    buyer: Organisation
    owner: User
    block: UnitBlock


def make_sides(clerks) -> Sides:
    seller = make_organisation("林盘合作社", "91510100MA00000001")
    buyer = make_organisation("锦江会展", "91350100M000100Y43")
    block = issued(make_project(seller, 7, buffer_percent=0), 100_000, clerks).blocks.get()
    people = seat(seller, Part.EDITOR), seat(seller, Part.RELEASER)
    return Sides(seller, *people, buyer, seat(buyer, Part.OWNER), block)


@pytest.fixture
def sides(db, clerks) -> Sides:
    return make_sides(clerks)


def wanted(tonnes: int = 60, **more) -> Wanted:
    details = {"price_fen": PRICE_FEN, "minimum_tonnes": 10, "until": TODAY + 30 * DAY, "payment": PAYMENT} | more
    return Wanted(tonnes=tonnes, **details)


def asked(sides: Sides, tonnes: int = 60, **more) -> Offer:
    return offering.ask(block=sides.block, wanted=wanted(tonnes, **more), by=sides.editor, now=NOW)


def on_offer(sides: Sides, tonnes: int = 60, **more) -> Offer:
    return offering.publish(offer=asked(sides, tonnes, **more), by=sides.releaser, now=NOW)


def accepted(sides: Sides, offer: Offer, tonnes: int, **more) -> Deal:
    return dealing.accept(offer=offer, buyer=sides.buyer, tonnes=tonnes, by=sides.owner, now=NOW, **more)


def paid(sides: Sides, deal: Deal) -> Deal:
    return dealing.say_paid(deal=deal, bank_reference=f"ICBC-{deal.pk}", paid_on=TODAY, by=sides.owner, now=NOW)


def delivered(sides: Sides, offer: Offer, tonnes: int, **more) -> Deal:
    deal = paid(sides, accepted(sides, offer, tonnes, **more))
    return dealing.confirm(deal=deal, by=sides.releaser, now=NOW)
