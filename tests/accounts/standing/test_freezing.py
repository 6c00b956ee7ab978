"""A freeze has an end, is one at a time, is told to its citizen, and is nobody's own to make or to lift."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import Freeze
from accounts.refusals import AlreadyFrozen, FreezeIsOver, NoSuchEnd, OwnFreeze
from accounts.standing import freezing
from accounts.standing.reading import frozen_now
from tests.accounts.standing.conftest import A_WEEK, frozen
from tests.at_once import at_once
from tests.conftest import NOW
from tests.inboxes import led_to, said_to

LATER = NOW + timedelta(days=1)


def test_a_freeze_is_in_force_until_its_end(freeze, alice, bob):
    assert frozen_now(alice.pk, now=NOW) == freeze
    assert frozen_now(alice.pk, now=freeze.ends_at - timedelta(seconds=1)) == freeze
    assert frozen_now(alice.pk, now=freeze.ends_at) is None
    assert frozen_now(bob.pk, now=NOW) is None


def test_lifted_it_is_over_at_once_and_the_citizen_is_told_both(freeze, alice, desk):
    freezing.lift(freeze=freeze, by=desk, now=LATER)
    freeze.refresh_from_db()
    assert (freeze.over_at, freeze.lifted_by, frozen_now(alice.pk, now=LATER)) == (LATER, desk, None)
    assert said_to(alice) == [
        "Earning and spending rest for your account, until Nov. 30, 2026, 12:00 PM at the latest. See why.",
        "Your account is free again. What you reported in the meantime is being counted.",
    ]
    assert led_to(alice) == ["/me/standing/"] * 2


@pytest.mark.parametrize(
    ("earning", "spending", "said"),
    [
        (True, False, "您的账号暂停获得积分，最晚到 2026年11月30日 12:00。点开看原因。"),
        (False, True, "您的账号暂停兑换和捐赠，最晚到 2026年11月30日 12:00。点开看原因。"),
    ],
)
def test_the_citizen_is_told_what_rests(alice, desk, earning, spending, said):
    frozen(alice, desk, earning=earning, spending=spending)
    assert said_to(alice, "zh-hans") == [said]


def test_nobody_freezes_or_lifts_for_themselves(freeze, alice, desk):
    with pytest.raises(OwnFreeze):
        frozen(desk, desk)
    with pytest.raises(OwnFreeze):
        freezing.lift(freeze=freeze, by=alice, now=LATER)
    assert Freeze.objects.open().get() == freeze
    with pytest.raises(IntegrityError), transaction.atomic():
        Freeze.objects.update(lifted_by=alice, over_at=LATER)


def test_one_is_open_at_a_time_and_another_may_follow(freeze, alice, desk):
    with pytest.raises(AlreadyFrozen):
        frozen(alice, desk, now=LATER)
    freezing.lift(freeze=freeze, by=desk, now=LATER)
    frozen(alice, desk, now=LATER)
    assert Freeze.objects.count() == 2


@pytest.mark.parametrize("after", [timedelta(0), -timedelta(days=1), freezing.LONGEST + timedelta(seconds=1)])
def test_a_freeze_ends_after_now_and_within_ninety_days(alice, desk, after):
    with pytest.raises(NoSuchEnd):
        frozen(alice, desk, ends_at=NOW + after)
    assert not Freeze.objects.exists()


def test_what_is_over_is_not_lifted_again(freeze, desk, alice):
    with pytest.raises(FreezeIsOver):
        freezing.lift(freeze=freeze, by=desk, now=NOW + A_WEEK)
    freezing.lift(freeze=freeze, by=desk, now=LATER)
    with pytest.raises(FreezeIsOver):
        freezing.lift(freeze=freeze, by=desk, now=LATER)
    assert len(said_to(alice)) == 2


def test_the_trail_tells_who_froze_and_who_lifted_and_no_note(freeze, desk):
    freezing.lift(freeze=freeze, by=desk, now=LATER)
    events = apps.get_model("accounts.FreezeEvent").objects.order_by("pgh_id")
    assert list(events.values_list("pgh_label", "by", "lifted_by")) == [
        ("insert", desk.pk, None),
        ("update", desk.pk, desk.pk),
    ]
    assert not {"note", "citizen"} & {field.name for field in events.model._meta.fields}


@pytest.mark.django_db(transaction=True)
def test_two_who_freeze_or_lift_at_once_do_it_once(alice, desk):
    made = at_once([lambda: frozen(alice, desk)] * 6)
    assert sorted(type(one).__name__ for one in made) == ["AlreadyFrozen"] * 5 + ["Freeze"]
    freeze = Freeze.objects.get()
    lifted = at_once([lambda: freezing.lift(freeze=freeze, by=desk, now=LATER)] * 6)
    assert sorted(type(one).__name__ for one in lifted) == ["Freeze"] + ["FreezeIsOver"] * 5
    assert len(said_to(alice)) == 2
