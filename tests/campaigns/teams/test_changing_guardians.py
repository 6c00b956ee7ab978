"""A guardian who is gone: one of the desk asks, all are told, and a colleague agrees days later; or nothing happens."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from campaigns import audit
from campaigns.models import GuardianChange, TeamConsent, TeamMember
from campaigns.teams import changing_guardians, consenting
from campaigns.teams.changing_guardians import WAITS, agree, ask, refuse
from campaigns.teams.refusals import (
    AnotherDecides,
    ChangeComes,
    ChangeDecided,
    ChangeWaits,
    GuardianDecides,
    NobodyDecides,
    OwnChange,
    SameGuardian,
    UnfitChild,
    UnfitGuardian,
)
from common import editions
from tests.at_once import at_once
from tests.campaigns.conftest import make_staff
from tests.campaigns.teams.conftest import adult, friends, joined
from tests.conftest import NOW, make_citizen
from tests.desk_pages import carried_to

pytestmark = pytest.mark.django_db
THEN = NOW + WAITS
PROOF = {"reason": "监护人账户已注销", "reference": "成碳服〔2026〕12号"}
ASKS = ("campaigns.view_guardianchange", "campaigns.add_guardianchange")
AGREES = ("campaigns.view_guardianchange", "campaigns.agree_guardianchange")


@pytest.fixture
def child() -> User:
    return make_citizen(name="小明")


@pytest.fixture
def parent(child) -> User:
    found = make_citizen()
    consenting.give_for(child=child, guardian=found, now=NOW)
    return found


@pytest.fixture
def aunt() -> User:
    return make_citizen()


@pytest.fixture
def clerk() -> User:
    return make_staff("clerk", *ASKS)


@pytest.fixture
def colleague() -> User:
    return make_staff("colleague", *AGREES)


def asked(child, by, to=None) -> GuardianChange:
    return ask(child=child, to=to, by=by, now=NOW, **PROOF)


def nothing_found() -> None:
    assert [str(found) for found in audit.findings()] == []


def told(citizen) -> list[str]:
    own = Notice.objects.filter(citizen=citizen, code__startswith="guardian")
    return list(own.order_by("pk").values_list("code", flat=True))


def test_a_child_whose_guardian_is_gone_is_freed_by_two(child, parent, clerk, colleague):
    joined(friends(adult()), citizen=child)
    parent.is_active = False
    parent.save(update_fields=["is_active"])
    with pytest.raises(GuardianDecides):
        consenting.give(citizen=child, now=NOW)

    change = agree(change=asked(child, clerk), by=colleague, now=THEN)

    assert (change.is_agreed, change.guardian, change.decided_by) == (True, parent, colleague)
    assert not TeamMember.objects.current().filter(citizen=child).exists()
    assert consenting.give(citizen=child, now=THEN).guardian is None
    assert told(child) == told(parent) == ["guardian_change_asked", "guardian_changed"]
    nothing_found()


def test_a_child_is_handed_over_and_only_the_new_guardian_decides(child, parent, aunt, clerk, colleague):
    agree(change=asked(child, clerk, aunt), by=colleague, now=THEN)

    assert changing_guardians.guardian_of(child) == aunt
    assert consenting.standing(child) is None
    with pytest.raises(GuardianDecides):
        consenting.give(citizen=child, now=THEN)
    with pytest.raises(AnotherDecides):
        consenting.give_for(child=child, guardian=parent, now=THEN)
    assert consenting.give_for(child=child, guardian=aunt, now=THEN).guardian == aunt
    assert told(aunt) == ["guardian_change_asked", "guardian_changed"]
    nothing_found()


def test_nothing_is_so_before_it_is_agreed(child, parent, aunt, clerk, colleague):
    change = asked(child, clerk, aunt)
    with pytest.raises(ChangeComes):
        agree(change=change, by=colleague, now=THEN - timedelta(seconds=1))
    with pytest.raises(AnotherDecides):
        consenting.give_for(child=child, guardian=aunt, now=NOW)

    refuse(change=change, by=colleague, now=NOW)

    assert changing_guardians.guardian_of(child) == parent
    assert told(child) == ["guardian_change_asked", "guardian_change_refused"]
    with pytest.raises(ChangeDecided):
        agree(change=change, by=colleague, now=THEN)
    nothing_found()


@pytest.mark.parametrize("who", ["clerk", "child", "parent", "aunt"])
def test_whom_it_concerns_and_who_asked_decide_nothing(child, parent, aunt, clerk, who, request):
    change = asked(child, clerk, aunt)
    for deed in (agree, refuse):
        with pytest.raises(OwnChange):
            deed(change=change, by=request.getfixturevalue(who), now=THEN)

    change.refresh_from_db()
    assert change.decided_at is None


@pytest.mark.parametrize("who", ["child", "parent", "aunt"])
def test_nobody_asks_for_themselves(child, parent, aunt, who, request):
    with pytest.raises(OwnChange):
        asked(child, request.getfixturevalue(who), aunt)

    assert not GuardianChange.objects.exists()


def test_what_cannot_be_asked_for(child, parent, aunt, clerk):
    other = make_citizen()
    consenting.give_for(child=other, guardian=aunt, now=NOW)
    closed = make_citizen()
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    for error, whose, to in (
        (NobodyDecides, aunt, None),
        (SameGuardian, child, parent),
        (UnfitGuardian, child, child),
        (UnfitGuardian, child, other),
        (UnfitGuardian, child, closed),
    ):
        with pytest.raises(error):
            asked(whose, clerk, to)
    assert not GuardianChange.objects.exists()

    asked(child, clerk)
    with pytest.raises(ChangeWaits):
        asked(child, clerk, aunt)


def test_a_guardian_who_became_unfit_meanwhile_is_not_bound(child, parent, aunt, clerk, colleague):
    change = asked(child, clerk, aunt)
    consenting.give_for(child=aunt, guardian=make_citizen(), now=NOW)

    with pytest.raises(UnfitGuardian):
        agree(change=change, by=colleague, now=THEN)

    assert changing_guardians.guardian_of(child) == parent


def test_a_guardian_who_released_the_child_meanwhile_has_done_it(child, parent, clerk, colleague):
    change = asked(child, clerk)
    consenting.withdraw_for(child_id=child.public_id, guardian=parent, now=NOW)
    consenting.release(child_id=child.public_id, guardian=parent, now=NOW)

    with pytest.raises(NobodyDecides):
        agree(change=change, by=colleague, now=THEN)


def test_what_was_shown_is_what_is_done(child, parent, clerk, colleague):
    change = asked(child, clerk)
    shown = changing_guardians.edition_of(change)
    joined(friends(adult()), citizen=child)

    with pytest.raises(editions.ChangedMeanwhile):
        agree(change=change, by=colleague, edition=shown, now=THEN)

    assert TeamMember.objects.current().filter(citizen=child).count() == 1


def test_a_child_who_decides_for_others_by_now_is_no_child(child, parent, clerk, colleague):
    change = asked(child, clerk)
    TeamConsent.objects.create(citizen=make_citizen(), guardian=child, edition="x", given_at=NOW)

    with pytest.raises(UnfitChild):
        agree(change=change, by=colleague, now=THEN)


def test_two_at_once_are_one(transactional_db):
    child, parent, aunt = make_citizen(), make_citizen(), make_citizen()
    consenting.give_for(child=child, guardian=parent, now=NOW)
    clerk, first, second = make_staff("c", *ASKS), make_staff("a", *AGREES), make_staff("b", *AGREES)
    change, done = asked(child, clerk, aunt), []

    def attempt(deed, by):
        try:
            done.append(deed(change=change, by=by, now=THEN).is_agreed)
        except ChangeDecided:
            return

    at_once([lambda: attempt(agree, first), lambda: attempt(refuse, second)] * 4)

    assert len(done) == 1
    assert told(aunt) == ["guardian_change_asked", "guardian_changed" if done[0] else "guardian_change_refused"]
    nothing_found()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE campaigns_guardianchange SET decided_by_id = asked_by_id, is_agreed = true, decided_at = due_at",
        "UPDATE campaigns_guardianchange SET decided_by_id = child_id, is_agreed = true, decided_at = due_at",
        "UPDATE campaigns_guardianchange SET decided_by_id = to_id, is_agreed = true, decided_at = due_at",
        "UPDATE campaigns_guardianchange SET is_agreed = true",
        "UPDATE campaigns_guardianchange SET to_id = NULL",
        "UPDATE campaigns_guardianchange SET due_at = asked_at",
        "DELETE FROM campaigns_guardianchange",
    ],
)
def test_the_database_refuses(child, parent, aunt, clerk, statement):
    asked(child, clerk, aunt)

    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(statement)


LIES = {
    "one alone": ("UPDATE campaigns_guardianchange SET asked_by_id = decided_by_id", {"guardian_changed_by_one"}),
    "whom it concerns": ("UPDATE campaigns_guardianchange SET decided_by_id = to_id", {"guardian_changed_by_one"}),
    "at once": ("UPDATE campaigns_guardianchange SET due_at = asked_at", {"guardian_changed_by_one"}),
    "bound to another": (
        "UPDATE campaigns_guardianchange SET to_id = (SELECT max(id) + 1 FROM accounts_user)",
        {"guardian_change_is_not_its_consents", "bound_by_nobody"},
    ),
    "of another guardian": (
        "UPDATE campaigns_guardianchange SET guardian_id = (SELECT max(id) + 1 FROM accounts_user)",
        {"guardian_change_is_not_its_consents"},
    ),
    "that never was": ("DELETE FROM campaigns_guardianchange", {"bound_by_nobody"}),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(child, parent, aunt, clerk, colleague, lie):
    statement, named = LIES[lie]
    agree(change=asked(child, clerk, aunt), by=colleague, now=THEN)
    nothing_found()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("ALTER TABLE campaigns_guardianchange DROP CONSTRAINT guardian_change_decided_by_another")
        cursor.execute(statement)
        assert cursor.rowcount

    assert {found.code for found in audit.findings()} == named


# At the desk


def browser(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_one_asks_and_another_agrees_at_the_desk(child, parent, aunt, clerk, colleague, time_machine):
    time_machine.move_to(NOW, tick=False)
    entered = {"child": child.public_id.upper(), "to": aunt.public_id, **PROOF}
    answer = browser(clerk).post(reverse("admin:campaigns_guardianchange_add"), entered)
    change = GuardianChange.objects.get()
    page = reverse("admin:campaigns_guardianchange_change", args=[change.pk])
    to = reverse("admin:campaigns_guardianchange_agree", args=[change.pk])
    assert answer.url == page
    assert to not in browser(colleague).get(page).content.decode(), "not before all could object"

    time_machine.move_to(THEN, tick=False)
    assert browser(clerk).post(to).status_code == 403
    shown = browser(colleague).get(page)
    browser(colleague).post(to, carried_to(shown, to))

    assert changing_guardians.guardian_of(child) == aunt


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"child": "nobody"}, "child"),
        ({"child": ""}, "child"),
        ({"to": "0000000000000000"}, "to"),
        ({"reason": " "}, "reason"),
        ({"reference": ""}, "reference"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_beside_its_field(child, parent, clerk, entered, field):
    given = {"child": child.public_id, "to": "", **PROOF, **entered}

    answer = browser(clerk).post(reverse("admin:campaigns_guardianchange_add"), given)

    assert field in answer.context["form"].errors
    assert not GuardianChange.objects.exists()


def test_nobody_else_asks_or_decides(child, parent, clerk, colleague):
    change = asked(child, clerk)
    add, agreed = reverse("admin:campaigns_guardianchange_add"), "admin:campaigns_guardianchange_agree"

    assert browser(colleague).get(add).status_code == 403
    assert browser(make_staff("reader", "campaigns.view_guardianchange")).get(add).status_code == 403
    assert browser(clerk).post(reverse(agreed, args=[change.pk])).status_code == 403
