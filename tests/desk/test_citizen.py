"""The help desk's page of one citizen: its parts, page by page; what is personal only on a press, with a trace."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from accounts import looks
from accounts.models import Deed, DeedKind, Look, Seen
from accounts.standing import freezing
from channels.household import vehicles
from common.desk_citizen import PAGE, every_part
from merchants.till.taking import capture
from merchants.till.undoing import undo
from platforms.identities import Identity, link
from platforms.models import Platform
from tests.conftest import NOW, record, ride, score_everything, walk
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import (
    code_of,
    give,
    make_member,
    make_merchant,
    make_offer,
    make_shop,
    voucher_of,
)
from tests.second_factors import SECRET, enrolled

pytestmark = pytest.mark.django_db

SERVICE = "账户服务 · Account service"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def page_of(citizen) -> str:
    return f"/admin/accounts/user/{citizen.pk}/citizen/"


def test_each_part_shows_what_is_the_citizens_and_nothing_of_others(catalogue, budget, alice, bob):
    record(alice, walk(8000))
    record(bob, ride(2000))
    score_everything()
    give(alice, 100)
    voucher = voucher_of(alice, make_offer(make_merchant("茶舍")))
    looks.note_sign_in(user=alice, device="iphone", now=NOW)
    browser = as_role(SERVICE)

    told = {part.code: browser.get(page_of(alice), {"part": part.code}).content.decode() for part in every_part()}

    assert "8,000 步" in told["acts"]
    assert "共享单车" not in told["acts"]
    assert voucher.public_id in told["vouchers"]
    assert "-30" in told["movements"]
    assert "iPhone" in told["sign-ins"]
    assert {"claims", "appeals", "freezes", "inbox"} < told.keys()


def test_long_part_is_read_page_by_page(catalogue, budget, alice):
    for number in range(PAGE + 1):
        looks.note_sign_in(user=alice, device="iphone" if number else "mac", now=NOW)
    browser = as_role(SERVICE)

    first = browser.get(page_of(alice), {"part": "sign-ins"})
    second = browser.get(page_of(alice), {"part": "sign-ins", "after": first.context["following"]})

    assert len(first.context["rows"]) == PAGE
    assert [row[1][0] for row in second.context["rows"]] == ["苹果电脑"]
    assert second.context["following"] == ""


def test_acts_of_the_day_that_somebody_calls_about_are_found_at_once(catalogue, budget, alice):
    for ago in range(3):
        record(alice, walk(8000 + ago, now=NOW - timedelta(days=ago)), now=NOW)
    browser = as_role(SERVICE)

    of_day = browser.get(page_of(alice), {"part": "acts", "day": "2026-11-22"})
    unread = browser.get(page_of(alice), {"part": "acts", "day": "2026-13-40"})

    assert [row[3][0] for row in of_day.context["rows"]] == ["8,001 步"]
    assert unread.context["rows"] == []
    assert len(browser.get(page_of(alice), {"part": "acts", "day": ""}).context["rows"]) == 3
    assert "day=2026-11-22" in of_day.context["this_part"]


def test_what_is_personal_is_masked_until_somebody_says_why(alice):
    vehicles.bind(citizen=alice, plate="川AD10000", engine_ml=None, district="", now=NOW)
    browser = as_role(SERVICE)

    masked = browser.get(page_of(alice)).content.decode()
    whole = browser.post(page_of(alice), {"reason": "来电核对，工单 42"}).content.decode()

    phone = alice.profile.phone.removeprefix("+86")
    assert f"{phone[:3]}****{phone[-4:]}" in masked
    assert "川A****00" in masked
    assert "川AD10000" not in masked
    assert f"{phone[:3]} {phone[3:7]} {phone[7:]}" in whole
    assert "川AD10000" in whole
    deeds = Deed.objects.filter(kind=DeedKind.LOOKED, row=alice.pk).order_by("pk")
    assert [deed.facts for deed in deeds] == [{"seen": "served"}, {"seen": "profile", "reason": "来电核对，工单 42"}]
    assert {seen for _day, seen, _office in looks.at(alice)} == {Seen.SERVED, Seen.PROFILE}


def test_without_a_reason_nothing_is_shown_nor_told_as_shown(alice):
    browser = as_role(SERVICE)

    answer = browser.post(page_of(alice), {"reason": " "})

    assert not answer.context["is_whole"]
    assert Look.objects.filter(seen=Seen.PROFILE).count() == 0


def test_whoever_may_not_see_profiles_cannot_press(alice):
    browser = as_role(SERVICE)
    rights = Group.objects.get(name=SERVICE).permissions
    rights.remove(rights.get(codename="view_profile"))

    assert browser.post(page_of(alice), {"reason": "x"}).status_code == 403
    assert browser.get(page_of(alice)).context["form"] is None


@pytest.mark.parametrize("name", ["运营 · Operator", "审核 · Reviewer", "审计 · Audit"])
def test_other_roles_have_no_such_page(alice, name):
    assert as_role(name).get(page_of(alice)).status_code == 403
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    "query", ["part=nonsense", "part=acts&after=x", "part=movements&after=-1", "part=sign-ins&after=碳"]
)
def test_odd_question_breaks_nothing(alice, query):
    assert as_role(SERVICE).get(f"{page_of(alice)}?{query}").status_code in {200, 404}


def test_nobody_is_there_where_there_is_no_such_citizen(db):
    assert as_role(SERVICE).get("/admin/accounts/user/999999/citizen/").status_code == 404


def test_colleague_is_no_citizen_to_be_served(desk):
    assert as_role(SERVICE).get(page_of(desk)).status_code == 404


def test_form_of_a_new_account_leads_to_no_citizen(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")

    assert client.get("/admin/accounts/user/add/").status_code == 200


def test_frozen_citizen_is_not_called_all_right(alice, desk):
    browser = as_role(SERVICE)
    assert "正常" in browser.get(page_of(alice)).content.decode()

    freezing.freeze(
        citizen=alice,
        earning=True,
        spending=False,
        reason="account_at_risk",
        note="",
        ends_at=NOW + timedelta(days=3),
        by=desk,
        now=NOW,
    )
    page = browser.get(page_of(alice)).content.decode()

    assert "正常" not in page
    assert "获得积分已冻结" in page


def test_what_a_citizen_can_spend_and_what_each_movement_was_for(catalogue, budget, alice):
    record(alice, walk(8000))
    score_everything()
    give(alice, 1000)
    voucher = voucher_of(alice, make_offer(make_merchant("茶舍")))

    page = as_role(SERVICE).get(page_of(alice), {"part": "movements"})

    assert page.context["available"] == 1000 + 16 - 30
    told = [[(cell[0], cell[1]) for cell in row] for row in page.context["rows"]]
    assert [row[2][0] for row in told] == [str(voucher.offer), "—", "步行"]
    assert told[0][2][1] == f"/admin/merchants/redemption/{voucher.pk}/change/"
    assert [row[4][0] for row in told] == ["986", "1,016", "16"]


def test_voucher_tells_whose_it_is_and_every_step(alice):
    give(alice, 100)
    teahouse = make_merchant("茶舍")
    shop, cashier = make_shop(teahouse, "春熙路店"), make_member(teahouse)
    voucher = voucher_of(alice, make_offer(teahouse))
    capture(user=cashier.user, shop=shop.public_id, code=code_of(voucher), key="1", now=NOW)
    undo(cashier=cashier, redemption=voucher, key="undo", now=NOW + timedelta(minutes=1))

    page = as_role(SERVICE).get(f"/admin/merchants/redemption/{voucher.pk}/change/").content.decode()

    assert f'href="{page_of(alice)}">{alice.public_id}' in page
    assert "2026年11月23日 12:00 · 已使用 · 春熙路店<br>2026年11月23日 12:01 · 已撤销核销 · 春熙路店" in page


def test_ways_in_are_shown_with_since_when_and_without_what_opens(alice, bob):
    link(alice, Identity(Platform.WECHAT, "app", "open-of-alice", "union-of-alice", "林***"), NOW)
    link(bob, Identity(Platform.WEIBO, "app", "open-of-bob"), NOW)
    codes = enrolled(alice)
    browser = as_role(SERVICE)

    platforms, factors = (
        browser.get(page_of(alice), {"part": part}).content.decode() for part in ("platforms", "factors")
    )

    assert "微信" in platforms
    assert "2026-11-23" in platforms or "11月23日" in platforms
    assert "微博" not in platforms
    assert "TOTP" in factors
    for secret in (SECRET, *codes, "open-of-alice", "union-of-alice"):
        assert secret not in platforms + factors


def test_who_may_not_serve_citizens_sees_no_ways_in(alice, client):
    for part in ("platforms", "factors"):
        assert client.get(page_of(alice), {"part": part}).status_code in (302, 403, 404)
