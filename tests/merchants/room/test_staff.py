"""Staff: invited by phone, accepted by the one whose phone it is, ended by who leads them, and by nobody else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.changing_phone.passing_on import begin_anew
from accounts.models import User
from accounts.refusals import NotAMobileNumber
from merchants.models import Membership, Role
from merchants.refusals import AlreadyOfStaff, NotAllowed, UnknownInvitation, UnknownMember
from merchants.room.staff import accept, decline, end, invitations_of, invite
from tests.conftest import NOW
from tests.merchants.conftest import make_member
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader

ALICE, BOB = "139 0000 0001", "139 0000 0002"


@pytest.fixture(autouse=True)
def _fresh_limits(db) -> None:
    cache.clear()


@pytest.fixture
def owner(teahouse) -> Membership:
    return make_member(teahouse, Role.OWNER)


@pytest.fixture
def invited(owner, alice) -> Membership:
    """Alice is invited as a cashier."""
    return invite(by=owner, phone=ALICE, role=Role.CASHIER, now=NOW)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff_address(merchant) -> str:
    return f"/merchant/{merchant.public_id}/staff/"


@pytest.mark.parametrize(
    ("leader", "role"),
    [(Role.OWNER, Role.MANAGER), (Role.OWNER, Role.CASHIER), (Role.MANAGER, Role.CASHIER)],
)
def test_invited_phone_accepts_and_is_forgotten(teahouse, alice, leader, role):
    invited = invite(by=make_member(teahouse, leader), phone=ALICE, role=role, now=NOW)
    assert (invited.phone, invited.user, list(invitations_of(alice))) == ("+8613900000001", None, [invited])

    accept(citizen=alice, membership=invited, now=NOW)

    invited.refresh_from_db()
    assert (invited.user, invited.phone, invited.role, invited.accepted_at) == (alice, "", role, NOW)
    assert list(invitations_of(alice)) == []


@pytest.mark.parametrize(
    ("leader", "role"),
    [
        (Role.OWNER, Role.OWNER),
        (Role.MANAGER, Role.OWNER),
        (Role.MANAGER, Role.MANAGER),
        (Role.CASHIER, Role.CASHIER),
    ],
)
def test_nobody_invites_or_ends_whom_they_do_not_lead(teahouse, leader, role):
    by, other = make_member(teahouse, leader), make_member(teahouse, role)

    with pytest.raises(NotAllowed):
        invite(by=by, phone=ALICE, role=role, now=NOW)
    with pytest.raises(NotAllowed):
        end(by=by, membership=other, now=NOW)

    assert Membership.objects.current().count() == Membership.objects.count() == 2


def test_phone_is_invited_once_and_not_when_it_works_here(owner, invited, alice):
    with pytest.raises(AlreadyOfStaff):
        invite(by=owner, phone=ALICE, role=Role.MANAGER, now=NOW)
    accept(citizen=alice, membership=invited, now=NOW)
    with pytest.raises(AlreadyOfStaff):
        invite(by=owner, phone=ALICE, role=Role.MANAGER, now=NOW)
    with pytest.raises(NotAMobileNumber):
        invite(by=owner, phone="12", role=Role.CASHIER, now=NOW)

    assert Membership.objects.count() == 2


def test_another_citizen_can_neither_accept_nor_decline(invited, bob):
    for answer in (accept, decline):
        with pytest.raises(UnknownInvitation):
            answer(citizen=bob, membership=invited, now=NOW)

    invited.refresh_from_db()
    assert (invited.user, invited.ended_at) == (None, None)


def test_phone_that_was_not_shown_to_be_ones_own_gets_no_invitation(invited, alice):
    alice.profile.phone_verified_at = None
    alice.profile.save()

    assert list(invitations_of(alice)) == []


def test_an_invitation_of_before_is_not_for_who_got_the_number_since(invited, alice):
    newcomer = begin_anew(phone=invited.phone, language="zh-hans", now=NOW + timedelta(days=200))

    assert list(invitations_of(newcomer)) == []
    for answer in (accept, decline):
        with pytest.raises(UnknownInvitation):
            answer(citizen=newcomer, membership=invited, now=NOW + timedelta(days=201))
    assert browser_of(newcomer).get(f"/merchant/invitations/{invited.public_id}/").status_code == 404
    invited.refresh_from_db()
    assert (invited.user, invited.ended_at) == (None, None)


def test_declined_invitation_is_over_and_its_phone_forgotten(owner, invited, alice):
    decline(citizen=alice, membership=invited, now=NOW)

    invited.refresh_from_db()
    assert (invited.ended_at, invited.phone, invited.user) == (NOW, "", None)
    with pytest.raises(UnknownInvitation):
        accept(citizen=alice, membership=invited, now=NOW)
    invite(by=owner, phone=ALICE, role=Role.CASHIER, now=NOW)


def test_invitation_that_was_taken_back_cannot_be_accepted(owner, invited, alice):
    end(by=owner, membership=invited, now=NOW)

    with pytest.raises(UnknownInvitation):
        accept(citizen=alice, membership=invited, now=NOW)
    assert Membership.objects.current().get() == owner


def test_ended_member_works_here_no_more_and_ending_again_changes_nothing(owner, cashier):
    end(by=owner, membership=cashier, now=NOW)
    first = Membership.objects.get(pk=cashier.pk)

    again = end(by=owner, membership=cashier, now=NOW.replace(hour=5))

    assert (first.is_current, first.ended_at, again.ended_at) == (False, NOW, NOW)


def test_who_was_ended_leads_nobody(owner, cashier):
    owner.ended_at = NOW
    owner.save()

    with pytest.raises(NotAllowed):
        end(by=owner, membership=cashier, now=NOW)
    assert Membership.objects.get(pk=cashier.pk).is_current


def test_another_merchants_staff_is_unknown(owner, bookshop):
    other = make_member(bookshop)

    with pytest.raises(UnknownMember):
        end(by=owner, membership=other, now=NOW)
    assert Membership.objects.get(pk=other.pk).is_current


# The pages


def test_owner_invites_and_the_invited_one_finds_accepts_and_opens_the_till(owner, teahouse, till, alice):
    shop = browser_of_leader(owner.user)
    sent = shop.post(staff_address(teahouse), {"phone": ALICE, "role": "cashier"}, follow=True)
    assert "139****0001" in words_of(sent)
    home = browser_of(alice)
    assert "蜀风茶舍邀请您加入" in words_of(home.get("/me/"))
    assert home.get(f"/till/{till.public_id}/").status_code == 404
    [invited] = invitations_of(alice)

    home.post(f"/invitations/{invited.public_id}/accept/")

    assert home.get(f"/till/{till.public_id}/").status_code == 200
    assert "收银台" in words_of(home.get("/me/"))


def test_staff_page_shows_masked_numbers_and_no_names(owner, invited, teahouse, alice):
    accept(citizen=alice, membership=invited, now=NOW)

    said = words_of(browser_of_leader(owner.user).get(staff_address(teahouse)))

    assert "139****0001" in said
    assert "Alice" not in said
    assert "13900000001" not in said


def test_refused_invitation_is_said_at_the_field(owner, invited, teahouse):
    answer = browser_of_leader(owner.user).post(staff_address(teahouse), {"phone": ALICE, "role": "cashier"})

    assert "这个号码已是员工，或已经邀请过" in words_of(answer)
    assert Membership.objects.invited().count() == 1


def test_manager_is_offered_cashiers_only(manager, teahouse):
    shop = browser_of_leader(manager.user)

    refused = shop.post(staff_address(teahouse), {"phone": ALICE, "role": "manager"})

    assert refused.context["form"].fields["role"].choices == [("cashier", "收银员")]
    assert not Membership.objects.invited().exists()


def test_ending_asks_first(owner, cashier, teahouse):
    shop, address = browser_of_leader(owner.user), f"{staff_address(teahouse)}{cashier.public_id}/end/"

    asked = shop.get(address)
    assert (asked.status_code, Membership.objects.get(pk=cashier.pk).is_current) == (200, True)
    shop.post(address)

    assert not Membership.objects.get(pk=cashier.pk).is_current


@pytest.mark.parametrize("place", ["cashier here", "owner elsewhere", "works nowhere"])
def test_who_does_not_lead_finds_no_staff_page(teahouse, bookshop, cashier, bob, place):
    who = {
        "cashier here": cashier.user,
        "owner elsewhere": make_member(bookshop, Role.OWNER).user,
        "works nowhere": bob,
    }[place]
    browser, address = browser_of_leader(who), staff_address(teahouse)

    answers = [
        browser.get(address),
        browser.post(address, {"phone": BOB, "role": "cashier"}),
        browser.post(f"{address}{cashier.public_id}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Membership.objects.invited().exists()
    assert Membership.objects.get(pk=cashier.pk).is_current


def test_manager_finds_no_way_to_end_the_owner(manager, owner, teahouse):
    answer = browser_of_leader(manager.user).post(f"{staff_address(teahouse)}{owner.public_id}/end/")

    assert answer.status_code == 404
    assert Membership.objects.get(pk=owner.pk).is_current
