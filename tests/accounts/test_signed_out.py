"""A form whose cookies are lost says that nothing was done, and leads to where one can do it again."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from accounts.models import Profile
from tests.merchants.conftest import code_of, give, make_member, make_merchant, make_offer, make_shop, voucher_of

pytestmark = pytest.mark.django_db

TILL = "http://testserver/till/"
PART = {"HX-Request": "true", "HX-Current-URL": TILL}


@pytest.fixture
def strict() -> Client:
    """A browser whose forms are checked as in earnest."""
    return Client(enforce_csrf_checks=True)


def said_next(client: Client, address: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


@pytest.fixture
def voucher(alice):
    merchant = make_merchant("蜀风茶舍")
    make_shop(merchant, "春熙路店")
    give(alice, 100)
    return voucher_of(alice, make_offer(merchant))


def till_of(voucher) -> str:
    return f"/till/{voucher.merchant.shops.get().public_id}/"


def test_till_that_has_lost_every_cookie_leads_to_the_door_and_says_that_nothing_was_done(strict, voucher):
    till = till_of(voucher)

    answer = strict.post(
        till, {"code": code_of(voucher)}, headers={**PART, "HX-Current-URL": f"http://testserver{till}"}
    )

    assert answer.status_code == 401
    assert unquote(answer["HX-Redirect"]) == f"/sign-in/?next={till}"
    assert "您已退出登录，刚才的操作没有执行。请重新登录后再做一次。" in said_next(strict, answer["HX-Redirect"])
    voucher.refresh_from_db()
    assert voucher.status == "held"


def test_till_that_has_lost_its_token_alone_is_read_anew(strict, voucher):
    strict.force_login(make_member(voucher.merchant).user)
    till = till_of(voucher)

    answer = strict.post(till, {"code": code_of(voucher)}, headers=PART)

    assert (answer.status_code, answer["HX-Refresh"]) == (403, "true")
    assert "这一页打开太久了，刚才的操作没有执行，请再试一次。" in said_next(strict, till)
    voucher.refresh_from_db()
    assert voucher.status == "held"


def test_page_that_asks_by_itself_says_only_that_one_was_signed_out(client, voucher):
    answer = client.get(f"/rewards/vouchers/{voucher.public_id}/face/", headers=PART)

    assert unquote(answer["HX-Redirect"]) == "/sign-in/?next=/till/"
    said = said_next(client, answer["HX-Redirect"])
    assert "您已退出登录，请重新登录后继续。" in said
    assert "没有执行" not in said


@pytest.mark.parametrize(
    "page",
    [
        "",
        "https://evil.example/till/",
        "//evil.example/",
        "javascript:alert(1)",
        "http://testserver/sign-in/?x=1",
        "http://[x",
    ],
)
def test_way_back_is_a_page_of_ours(client, page):
    answer = client.get("/glance/", headers={"HX-Request": "true", "HX-Current-URL": page})

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")


def test_form_of_a_page_without_scripts_leads_to_the_door_and_back(strict, alice):
    referer = {"Referer": "http://testserver/me/profile/?from=1"}

    lost = strict.post("/me/", {"display_name": "Mallory"}, headers=referer)

    assert lost.status_code == 403
    assert '<a class="btn btn-primary btn-submit" href="/sign-in/?next=%2Fme%2Fprofile%2F%3Ffrom%3D1">重新登录</a>' in (
        lost.content.decode()
    )
    assert "您已退出登录，刚才的操作没有执行。请重新登录后再做一次。" in lost.content.decode()
    assert "请返回并刷新页面" not in lost.content.decode()
    strict.force_login(alice)
    signed_in = strict.post("/me/", {"display_name": "Mallory"}, headers=referer)
    assert (signed_in.status_code, "重新登录" in signed_in.content.decode()) == (403, False)
    assert Profile.objects.get(user=alice).display_name == "Alice"


def test_form_from_an_address_that_is_none_leads_to_the_door(strict):
    lost = strict.post("/me/", {"display_name": "Mallory"}, headers={"Referer": "http://[x"})

    assert lost.status_code == 403
    assert 'href="/sign-in/">重新登录</a>' in lost.content.decode()


@pytest.mark.parametrize("door", ["/sign-in/", "/admin/login/"])
def test_whoever_stood_at_the_door_was_never_signed_in(strict, door):
    lost = strict.post(door, {"phone": "13900000009"}, headers={"Referer": f"http://testserver{door}"})

    assert lost.status_code == 403
    assert "请返回并刷新页面，再试一次。" in lost.content.decode()
    assert "您已退出登录" not in lost.content.decode()
    assert "重新登录" not in lost.content.decode()


def test_desk_leads_to_its_own_door(strict, desk):
    lost = strict.post(
        "/admin/auth/group/add/", {"name": "x"}, headers={"Referer": "http://testserver/admin/auth/group/add/"}
    )
    polled = strict.get("/admin/figures/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/admin/"})

    assert 'href="/admin/login/?next=%2Fadmin%2Fauth%2Fgroup%2Fadd%2F"' in lost.content.decode()
    assert (polled.status_code, unquote(polled["HX-Redirect"])) == (401, "/admin/login/?next=/admin/")


def test_program_with_a_token_needs_no_cookie(strict, alice, token_of, catalogue, budget):
    answer = strict.post("/api/v1/activities", {"activities": []}, "application/json", headers=token_of(alice))

    assert answer.status_code == 400
