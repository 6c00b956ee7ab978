"""What must end before two accounts are merged, each with its own sentence; and what one person may have but once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from campaigns.models import SignUp, TeamMember
from campaigns.teams import consenting
from channels.household import pledges, vehicles
from common.merging import Pair, hindrances
from credits.merging.models import Merger
from credits.merging.refusals import MergerHindered
from merchants.mall.releasing import give_back
from merchants.models import Membership, Role
from merchants.refusals import LimitReached
from merchants.till.undoing import UNDO_WITHIN
from projects.models import Part, Seat
from tests.campaigns.conftest import OPENS, WRITES, make_staff, opened
from tests.campaigns.teams.conftest import friends, joined
from tests.conftest import NOW
from tests.credits.merging.conftest import WAIT, approved, asked, found, merged, wealth
from tests.merchants.conftest import NEXT_VINTAGE, give, make_merchant, make_offer, voucher_of
from tests.projects.conftest import make_organisation
from tests.review.test_claims import claimed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]


def holds_a_voucher(citizen: User) -> None:
    give(citizen, 100)
    voucher_of(citizen, make_offer(make_merchant("茶舍")))


def works_at_a_merchant(citizen: User) -> None:
    teahouse = make_merchant("茶舍")
    Membership.objects.create(merchant=teahouse, user=citizen, role=Role.CASHIER, invited_at=NOW, accepted_at=NOW)


def sits_in_an_organisation(citizen: User) -> None:
    forest = make_organisation("林场", "91510100MA00000001")
    Seat.objects.create(organisation=forest, user=citizen, part=Part.OWNER, begun_at=NOW)


def has_pledged(citizen: User) -> None:
    car = vehicles.bind(citizen=citizen, plate="川A12345", engine_ml=1498, district="wuhou", now=NOW)
    pledges.declare(vehicle=car, days=1, now=NOW)


def is_signed_up(citizen: User) -> None:
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS))
    SignUp.objects.create(campaign=campaign, citizen=citizen, nth=1, status="in", signed_up_at=NOW, in_at=NOW)


def has_claimed(citizen: User) -> None:
    claimed(citizen)


EVERY = [holds_a_voucher, works_at_a_merchant, sits_in_an_organisation, has_pledged, is_signed_up, has_claimed]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("hinders", EVERY)
def test_it_must_end_first(hinders: Callable[[User], None], old, new, clerk):
    merger = asked(old, new)
    hinders(old)
    before = wealth(old)

    with pytest.raises(MergerHindered) as refused:
        approved(merger, clerk)
    assert len(refused.value.facts["reasons"]) == 1
    assert (wealth(old), wealth(new)) == (before, ({}, 0))
    assert Merger.objects.waiting().count() == 1
    assert User.objects.get(pk=old.pk).is_active
    assert hindrances(Pair(new.pk, old.pk), now=NOW) == [], "the account that stays may have it"
    assert found() == []


def test_a_voucher_that_was_given_back_hinders_no_more(old, new, clerk):
    give(old, 100)
    voucher = voucher_of(old, make_offer(make_merchant("茶舍")))
    give_back(citizen=old, redemption=voucher, key="back", now=NOW + UNDO_WITHIN)
    merged(old, new, clerk, now=NOW + timedelta(hours=1))

    assert wealth(new) == ({NEXT_VINTAGE: 100}, 0)


def test_what_one_person_may_have_once_both_accounts_have_had(old, new, clerk):
    give(old, 100)
    give(new, 100)
    offer = make_offer(make_merchant("茶舍"), limit_count=1)
    voucher = voucher_of(old, offer)
    type(voucher).objects.filter(pk=voucher.pk).update(status="redeemed", captured_at=NOW, taken_price=offer.price)
    merged(old, new, clerk, now=NOW + WAIT + timedelta(hours=1))

    with pytest.raises(LimitReached):
        voucher_of(new, offer, now=NOW + WAIT + timedelta(hours=2))


def test_a_team_is_left_and_led_by_who_is_in_it_longest(old, new, clerk):
    consenting.give(citizen=old, now=NOW - timedelta(days=60))
    team = friends(old)
    longest = joined(team)
    merged(old, new, clerk)

    assert list(TeamMember.objects.current().filter(team=team)) == [longest]
    team.refresh_from_db()
    assert team.captain == longest.citizen
