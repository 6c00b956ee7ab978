"""A check-in that was a mistake: undone at once by who did it, later by the desk with a reason; the bonus goes back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Notice
from campaigns import audit, refusals
from campaigns.bonuses.due import pay_due
from campaigns.bonuses.posting import left_in_budget, paid_out
from campaigns.checkins import codes, undoing
from campaigns.checkins.checking_in import by_code, by_staff
from campaigns.checkins.undoing import SOON, undo
from campaigns.models import BonusReturn, CheckIn
from campaigns.signups.joining import sign_up, withdraw
from common import editions
from credits import statements
from seals.sources import every_source
from tests.at_once import at_once
from tests.campaigns.conftest import CHECKS_IN, FLAT, OPENS, WRITES, make_staff, nothing_found, opened, text
from tests.campaigns.test_bonuses import spend_all
from tests.conftest import NOW, TODAY, make_citizen
from tests.desk_pages import carried_to

WHY = text("扫错了票。")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def campaign(author, opener):
    return opened(author, opener, **FLAT)


def there(campaign, citizen, by=None, now=NOW):
    """Checked in, by staff where `by` is somebody."""
    signup = sign_up(campaign=campaign, citizen=citizen, now=NOW).signup
    if by:
        return by_staff(campaign=campaign, ticket=codes.ticket_of(signup, now=now), by=by, now=now)
    return by_code(campaign=campaign, citizen=citizen, code=codes.on_screen(campaign, now=now).code, now=now)


def has(citizen) -> int:
    return statements.available(citizen.pk, today=TODAY)


def told(citizen) -> list[str]:
    return list(Notice.objects.filter(citizen=citizen, code="campaign_checkin_undone").values_list("code", flat=True))


def test_whoever_checked_in_undoes_it_at_once_and_the_bonus_goes_back(campaign, usher, alice):
    there(campaign, alice, usher)
    assert has(alice) == 30

    undone = undo(campaign=campaign, nth=1, by=usher, now=NOW + SOON - MINUTE)

    assert (undone.undone_by, undone.undone_at, undone.undone_for) == (usher, NOW + SOON - MINUTE, {})
    assert (has(alice), paid_out(campaign), left_in_budget(campaign)) == (0, 0, 970)
    assert BonusReturn.objects.get().bonus.checkin == undone
    assert len(told(alice)) == 1
    nothing_found()


def test_who_comes_after_all_is_checked_in_again_and_paid_again(campaign, usher, alice):
    first = there(campaign, alice, usher)
    undo(campaign=campaign, nth=1, by=usher, now=NOW + MINUTE)

    again = there(campaign, alice, usher, now=NOW + 2 * MINUTE)

    assert (again.again, again.bonus.credits, again.checkin == first.checkin) == (False, 30, False)
    assert (has(alice), left_in_budget(campaign), CheckIn.objects.count()) == (30, 940, 2)
    assert Notice.objects.filter(citizen=alice, code="campaign_bonus").count() == 2
    nothing_found()


def test_what_is_spent_already_is_owed(campaign, usher, alice):
    there(campaign, alice, usher)
    spend_all(alice)

    undo(campaign=campaign, nth=1, by=usher, now=NOW + MINUTE)

    assert (has(alice), statements.debt(alice.pk)) == (0, 30)
    nothing_found()


def test_who_is_not_there_any_more_may_withdraw(campaign, usher, alice):
    there(campaign, alice, usher)
    with pytest.raises(refusals.WasThere):
        withdraw(campaign=campaign, citizen=alice, now=NOW)
    undo(campaign=campaign, nth=1, by=usher, now=NOW)

    assert not withdraw(campaign=campaign, citizen=alice, now=NOW).is_in
    nothing_found()


@pytest.mark.parametrize("case", ["too late", "of another", "by code", "no right any more"])
def test_only_ones_own_and_only_soon(campaign, usher, alice, case):
    there(campaign, alice, None if case == "by code" else usher)
    by = make_staff("colleague", *CHECKS_IN) if case == "of another" else usher
    if case == "no right any more":
        usher.user_permissions.clear()
        by = type(usher).objects.get(pk=usher.pk)

    with pytest.raises(refusals.MayNotUndo):
        undo(campaign=campaign, nth=1, by=by, now=NOW + (SOON if case == "too late" else MINUTE), words=WHY)

    assert (has(alice), CheckIn.objects.standing().count(), told(alice)) == (30, 1, [])


@pytest.mark.parametrize("is_by_code", [True, False])
def test_the_desk_undoes_it_for_a_reason(campaign, usher, opener, alice, is_by_code):
    there(campaign, alice, None if is_by_code else usher)
    later = NOW + timedelta(days=9)

    with pytest.raises(refusals.ReasonMissing):
        undo(campaign=campaign, nth=1, by=opener, now=later)
    undone = undo(campaign=campaign, nth=1, by=opener, now=later, words=WHY)

    assert (undone.undone_for, undone.undone_by) == (WHY, opener)
    assert has(alice) == 0
    nothing_found()


def test_nobody_is_there_to_undo(campaign, usher, alice):
    for number in (1, 2):
        with pytest.raises(refusals.NotCheckedIn):
            undo(campaign=campaign, nth=number, by=usher, now=NOW)
        sign_up(campaign=campaign, citizen=alice, now=NOW)


def test_what_was_shown_is_what_is_done(campaign, usher, alice):
    there(campaign, alice, usher)
    shown = undoing.meant(campaign, 1).edition
    undo(campaign=campaign, nth=1, by=usher, now=NOW)
    there(campaign, alice, usher)

    with pytest.raises(editions.ChangedMeanwhile):
        undo(campaign=campaign, nth=1, by=usher, now=NOW, edition=shown)

    assert CheckIn.objects.standing().count() == 1


def test_an_undone_one_is_paid_no_more(campaign, usher, alice):
    """Who was frozen is paid later, unless it is undone meanwhile."""
    there(campaign, alice, usher)
    undo(campaign=campaign, nth=1, by=usher, now=NOW)

    assert pay_due(now=NOW + timedelta(days=1), limit=10) == 0


def test_two_at_once_are_one(transactional_db):
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS), **FLAT)
    usher, boss, citizen = make_staff("usher", *CHECKS_IN), make_staff("boss", *OPENS), make_citizen()
    there(campaign, citizen, usher)
    undone: list[CheckIn] = []

    def attempt(by, words):
        try:
            undone.append(undo(campaign=campaign, nth=1, by=by, now=NOW + MINUTE, words=words))
        except refusals.NotCheckedIn:
            return

    at_once([lambda: attempt(usher, None), lambda: attempt(boss, WHY)] * 5)

    assert (len(undone), BonusReturn.objects.count(), has(citizen), len(told(citizen))) == (1, 1, 0, 1)
    nothing_found()


def test_undoing_and_paying_at_once_leave_no_bonus(transactional_db):
    """Of who was frozen at the check-in."""
    campaign = opened(make_staff("author", *WRITES), make_staff("opener", *OPENS), **FLAT)
    usher, boss, citizen = make_staff("usher", *CHECKS_IN), make_staff("boss", *OPENS), make_citizen()
    there(campaign, citizen, usher)
    undo(campaign=campaign, nth=1, by=usher, now=NOW)
    signup = sign_up(campaign=campaign, citizen=citizen, now=NOW).signup
    CheckIn.objects.create(signup=signup, how="staff", by=usher, checked_in_at=NOW)

    at_once(
        [
            lambda: undo(campaign=campaign, nth=1, by=boss, now=NOW + MINUTE, words=WHY),
            *[lambda: pay_due(now=NOW + MINUTE, limit=10)] * 3,
        ]
    )

    assert has(citizen) == 0
    nothing_found()


# The database and the seal


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE campaigns_checkin SET undone_at = NULL, undone_by_id = NULL WHERE undone_at IS NOT NULL",
        "UPDATE campaigns_checkin SET undone_at = checked_in_at WHERE undone_at IS NULL",
        "UPDATE campaigns_checkin SET undone_at = now(), undone_by_id = by_id + 1 WHERE undone_at IS NULL",
        "UPDATE campaigns_checkin SET checked_in_at = now()",
        "DELETE FROM campaigns_checkin",
        (
            "INSERT INTO campaigns_checkin (signup_id, how, by_id, checked_in_at, undone_for)"
            " SELECT signup_id, how, by_id, checked_in_at, '{}' FROM campaigns_checkin WHERE undone_at IS NULL"
        ),
        "UPDATE campaigns_bonus SET checkin_id = NULL",
    ],
)
def test_the_database_refuses(campaign, usher, alice, bob, statement):
    there(campaign, alice, usher)
    undo(campaign=campaign, nth=1, by=usher, now=NOW)
    there(campaign, bob, usher)

    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(statement)


LIES = {
    "a bonus that stays": (
        "UPDATE campaigns_checkin SET undone_at = NULL, undone_by_id = NULL",
        {"bonus_taken_back_with_no_act"},
    ),
    "undone, and paid": (
        "UPDATE campaigns_checkin SET undone_at = checked_in_at, undone_by_id = by_id WHERE undone_at IS NULL",
        {"bonus_stays_although_its_checkin_is_undone"},
    ),
    "at another time": (
        "UPDATE campaigns_checkin SET undone_at = undone_at + interval '1 minute'",
        {"bonus_stays_although_its_checkin_is_undone"},
    ),
    "late, for nothing": (
        "UPDATE campaigns_checkin SET checked_in_at = checked_in_at - interval '1 hour' WHERE undone_at IS NOT NULL",
        {"checkin_undone_without_reason", "checked_in_without_a_place"},
    ),
    "a bonus of another's check-in": (
        "UPDATE campaigns_bonus SET checkin_id = 999999 WHERE id NOT IN (SELECT bonus_id FROM campaigns_bonusreturn)",
        {"bonus_without_its_checkin"},
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(campaign, usher, alice, bob, lie):
    statement, named = LIES[lie]
    there(campaign, alice, usher)
    undo(campaign=campaign, nth=1, by=usher, now=NOW)
    there(campaign, bob, usher)
    nothing_found()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount

    assert {found.code for found in audit.findings()} == named


def test_the_day_seals_who_undid_what_and_why():
    sources = {source.name: source for source in every_source() if source.name.startswith("campaigns.checkins")}

    assert {name: source.is_past for name, source in sources.items()} == {
        "campaigns.checkins": True,
        "campaigns.checkins_of_signups": False,
        "campaigns.checkins_undone": False,
    }


# At the desk


def browser(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def page(campaign) -> str:
    return reverse("admin:campaigns_campaign_undo", args=[campaign.pk])


def test_an_usher_sees_who_they_just_checked_in_and_undoes_it(campaign, usher, alice, time_machine):
    time_machine.move_to(NOW, tick=False)
    there(campaign, alice, usher)
    client = browser(usher)

    listed = client.get(reverse("admin:campaigns_campaign_change", args=[campaign.pk]))
    assert f"{page(campaign)}?number=1" in listed.content.decode()
    shown = client.get(page(campaign), {"number": 1})
    assert "30 积分" in shown.content.decode()
    done = client.post(page(campaign), {**carried_to(shown, page(campaign)), "number": "1"}, follow=True)

    assert "已撤销" in done.content.decode()
    assert CheckIn.objects.get().undone_by == usher


def test_the_desk_says_why(campaign, usher, opener, alice, time_machine):
    time_machine.move_to(NOW + timedelta(hours=3), tick=False)
    there(campaign, alice, usher)
    client = browser(opener)
    carries = {**carried_to(client.get(page(campaign), {"number": 1}), page(campaign)), "number": "1"}

    answer = client.post(page(campaign), carries)
    assert answer.context["form"].errors
    client.post(page(campaign), {**carries, "edition": "", "words_zh": "扫错了票。"})
    assert CheckIn.objects.standing().count() == 1
    client.post(page(campaign), {**carries, "words_zh": "扫错了票。"})

    assert CheckIn.objects.get().undone_for["zh-hans"] == "扫错了票。"


@pytest.mark.parametrize("sent", [{}, {"number": "x"}, {"number": "0"}, {"number": "7"}, {"number": "9" * 30}])
def test_a_number_that_is_none_is_told_so(campaign, opener, sent):
    answer = browser(opener).get(page(campaign), sent, follow=True)

    assert answer.status_code == 200
    assert answer.templates


def test_who_may_neither_check_in_nor_open_sees_no_such_page(campaign, author):
    assert browser(author).get(page(campaign), {"number": 1}).status_code == 403


def test_a_colleague_is_told_who_may(campaign, usher, alice, time_machine):
    time_machine.move_to(NOW, tick=False)
    there(campaign, alice, usher)

    answer = browser(make_staff("colleague", *CHECKS_IN)).get(page(campaign), {"number": 1}, follow=True)

    assert "10分钟" in answer.content.decode()
