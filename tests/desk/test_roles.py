"""Roles of staff: made at set-up, changed by a superuser alone, given at the desk, and told in the trail."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from accounts import rights
from accounts.models import User
from desk import roles
from tests.desk_pages import decide
from tests.second_factors import take_second_step

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
DRAFTING, PUBLISHING = list(roles.ROLES)[:2]


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def loaded(db) -> None:
    call_command("load_roles")


def test_roles_are_made_once_and_then_belong_to_the_house(loaded):
    drafting = Group.objects.get(name=DRAFTING)
    drafting.permissions.remove(Permission.objects.get(codename="delete_ruleversion"))
    Group.objects.get(name=PUBLISHING).delete()

    call_command("load_roles")

    assert not drafting.permissions.filter(codename="delete_ruleversion").exists()
    assert Group.objects.get(name=PUBLISHING).permissions.filter(codename="publish_ruleversion").exists()
    assert Group.objects.count() == len(roles.ROLES)


def test_group_is_made_at_the_desk_with_every_right_that_is_offered(at_desk):
    offered = rights.asked_for_by(admin.site)
    page = at_desk.get("/admin/auth/group/add/")
    assert page.status_code == 200
    assert "可以评价低碳场景" in page.content.decode()

    answer = at_desk.post("/admin/auth/group/add/", {"name": "全部", "permissions": [right.pk for right in offered]})

    assert answer.status_code == 302
    assert set(Group.objects.get(name="全部").permissions.all()) == set(offered)


def test_superuser_makes_a_member_of_staff_who_then_works_in_their_role(at_desk, loaded, desk):
    names = {"username": "lin", "password1": PASSWORD, "password2": PASSWORD}
    assert at_desk.post("/admin/accounts/user/add/", names).status_code == 302
    lin, drafting = User.objects.get(username="lin"), Group.objects.get(name=DRAFTING)
    given = {"username": "lin", "is_active": "on", "is_staff": "on", "groups": [drafting.pk]}
    assert decide(at_desk, f"/admin/accounts/user/{lin.pk}/change/", given).status_code == 302

    member = Client()
    signed_in = member.post("/admin/login/?next=/admin/", {"username": "lin", "password": PASSWORD})

    assert (signed_in.status_code, signed_in.url) == (302, "/admin/")
    take_second_step(member, lin)
    assert member.get("/admin/scenarios/ruleversion/").status_code == 200
    assert member.get("/admin/credits/budget/").status_code == 403
    assert member.get("/admin/auth/group/").status_code == 403
    event = apps.get_model("accounts.MemberEvent").objects.get()
    assert (event.user_id, event.group_id, event.pgh_label) == (lin.pk, drafting.pk, "insert")
    assert event.pgh_context.metadata["user"] == desk.pk


def test_trail_tells_what_a_group_was_given_and_what_was_taken(at_desk, loaded, desk):
    drafting = Group.objects.get(name=DRAFTING)
    kept = list(drafting.permissions.exclude(codename="delete_ruleversion").values_list("pk", flat=True))

    decide(at_desk, f"/admin/auth/group/{drafting.pk}/change/", {"name": DRAFTING, "permissions": kept})

    taken = apps.get_model("accounts.GrantEvent").objects.get(pgh_label="delete")
    assert (taken.group_id, taken.permission.codename) == (drafting.pk, "delete_ruleversion")
    listed = at_desk.get("/admin/accounts/grantevent/?deed=delete").content.decode()
    assert "收回" in listed
    assert "权限：规则版本 · 删除" in listed


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_gives_rights(role, loaded, desk):
    member = User.objects.create(username="lin", is_staff=True)
    member.groups.set([Group.objects.get(name=role)])
    browser = Client()
    browser.force_login(member, "django.contrib.auth.backends.ModelBackend")
    every_right = {"is_staff": "on", "is_superuser": "on", "is_active": "on", "groups": [1, 2, 3], "username": "lin"}

    for address in (f"/admin/accounts/user/{member.pk}/change/", f"/admin/accounts/user/{desk.pk}/change/"):
        decide(browser, address, every_right)
    for address in ("/admin/auth/group/add/", f"/admin/auth/group/{member.groups.get().pk}/change/"):
        assert browser.post(address, {"name": "x", "permissions": [1]}).status_code == 403
    assert browser.post("/admin/accounts/user/add/", {}).status_code == 403

    member.refresh_from_db()
    assert (member.is_superuser, [group.name for group in member.groups.all()]) == (False, [role])
    assert set(User.objects.filter(is_superuser=True)) == {desk}
    assert Group.objects.count() == len(roles.ROLES)


@pytest.mark.parametrize("username", ["", "   "])
def test_staff_without_a_name_is_refused_with_a_sentence(at_desk, desk, username):
    added = at_desk.post(
        "/admin/accounts/user/add/", {"username": username, "password1": PASSWORD, "password2": PASSWORD}
    )
    changed = decide(at_desk, f"/admin/accounts/user/{desk.pk}/change/", {"username": username, "is_staff": "on"})

    for answer in (added, changed):
        assert answer.status_code == 200
        assert list(answer.context["adminform"].form.errors) == ["username"]
    assert list(User.objects.values_list("username", flat=True)) == ["desk"]


def test_nobody_resets_their_own_second_factor_at_the_desk(at_desk, desk):
    assert at_desk.post(f"/admin/accounts/user/{desk.pk}/reset-second-factor/").status_code == 403

    assert desk.authenticator_set.filter(type="totp").exists()
