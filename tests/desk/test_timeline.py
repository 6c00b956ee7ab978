"""One line of time of what staff did: in order, page by page, by person, kind, days and row, to whoever may look."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import looks
from accounts.models import Deed, DeedKind, Seen, User
from activities.models import Activity, Reason
from activities.scoring.taking_back import take_back
from desk import roles, timeline
from merchants.models import Merchant, MerchantStatus, Offer
from scenarios import publishing
from scenarios.models import RuleVersion
from tests.conftest import NOW, TODAY, make_citizen, record, score_everything, walk
from tests.desk import full_desk
from tests.desk.test_every_desk_page import in_role
from tests.desk_pages import decide
from tests.merchants.conftest import make_merchant, make_offer, text
from tests.second_factors import show_factor

pytestmark = pytest.mark.django_db

TRAIL = "/admin/trail/"
REVIEWER = "审核 · Reviewer"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def as_role(name: str) -> Client:
    roles.load()
    browser, clerk = Client(), in_role(name)
    # A browser sends back a cookie with the name in it, and the client of tests no other letters.
    User.objects.filter(pk=clerk.pk).update(username=f"clerk-{clerk.pk}")
    browser.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    return browser


def lines(browser: Client, **asked) -> list[str]:
    """The lines of a page as they read, the latest first."""
    page = browser.get(TRAIL, asked)
    assert page.status_code == 200
    found = re.findall(r'<ol class="desk-trail">(.*?)</ol>', page.content.decode(), re.DOTALL)
    items = re.findall(r"<li>\s*(<p>.*?)(?=<li>\s*<p>|\Z)", "".join(found), re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item)).strip() for item in items]


def put_into_a_role(at_desk, desk, clerk: User, name: str) -> None:
    show_factor(at_desk, desk)
    group = Group.objects.get(name=name)
    entered = {"username": clerk.username, "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    assert decide(at_desk, f"/admin/accounts/user/{clerk.pk}/change/", entered).status_code == 302


def test_who_was_put_into_which_role_is_told_with_who_did_it(at_desk, desk):
    roles.load()
    clerk = User.objects.create(username="clerk", is_staff=True)

    put_into_a_role(at_desk, desk, clerk, "审核 · Reviewer")

    told = lines(at_desk, who="desk")
    assert "desk 加入组 clerk" in told[0]
    assert "审核 · Reviewer" in told[0]


@pytest.mark.django_db(transaction=True)
def test_lines_of_several_tables_stand_in_one_order(at_desk):
    teahouse = Merchant.objects.create(name=text("茶舍"), status=MerchantStatus.APPLIED, status_at=NOW)
    offer = make_offer(make_merchant("书店"))
    citizen = make_citizen()
    Deed.objects.create(at=NOW - timedelta(days=400), by=citizen, kind=DeedKind.UNLOCKED, facts={"name": "clerk"})
    decide(at_desk, f"/admin/merchants/merchant/{teahouse.pk}/approve/", page="../change/")
    Offer.objects.filter(pk=offer.pk).update(price=40)

    told = lines(at_desk)

    # The database's clock tells when something was written: the deed of long ago is the last.
    assert "所需积分：30 → 40" in told[0]
    assert "状态：待审核 → 已通过" in told[1]
    assert "解除登录锁定" in told[-1]


def test_every_line_is_on_exactly_one_page(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    full_desk.begin(tmp_path)
    monkeypatch.setattr(timeline, "PAGE", 7)
    at_desk = Client()
    at_desk.force_login(User.objects.get(username="desk"), "django.contrib.auth.backends.ModelBackend")

    seen, address = [], TRAIL
    while address:
        page = at_desk.get(address)
        # A line is its address with what it says: two deeds may be told of at one page.
        seen += re.split(r'href="(?=/admin/[a-z_]+/[a-z]+/\d+/change/"><time)', page.content.decode())[1:]
        [*following] = re.findall(r'href="(\?[^"]*)" rel="next"', page.content.decode())
        address = TRAIL + following[0].replace("&amp;", "&") if following else ""

    tables = [each for each in admin.site._registry.values() if hasattr(each, "sources")]
    rows = sum(source.rows.count() for each in tables for source in each.sources() if source.is_usual)
    assert rows > 50
    assert len(seen) == len(set(seen)) == rows


def test_asks_as_much_of_a_full_page_as_of_one_line_of_each_table(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    full_desk.begin(tmp_path)
    official = Client()
    official.force_login(User.objects.get(username="desk"), "django.contrib.auth.backends.ModelBackend")
    grant = Group.permissions.through.objects.first()
    few = statements_of(official, kind="accounts.grantevent", row=grant.pk)
    many = statements_of(official, kind="accounts.grantevent")

    assert few == many


def statements_of(browser: Client, **asked) -> int:
    assert browser.get(TRAIL, asked).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(TRAIL, asked).status_code == 200
    return len(captured)


def test_line_is_found_by_person_kind_day_and_row(at_desk, desk):
    first, second = [make_offer(make_merchant(name)) for name in ("书店", "茶舍")]
    Offer.objects.filter(pk=first.pk).update(price=40)
    looks.note(of=[make_citizen().pk], seen=Seen.PROFILE, by=desk, now=NOW)

    assert len(lines(at_desk, kind="merchants.offerevent")) == 3
    assert len(lines(at_desk, kind="merchants.offerevent", row=first.pk)) == 2
    assert len(lines(at_desk, kind="merchants.offerevent", row=second.pk)) == 1
    assert lines(at_desk, kind="merchants.offerevent", who="desk") == []
    assert len(lines(at_desk, kind="merchants.offerevent", who="system")) == 3
    assert len(lines(at_desk, kind="deed.looked", since=TODAY, until=TODAY)) == 1
    assert lines(at_desk, kind="deed.looked", since=TODAY + timedelta(days=1)) == []
    assert lines(at_desk, kind="deed.looked", until=TODAY - timedelta(days=1)) == []


def test_act_that_a_worker_takes_back_is_told_as_the_deed_of_whom_it_is(catalogue, budget, at_desk, desk, alice):
    record(alice, walk(8000))
    score_everything()
    take_back(activity=Activity.objects.get(), reason=Reason.MISTAKEN, by=desk, now=NOW)

    [line] = lines(at_desk, kind="activities.revocationevent", who="desk")

    assert "desk 已收回" in line
    assert (
        'href="/admin/trail/?who=desk"' in at_desk.get(TRAIL, {"kind": "activities.revocationevent"}).content.decode()
    )
    assert lines(at_desk, kind="activities.revocationevent", who="system") == []


def test_look_at_personal_values_is_kept_each_time_and_shown_where_it_is_asked_for(at_desk, desk):
    citizen = make_citizen()
    for _time in range(2):
        looks.note(of=[citizen.pk], seen=Seen.PROFILE, by=desk, now=NOW, reason="工单 42")

    assert Deed.objects.count() == 2
    assert [line for line in lines(at_desk) if "查看个人信息" in line] == []
    [last, _first] = lines(at_desk, kind="deed.looked")
    assert citizen.public_id in last
    assert "工单 42" in last


def test_each_sees_only_the_tables_that_they_may_look_at(desk):
    make_offer(make_merchant("书店"))
    roles.load()

    seen = as_role("商家与奖励审核 · Mall approval").get(TRAIL).content.decode()
    assert "书店" in seen
    assert "accounts.memberevent" not in seen
    assert as_role("随手拍审核 · Photo reports").get(TRAIL, {"kind": "merchants.offerevent"}).status_code == 200
    assert "书店" not in as_role("安全 · Security").get(TRAIL).content.decode()


def test_nobody_without_a_table_to_look_at_gets_the_page(db):
    clerk = User.objects.create(username="clerk", is_staff=True)
    browser = Client()
    browser.force_login(clerk, "django.contrib.auth.backends.ModelBackend")

    assert browser.get(TRAIL).status_code == 403


@pytest.mark.parametrize(
    "query", ["after=x", "after=2026-11-23~x~1", "after=2026-11-23T04:00:00Z~x~-1", "after=~~", "after=a~b~c~d"]
)
def test_place_that_no_page_names_is_not_there(at_desk, query):
    assert at_desk.get(f"{TRAIL}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["kind=nonsense", "since=碳", "row=x", "row=-1", "who=%27", "until=2026-02-30"])
def test_what_cannot_be_read_is_answered_in_words(at_desk, query):
    assert at_desk.get(f"{TRAIL}?{query}").status_code == 200


# Every act of staff leaves a row


BY_RIGHT = {
    "activities.revoke_activity": "activities.revocation",
    "activities.take_back_sets": "activities.revocationset",
    "campaigns.look_after_team": "campaigns.team",
    "accounts.look_after_staff": "accounts.user",
    "accounts.reset_secondfactor": "mfa.authenticator",
    "accounts.agree_lost_phone": "accounts.phonechange",
    "accounts.set_lost_phone": "accounts.phonechange",
    "merchants.close_statement": "merchants.statementstep",
    "merchants.pay_statement": "merchants.statementstep",
    "merchants.refund_voucher": "merchants.refund",
    "campaigns.add_campaign": "campaigns.campaignstep",
    "campaigns.check_in_campaign": "campaigns.checkin",
    "campaigns.open_campaign": "campaigns.campaignstep",
    "projects.decide_projectdesign": "projects.designstep",
    "projects.end_deal": "projects.tradestep",
    "projects.freeze_unitblock": "projects.unitmove",
    "projects.hide_event": "projects.eventstep",
    "projects.make_redaction": "projects.redaction",
}
"""What a right writes whose name does not say it."""
KEPT_AS_STEPS = {
    "campaigns.campaignstep",
    "campaigns.checkin",
    "merchants.statementstep",
    "merchants.refund",
    "projects.designstep",
    "projects.pooledmonth",
    "projects.poolproceeds",
    "projects.eventstep",
    "projects.proposal",
    "projects.redaction",
    "projects.tradestep",
    "projects.unitmove",
}
"""Tables of their own, for ever, that the time line reads."""
LEAVES_A_DEED = {"axes.accessattempt", "jobs.run"}
"""What is removed or begun there is told by a deed."""


def tracked() -> set[str]:
    events = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return {event.pgh_tracked_model._meta.concrete_model._meta.label_lower for event in events}


def written_by(right: str) -> str:
    app, _dot, codename = right.partition(".")
    return BY_RIGHT.get(right, f"{app}.{codename.partition('_')[2]}")


def test_whatever_a_role_may_write_leaves_a_row_in_the_trail():
    rights = {right for role in roles.ROLES.values() for right in role if ".view_" not in right}
    assert len(rights) > 20

    kept = tracked() | LEAVES_A_DEED | KEPT_AS_STEPS
    assert {right for right in rights if written_by(right) not in kept} == set()


def test_what_superusers_alone_write_leaves_a_row_in_the_trail():
    assert tracked() >= {
        "auth.group",
        "auth.group_permissions",
        "accounts.user_groups",
        "accounts.user_user_permissions",
    }


def test_every_table_of_the_trail_is_a_source_of_the_time_line():
    sources = {
        source.code for each in admin.site._registry.values() if hasattr(each, "sources") for source in each.sources()
    }
    events = {model._meta.label_lower for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}

    assert events <= sources


def test_superuser_who_sets_a_password_leaves_a_deed(at_desk, desk):
    clerk = User.objects.create(username="clerk", is_staff=True)
    show_factor(at_desk, desk)
    entered = {"password1": "zheng-que-42-mima", "password2": "zheng-que-42-mima", "usable_password": "true"}

    assert decide(at_desk, f"/admin/accounts/user/{clerk.pk}/password/", entered).status_code == 302

    [deed] = Deed.objects.filter(kind=DeedKind.PASSWORD)
    assert (deed.by_id, deed.table, deed.row) == (desk.pk, "accounts.user", clerk.pk)
    assert deed.facts == {}


def test_whoever_sets_their_own_password_leaves_a_deed(client, desk):
    desk.set_password("zheng-que-42-mima")
    desk.save()
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    show_factor(client, desk)
    entered = {"old_password": "wrong", "new_password1": "xin-de-43-mima", "new_password2": "xin-de-43-mima"}
    assert client.post("/admin/password_change/", entered).status_code == 200
    assert not Deed.objects.filter(kind=DeedKind.PASSWORD).exists()

    assert client.post("/admin/password_change/", entered | {"old_password": "zheng-que-42-mima"}).status_code == 302

    [deed] = Deed.objects.filter(kind=DeedKind.PASSWORD)
    assert (deed.by_id, deed.row, deed.facts) == (desk.pk, desk.pk, {})


def test_asked_of_whom_it_tells_who_made_them_what_and_who_looked(at_desk, desk, alice):
    roles.load()
    clerk = User.objects.create(username="clerk", is_staff=True)
    put_into_a_role(at_desk, desk, clerk, REVIEWER)
    looks.note(of=[alice.pk], seen=Seen.SERVED, by=clerk, now=NOW)

    of_clerk, of_alice = lines(at_desk, of="clerk"), lines(at_desk, of=alice.public_id)

    assert any("desk 加入组 clerk" in line and REVIEWER in line for line in of_clerk)
    assert not any("查看个人信息" in line for line in of_clerk)
    [looked] = of_alice
    assert "clerk" in looked
    assert "兑换券和积分流水" in looked
    assert lines(at_desk, of="nobody-of-this-name") == []


def test_asked_of_a_scenario_it_tells_what_became_of_its_rules(at_desk, desk, catalogue):
    walking = RuleVersion.objects.get(scenario__code="walking", number=1)
    draft = publishing.copy_version(walking, now=NOW, by=desk)

    told = lines(at_desk, of="步行", kind="scenarios.ruleversionevent")

    assert any(str(draft) in line for line in told)
    assert all("步行" in line for line in told)
    assert lines(at_desk, of="13800001234") == []
    assert not Deed.objects.filter(kind=DeedKind.SEARCHED).exists()


def test_history_of_a_row_is_what_the_trail_tells_of_it(at_desk, desk):
    roles.load()
    clerk = User.objects.create(username="clerk", is_staff=True)
    put_into_a_role(at_desk, desk, clerk, REVIEWER)

    page = at_desk.get(f"/admin/accounts/user/{clerk.pk}/history/").content.decode()

    assert REVIEWER in page
    assert "没有修改历史" not in page
    seller = as_role("账户服务 · Account service")
    assert REVIEWER not in seller.get(f"/admin/accounts/user/{clerk.pk}/history/").content.decode()


def test_nothing_done_is_changed_or_removed_afterwards(runtime):
    for statement in ("UPDATE accounts_deed SET facts = '{}'", "DELETE FROM accounts_deed"):
        with pytest.raises(Exception, match="permission denied"):
            runtime.execute(statement)
