"""A lost number at the desk: what was shown, its code, a week, never for oneself; by two where nobody can object."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import audit, worklist
from accounts.changing_phone import changing, notices, waiting
from accounts.changing_phone.models import PhoneChange, Stopped, Way
from accounts.changing_phone.refusals import NoAgreementNeeded, OwnChange
from accounts.jobs import change_phones
from accounts.models import Deed, Notice, Profile, User
from common.editions import FIELD
from tests.accounts.changing_phone.conftest import NEW, OLD, phone_of
from tests.conftest import NOW, make_citizen
from tests.second_factors import show_factor

pytestmark = pytest.mark.django_db
SERVING, SECURITY, OPERATOR = "账户服务 · Account service", "安全 · Security", "运营 · Operator"
SHOWN = {"shown": "contract", "reference": "工单 43"}
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def roles(db, noon):
    call_command("load_roles")


def member(name: str, role: str) -> User:
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def desk_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    show_factor(browser, user)
    return browser


def page_of(citizen: User) -> str:
    return f"/admin/accounts/user/{citizen.pk}/new-phone/"


def deed(change: PhoneChange, name: str) -> str:
    return f"/admin/accounts/phonechange/{change.pk}/{name}/"


def carried(page) -> dict[str, str]:
    return {FIELD: page.context["edition"]}


def ask(browser: Client, citizen: User, box, **other: str):
    """Gives the new number, reads its code and what was shown."""
    browser.post(page_of(citizen), {"phone": NEW})
    page = browser.get(f"{page_of(citizen)}code/")
    return browser.post(f"{page_of(citizen)}code/", {"code": box.code, **SHOWN, **carried(page), **other})


def without_number() -> User:
    """Whose number was passed on."""
    return make_citizen()


def test_official_sets_a_number_that_waits_and_the_old_one_is_told(owner, messages, noon):
    serving = member("lin", SERVING)
    browser = desk_of(serving)
    assert page_of(owner) in browser.get(f"/admin/accounts/user/{owner.pk}/change/").content.decode()

    assert ask(browser, owner, messages).status_code == 302

    [change] = PhoneChange.objects.all()
    assert (change.way, change.by, change.shown, change.reference) == (Way.DESK, serving, "contract", "工单 43")
    assert (change.due_at, change.tells_old, phone_of(owner)) == (NOW + WEEK, True, OLD)
    assert messages.messages[-1][0] == NEW
    assert messages.notices[-1][0] == OLD
    noon.shift(WEEK)
    change_phones()
    assert phone_of(owner) == NEW
    assert list(audit.findings()) == []


def test_old_number_and_owner_stop_what_the_desk_has_asked_for(owner, messages, noon):
    ask(desk_of(member("lin", SERVING)), owner, messages)
    link = "/phone-change/" + messages.notices[0][1].split("/phone-change/")[1]

    Client().post(link)

    noon.shift(WEEK)
    change_phones()
    assert (phone_of(owner), PhoneChange.objects.get().stopped) == (OLD, Stopped.OLD_NUMBER)


def test_where_no_number_can_object_a_second_official_agrees(messages, noon):
    citizen, lin, wei = without_number(), member("lin", SERVING), member("wei", SECURITY)
    ask(desk_of(lin), citizen, messages)
    [change] = PhoneChange.objects.all()
    assert (change.tells_old, messages.notices) == (False, [])
    noon.shift(WEEK)
    change_phones()
    assert phone_of(citizen) is None

    browser = desk_of(wei)
    page = browser.get(deed(change, "agree"))
    assert "工单 43" in page.content.decode()
    browser.post(deed(change, "agree"), carried(page))

    change_phones()
    change.refresh_from_db()
    assert (phone_of(citizen), change.agreed_by) == (NEW, wei)
    assert list(audit.findings()) == []


def test_nobody_does_it_for_themselves_nor_agrees_with_themselves(messages):
    citizen, lin = without_number(), member("lin", SERVING)
    change = waiting.ask(user=citizen, phone=NEW, to_stop=str, by=lin, now=NOW, **SHOWN)

    for own in (lin, citizen):
        with pytest.raises(OwnChange):
            waiting.agree(change=change, by=own, now=NOW)
    with pytest.raises(OwnChange):
        waiting.ask(user=lin, phone=OLD, to_stop=str, by=lin, now=NOW, **SHOWN)
    with pytest.raises(OwnChange):
        waiting.stop(change=change, stopped=Stopped.DESK, by=citizen, now=NOW)
    waiting.agree(change=change, by=member("wei", SECURITY), now=NOW)
    with pytest.raises(NoAgreementNeeded):
        waiting.agree(change=change, by=member("an", SECURITY), now=NOW)


@pytest.mark.parametrize("role", [OPERATOR, SECURITY, "审计 · Audit", "运营 · Operator"])
def test_other_roles_set_no_number(owner, messages, role):
    browser = desk_of(member("lin", role))

    assert browser.get(page_of(owner)).status_code == 403
    assert browser.post(page_of(owner), {"phone": NEW}).status_code == 403
    assert browser.post(f"{page_of(owner)}code/", {"code": "123456", **SHOWN}).status_code == 403

    assert (messages.messages, PhoneChange.objects.count()) == ([], 0)


def test_who_sets_does_not_agree_and_who_may_neither_does_nothing(messages):
    change = waiting.ask(user=without_number(), phone=NEW, to_stop=str, by=member("lin", SERVING), now=NOW, **SHOWN)

    assert desk_of(member("an", SERVING)).post(deed(change, "agree")).status_code == 403
    for name in ("agree", "stop"):
        assert desk_of(member(f"bo {name}", OPERATOR)).post(deed(change, name)).status_code == 403

    change.refresh_from_db()
    assert (change.agreed_by, change.stopped_at) == (None, None)


def test_number_of_staff_is_set_by_nobody(messages):
    colleague = member("wei", SERVING)

    assert desk_of(member("lin", SERVING)).get(page_of(colleague)).status_code == 403


@pytest.mark.parametrize("lacks", ["code", "shown", "reference", FIELD])
def test_what_is_missing_or_wrong_has_nothing_wait(owner, messages, lacks):
    wrong = {"code": "000000" if lacks == "code" else messages, lacks: ""}

    ask(desk_of(member("lin", SERVING)), owner, messages, **{lacks: wrong[lacks]})

    assert not PhoneChange.objects.exists()


def test_code_for_one_citizen_is_none_for_another(owner, bob, messages):
    browser = desk_of(member("lin", SERVING))
    browser.post(page_of(owner), {"phone": NEW})

    assert browser.get(f"{page_of(bob)}code/").url == page_of(bob)
    browser.post(f"{page_of(bob)}code/", {"code": messages.code, **SHOWN})

    assert not PhoneChange.objects.exists()


def test_desk_stops_what_waits_and_shows_it_first(owner, messages):
    change = waiting.ask(user=owner, phone=NEW, to_stop=str, now=NOW)
    browser = desk_of(member("wei", SECURITY))

    browser.post(deed(change, "stop"))
    change.refresh_from_db()
    assert change.stopped_at is None, "nothing was shown"
    browser.post(deed(change, "stop"), carried(browser.get(deed(change, "stop"))))

    change.refresh_from_db()
    assert change.stopped == Stopped.DESK
    assert Notice.objects.filter(citizen=owner, code=notices.STOPPED).exists()


def test_account_is_found_by_the_number_that_it_lost(owner, messages):
    changing.change(user=owner, phone=NEW, now=NOW)
    browser = desk_of(member("lin", SERVING))

    page = browser.get("/admin/accounts/phonechange/?q=13800000001")

    assert owner.public_id in page.content.decode()
    assert "138****0001" in page.content.decode()
    assert Deed.objects.filter(row=owner.pk, facts__seen="phone").exists()
    assert owner.public_id not in browser.get("/admin/accounts/phonechange/?q=13800000002").content.decode()
    unseeing = desk_of(member("an", "审计 · Audit"))
    assert owner.public_id not in unseeing.get("/admin/accounts/phonechange/?q=13800000001").content.decode()


@pytest.mark.parametrize(
    "lie",
    [
        {"by": "owner"},
        {"shown": ""},
        {"shown": "a smile"},
        {"reference": ""},
        {"way": Way.WAITED},
        {"by": None},
        {"agreed_by": "owner"},
        {"agreed_by": "lin"},
        {"tells_old": False, "done_at": NOW + WEEK},
        {"done_at": NOW},
    ],
    ids=str,
)
def test_database_refuses_what_no_official_may(owner, lie):
    people = {"owner": owner, "lin": member("lin", SERVING)}
    told = {"way": Way.DESK, "asked_at": NOW, "due_at": NOW + WEEK, "tells_old": True, "by": "lin", **SHOWN, **lie}

    with pytest.raises(IntegrityError), transaction.atomic():
        PhoneChange.objects.create(citizen=owner, **{name: people.get(value, value) for name, value in told.items()})


def test_audit_finds_a_number_that_nobody_changed(owner):
    changing.change(user=owner, phone=NEW, now=NOW)
    assert list(audit.findings()) == []

    Profile.objects.filter(user=owner).update(phone="+8613900000010")

    assert [finding.code for finding in audit.findings()] == [audit.NOT_AS_CHANGED]
    Profile.objects.filter(user=owner).update(phone=None)
    assert [finding.code for finding in audit.findings()] == [audit.NOT_AS_CHANGED]


def test_audit_finds_a_change_that_did_not_wait(owner):
    change = waiting.ask(user=without_number(), phone=NEW, to_stop=str, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE accounts_phonechange DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts_phonechange SET due_at = asked_at, done_at = asked_at WHERE id = %s", [change.pk]
        )
        cursor.execute("ALTER TABLE accounts_phonechange ENABLE TRIGGER USER")

    assert "phone_changed_without_waiting" in [finding.code for finding in audit.findings()]


def test_what_lacks_agreement_waits_for_another_official_alone(rf):
    lin, wei = member("lin", SERVING), member("wei", SECURITY)
    waiting.ask(user=make_citizen(), phone=NEW, to_stop=str, by=lin, now=NOW, **SHOWN)

    assert [(one.since, one.count) for one in waits_for(rf, wei)] == [(NOW, 1)]
    assert waits_for(rf, lin) == []
    waiting.agree(change=PhoneChange.objects.get(), by=wei, now=NOW)
    assert waits_for(rf, wei) == []


def waits_for(rf, official: User) -> list:
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=official.pk)
    return list(worklist.waiting(request, NOW))
