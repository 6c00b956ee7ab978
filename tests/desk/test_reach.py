"""Nobody at the desk gives what they lack, nor touches who has more than they: role by role, cell by cell."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts import rights, second_factor
from accounts.models import User
from desk import roles
from tests.desk_pages import decide
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
SECURITY = "安全 · Security"
SERVING = "账户服务 · Account service"
HOUSE = Path(roles.__file__).parents[1]


@pytest.fixture(autouse=True)
def _loaded(db) -> None:
    roles.load()


def in_role(name: str, username: str) -> User:
    user = User.objects.create(username=username, is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set([Group.objects.get(name=name)])
    return user


def at_desk(user: User) -> Client:
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return browser


def close(browser: Client, user: User) -> int:
    """The form of an account without its tick at "active"."""
    return decide(browser, f"/admin/accounts/user/{user.pk}/change/", {"username": user.username}).status_code


@pytest.mark.parametrize("mine", roles.ROLES)
def test_no_role_takes_over_another(mine, desk):
    """The attack: a password set for a colleague, and then signing in as them."""
    me = in_role(mine, "me")
    browser = at_desk(me)
    others = [desk, *(in_role(theirs, f"other of {theirs}") for theirs in roles.ROLES)]
    new = {"password1": "another horse battery", "password2": "another horse battery", "usable_password": "true"}

    for other in [*others, me]:
        assert browser.get(f"/admin/accounts/user/{other.pk}/password/").status_code == 403
        assert browser.post(f"/admin/accounts/user/{other.pk}/password/", new).status_code == 403
        rise = {"username": other.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
        decide(browser, f"/admin/accounts/user/{other.pk}/change/", {**rise, "groups": [1, 2, 3]})

        other.refresh_from_db()
        assert other.check_password(PASSWORD)
        assert other.is_superuser == (other == desk)
        assert other.groups.count() == (0 if other == desk else 1)


CLOSERS = {SECURITY, SERVING, "运营 · Operator"}


@pytest.mark.parametrize("mine", roles.ROLES)
def test_role_closes_nobody_who_has_more(mine, desk):
    browser = at_desk(in_role(mine, "me"))
    others = {name: in_role(name, f"other of {name}") for name in roles.ROLES}

    assert close(browser, desk) == 403
    for other in others.values():
        close(browser, other)
    closed = {name for name, other in others.items() if not User.objects.get(pk=other.pk).is_active}

    desk.refresh_from_db()
    assert desk.is_active
    reached = {name for name in roles.ROLES if set(roles.ROLES[name]) <= set(roles.ROLES[mine])}
    if mine == SECURITY:
        reached = set(roles.ROLES)
    assert closed == (reached if mine in CLOSERS else set())


@pytest.mark.parametrize("mine", roles.ROLES)
def test_role_resets_no_factor_of_who_has_more(mine, desk):
    me = in_role(mine, "me")
    browser = at_desk(me)
    others = {name: in_role(name, f"other of {name}") for name in roles.ROLES}
    for user in (me, desk, *others.values()):
        if second_factor.find(user) is None:
            enrolled(user)

    for user in (me, desk, *others.values()):
        shown = {"factor": second_factor.factors(user).get().pk}
        browser.post(f"/admin/accounts/user/{user.pk}/reset-second-factor/", shown)
    reset = {name for name, other in others.items() if second_factor.find(other) is None}

    assert second_factor.find(me) is not None
    assert second_factor.find(desk) is not None
    assert reset == {SECURITY: set(roles.ROLES), SERVING: {SERVING}}.get(mine, set())


def test_closed_colleague_who_has_more_is_not_opened_again():
    """A closed account has no rights to ask it for; opening it gives them back."""
    clerk, publisher = in_role(SERVING, "clerk"), in_role("规则发布 · Rule publishing", "publisher")
    User.objects.filter(pk=publisher.pk).update(is_active=False)

    answer = at_desk(clerk).post(f"/admin/accounts/user/{publisher.pk}/change/", {"is_active": "on"})

    assert answer.status_code == 403
    assert not User.objects.get(pk=publisher.pk).is_active


def test_right_given_to_one_person_counts_too(desk):
    """Rights also come without a group."""
    officer, colleague = in_role(SECURITY, "officer"), in_role("审计 · Audit", "colleague")
    colleague.user_permissions.add(Permission.objects.get(codename="look_after_staff"))

    assert close(at_desk(officer), colleague) == 403


@pytest.mark.parametrize("role", roles.ROLES)
def test_nobody_but_a_superuser_sees_what_is_kept_of_a_password(role, desk):
    browser = at_desk(in_role(role, "me"))

    page = browser.get(f"/admin/accounts/user/{desk.pk}/change/")

    assert page.status_code == (200 if "accounts.view_user" in roles.ROLES[role] else 403)
    assert "pbkdf2" not in page.content.decode()


def test_every_right_that_the_code_asks_for_is_offered_to_groups():
    """`approve_merchant` and its like: what no group can be given, only superusers could do."""
    asked = set()
    for folder, kind in product({app.partition(".")[0] for app in settings.PORTAL_APPS}, ("*.py",)):
        for file in (HOUSE / folder).rglob(kind):
            asked |= set(re.findall(r'(?:has_perm\(|_require\(request, )"([a-z_]+\.[a-z_]+)"', file.read_text()))
    for file in (HOUSE / "templates").rglob("*.html"):
        asked |= {f"{app}.{name}" for app, name in re.findall(r"perms\.([a-z_]+)\.([a-z_]+)", file.read_text())}
    offered = {f"{right.content_type.app_label}.{right.codename}" for right in rights.asked_for_by(admin.site)}

    assert "merchants.approve_merchant" in asked
    assert asked - offered == set()


def test_no_role_has_all_and_auditors_look_at_everything_and_change_nothing():
    every = {right for granted in roles.ROLES.values() for right in granted}
    audit = set(roles.ROLES["审计 · Audit"])

    assert all(set(granted) < every for granted in roles.ROLES.values())
    assert all(".view_" in right for right in audit)
    assert audit == {f"{model._meta.app_label}.view_{model._meta.model_name}" for model in admin.site._registry}


@pytest.mark.parametrize(
    ("writing", "deciding"),
    [
        ("scenarios.change_ruleversion", "scenarios.publish_ruleversion"),
        ("merchants.change_offer", "merchants.publish_offer"),
        ("merchants.change_merchant", "merchants.approve_merchant"),
        ("scenarios.change_venue", "scenarios.evaluate_venue"),
        ("accounts.look_after_staff", "scenarios.publish_ruleversion"),
        ("accounts.look_after_staff", "credits.fund_budget"),
    ],
)
def test_no_role_both_writes_and_decides(writing, deciding):
    assert [name for name, granted in roles.ROLES.items() if {writing, deciding} <= set(granted)] == []
