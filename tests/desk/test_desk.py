"""The desk's door: who comes in and who is locked out, and what differs behind it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from activities.models import Activity
from credits import statements
from scenarios import publishing
from scenarios.models import RuleVersion
from tests.conftest import NOW, TODAY, record, score_everything, walk
from tests.desk_pages import decide
from tests.second_factors import take_second_step

PASSWORD = "correct horse battery staple"

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db) -> User:
    """Staff without any permission yet."""
    clerk = get_user_model().objects.create_superuser("clerk", PASSWORD)
    User.objects.filter(pk=clerk.pk).update(is_superuser=False)
    return User.objects.get(pk=clerk.pk)


@pytest.fixture
def granted(clerk):
    """The clerk with these permissions."""

    def grant(*names):
        for name in names:
            app, codename = name.split(".")
            clerk.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        return User.objects.get(pk=clerk.pk)

    return grant


@pytest.fixture
def content(catalogue, budget, alice, bob):
    """Something in every list."""
    record(alice, walk(8000))
    score_everything()
    record(alice, walk(9000, days_ago=1))
    publishing.copy_version(RuleVersion.objects.get(scenario__code="walking", number=1), now=NOW)
    User.objects.filter(pk=bob.pk).update(is_active=False)


def try_password(client, password, username="desk", **extra):
    return client.post("/admin/login/?next=/admin/", {"username": username, "password": password}, **extra)


def test_staff_sign_in_by_name_and_password(client, desk):
    answer = try_password(client, PASSWORD)

    assert (answer.status_code, answer.url) == (302, "/admin/")
    take_second_step(client, desk)
    assert client.get("/admin/").status_code == 200


def test_the_sixth_wrong_password_meets_a_lock_even_if_it_is_right(client, desk):
    answers = [try_password(client, "wrong").status_code for _try in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    locked = try_password(client, PASSWORD)
    assert locked.status_code == 429
    assert "登录已锁定" in locked.content.decode() or "Sign-in locked" in locked.content.decode()
    assert "_auth_user_id" not in client.session


def test_lock_is_for_that_name_from_that_address(client, desk, clerk):
    for _try in range(5):
        try_password(client, "wrong")

    assert try_password(client, PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert try_password(Client(), PASSWORD, username="clerk").status_code == 302


def test_lock_opens_after_half_an_hour(client, desk, time_machine):
    time_machine.move_to(NOW, tick=False)
    for _try in range(5):
        try_password(client, "wrong")

    time_machine.move_to(NOW + timedelta(minutes=29), tick=False)
    assert try_password(client, PASSWORD).status_code == 429
    time_machine.move_to(NOW + timedelta(minutes=31), tick=False)
    assert try_password(client, PASSWORD).status_code == 302


def test_a_lock_at_the_desk_keeps_no_citizen_out(client, desk, alice, settings):
    settings.DEBUG = True  # for the gateway of the demonstration; otherwise no code leaves the house
    for _try in range(5):
        try_password(client, "wrong")

    assert client.post("/sign-in/", {"phone": "13900000001"}).status_code == 302


def test_session_at_the_desk_ends_after_eight_idle_hours_and_the_dashboard_does_not_keep_it(client, desk, time_machine):
    time_machine.move_to(NOW, tick=False)
    try_password(client, PASSWORD)
    take_second_step(client, desk)

    time_machine.move_to(NOW + timedelta(hours=7), tick=False)
    assert client.get("/admin/").status_code == 200
    time_machine.move_to(NOW + timedelta(hours=11), tick=False)
    assert client.get("/admin/figures/", headers={"HX-Request": "true"}).status_code == 200
    time_machine.move_to(NOW + timedelta(hours=15, seconds=1), tick=False)
    assert client.get("/admin/").status_code == 302


def test_staff_who_came_by_phone_and_code_is_not_let_in(client, alice):
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/accounts/user/").status_code == 403


def test_closed_account_of_staff_is_out_at_once(client, desk):
    client.force_login(desk)
    User.objects.filter(pk=desk.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_policy_is_wider_at_the_desk_and_nowhere_else(client, desk):
    client.force_login(desk)

    wide = client.get("/admin/")["content-security-policy"]
    assert "script-src 'self' 'unsafe-eval'" in wide
    assert "style-src 'self' 'unsafe-inline'" in wide
    assert "default-src 'self'" in wide
    for address in ("/", "/me/", "/statement/", "/administrator"):
        assert "unsafe" not in client.get(address)["content-security-policy"]


def addresses_of_the_desk() -> list[str]:
    """Every list, and one row's page of each, and the pages of the site itself."""
    found = ["/admin/", "/admin/figures/", "/admin/password_change/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        row = model._default_manager.order_by("-pk").first()
        if row is not None:
            found.append(reverse(f"{name}_change", args=[row.pk]))
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_desk_appears_in_both_languages(client, content, desk, language):
    try_password(client, "wrong")
    client.force_login(desk)
    client.cookies["django_language"] = language
    pages = addresses_of_the_desk()
    assert len(pages) > 25

    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in answer.content.decode() or address == "/admin/figures/", address


def test_every_page_of_the_desk_is_shut_to_citizens_and_to_staff_without_the_permission(client, content, alice, clerk):
    client.force_login(clerk)
    citizen = Client()
    citizen.force_login(alice)
    open_to_all_staff = {"/admin/", "/admin/figures/", "/admin/password_change/"}

    for address in addresses_of_the_desk():
        assert citizen.get(address).status_code == 403, address
        assert Client().get(address).status_code == 302, address
        if address not in open_to_all_staff:
            assert client.get(address).status_code == 403, address


def test_every_address_of_the_desk_but_its_door_asks_for_staff(client, alice):
    client.force_login(alice)
    [desk] = [entry for entry in get_resolver().url_patterns if getattr(entry, "app_name", None) == "admin"]
    doors = {"login", "logout", "jsi18n"}

    def walk_patterns(patterns, prefix):
        for entry in patterns:
            route = prefix + re.sub(r"<[^>]+>", "1", str(entry.pattern)).replace("^", "").replace("$", "")
            if hasattr(entry, "url_patterns"):
                yield from walk_patterns(entry.url_patterns, route)
            elif entry.name not in doors:
                yield re.sub(r"\(\?P1.*\)|\(\?P.*\)", "1", route)

    addresses = list(walk_patterns(desk.url_patterns, "/admin/"))
    assert len(addresses) > 60
    for address in addresses:
        for method in (client.get, client.post):
            assert method(address).status_code == 403, address


def test_an_empty_list_proposes_a_row_only_where_one_can_be_added(client, desk):
    client.force_login(desk)

    readings, causes = (
        client.get(f"/admin/{kind}/").content.decode() for kind in ("household/odometerreview", "merchants/cause")
    )
    sought = client.get("/admin/merchants/cause/?q=nowhere").content.decode()

    assert all("还没有记录" in page for page in (readings, causes))
    assert "odometerreview/add/" not in readings
    assert "cause/add/" in causes
    assert "没有符合筛选条件的内容" in sought
    assert "清除筛选" in sought


def test_acts_are_listed_and_searched_without_counting(client, content, desk, django_assert_max_num_queries):
    client.force_login(desk)
    citizen = Activity.objects.first().citizen

    for query in ("", "?status__exact=scored", f"?q={citizen.public_id}", "?scenario__id__exact=1", "?older_than=99"):
        with django_assert_max_num_queries(12) as captured:
            assert client.get(f"/admin/activities/activity/{query}").status_code == 200
        statements = " ".join(entry["sql"].upper() for entry in captured)
        assert "COUNT(" not in statements
        assert "OFFSET" not in statements


def test_acts_page_by_key_to_the_first(client, catalogue, budget, alice, desk):
    record(alice, *(walk(500, days_ago=day) for day in range(120)))
    client.force_login(desk)

    shown, address = [], "/admin/activities/activity/?channel__exact=file"
    while address:
        changelist = client.get(address).context["cl"]
        shown += [act.pk for act in changelist.result_list]
        address = changelist.older_query and f"/admin/activities/activity/{changelist.older_query}"

    assert shown == sorted(Activity.objects.values_list("pk", flat=True), reverse=True)
    assert len(shown) == 120


@pytest.mark.parametrize("query", ["older_than=x", "older_than=", "older_than=１", "older_than=" + "9" * 30])
def test_page_that_cannot_be_is_not_found(client, desk, query):
    client.force_login(desk)

    assert client.get(f"/admin/activities/activity/?{query}").status_code == 404


@pytest.mark.parametrize("act", ["x", "0", "99999", "9" * 30])
def test_act_that_is_not_there_is_not_found(client, desk, act):
    client.force_login(desk)

    assert client.get(f"/admin/activities/activity/{act}/change/").status_code == 404


def test_act_is_explained_as_to_its_citizen(client, content, desk):
    client.force_login(desk)
    act = Activity.objects.get(status="scored")

    page = client.get(f"/admin/activities/activity/{act.pk}/change/").content.decode()

    assert "8,000 步 × 0.02 克/步" in page
    assert "160 克" in page


def test_nothing_at_the_desk_writes_acts_or_the_ledger(client, content, desk):
    client.force_login(desk)
    before = (
        Activity.objects.values().get(status="pending"),
        statements.available(Activity.objects.first().citizen_id, today=TODAY),
    )

    for label in ("activities.activity", "credits.transfer", "credits.ledgeraccount"):
        model = apps.get_model(label)
        name, row = f"admin:{label.replace('.', '_')}", model._default_manager.first()
        assert client.post(reverse(f"{name}_add"), {}).status_code == 403
        assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        client.post(
            reverse(f"{name}_change", args=[row.pk]), {"status": "scored", "balance": 9, "amount": 9, "value": 9}
        )

    act = Activity.objects.values().get(status="pending")
    assert (act, statements.available(act["citizen_id"], today=TODAY)) == before


def test_phone_is_masked_in_the_list_and_whole_only_for_who_may_see_it(client, alice, granted):
    client.force_login(granted("accounts.view_user"))
    listed = client.get("/admin/accounts/user/").content.decode()
    page = client.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    assert "139****0001" in listed
    for text in (listed, page):
        assert "139 0000 0001" not in text
        assert "Alice" not in text

    client.force_login(granted("accounts.view_profile"))
    page = client.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    assert "139 0000 0001" in page
    assert "Alice" in page


@pytest.mark.parametrize(
    ("rights", "term", "found"),
    [
        (["accounts.view_profile"], "139 0000 0001", 1),
        (["accounts.view_profile"], "1390000", 0),
        ([], "13900000001", 0),
        ([], "clerk", 1),
        ([], "cler", 0),
    ],
)
def test_users_are_found_by_whole_values_and_phones_only_by_who_may_see_them(
    client, alice, bob, granted, rights, term, found
):
    client.force_login(granted("accounts.view_user", *rights))

    changelist = client.get("/admin/accounts/user/", {"q": term}).context["cl"]

    assert len(changelist.result_list) == found


def test_who_is_no_superuser_gives_no_rights(client, alice, desk, granted):
    clerk = granted("accounts.view_user", "accounts.change_user")
    client.force_login(clerk)
    rights = {"is_staff": "on", "is_superuser": "on", "is_active": "on", "username": "boss"}

    for user in (alice, clerk):
        decide(client, f"/admin/accounts/user/{user.pk}/change/", rights)
    assert client.post(f"/admin/accounts/user/{desk.pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/accounts/user/{desk.pk}/password/", {}).status_code == 403

    assert list(User.objects.filter(is_superuser=True)) == [desk]
    assert User.objects.get(pk=alice.pk).is_staff is False
    assert User.objects.get(pk=clerk.pk).username == "clerk"


def test_audit_trail_names_who_closed_an_account(client, alice, desk):
    client.force_login(desk)

    profile = {"profile-TOTAL_FORMS": "1", "profile-INITIAL_FORMS": "1", "profile-0-user": alice.pk}
    answer = decide(client, f"/admin/accounts/user/{alice.pk}/change/", profile)

    assert answer.status_code == 302
    event = apps.get_model("accounts.UserEvent").objects.get(pgh_obj=alice.pk)
    assert (event.pgh_label, event.is_active) == ("update", False)
    assert event.pgh_context.metadata == {"user": desk.pk, "url": f"/admin/accounts/user/{alice.pk}/change/"}
    assert {field.name for field in type(event)._meta.fields}.isdisjoint({"password", "phone", "last_login"})


def test_signing_up_leaves_nothing_in_the_trail(alice):
    assert not apps.get_model("accounts.UserEvent").objects.filter(pgh_obj=alice.pk).exists()


def test_dashboard_tells_what_the_scorer_did(client, content, desk, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(desk)

    context = client.get("/admin/").context

    figures = context["figures"]
    assert (figures.pending, figures.waiting, figures.busy_shards, figures.oldest_pending_at) == (1, 0, 1, NOW)
    assert (figures.scored_last_minute, figures.scored_last_hour, figures.scored_today) == (1, 1, 1)
    assert figures.refused_today == 0
    assert context["total"] == {"acts": 1, "grams": 160, "credits": 16}
    assert context["budgets"] == [("公众碳积分", 9_999_984)]


def test_figures_of_the_dashboard_ask_more_rarely_and_then_stop_with_a_way_to_look_again(client, content, desk):
    client.force_login(desk)

    for asked, trigger in (("", "load delay:5s, every 30s"), ("1", "load delay:10s, every 30s"), ("13", "every 30s")):
        waits = client.get("/admin/figures/", {"asked": asked}).content.decode()
        assert f'hx-trigger="{trigger}"' in waits
        assert f'hx-get="/admin/figures/?asked={int(asked or 0) + 1}"' in waits
        assert "data-asks" in waits
    over = client.get("/admin/figures/?asked=14").content.decode()

    assert "hx-get" not in over
    assert 'href="/admin/">再看一次</a>' in over
    assert "本页已停止自动更新。" in over
    assert "js/unseen" in client.get("/admin/").content.decode()
