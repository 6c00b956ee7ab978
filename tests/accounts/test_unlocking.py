"""A sign-in that wrong passwords have locked is opened again by a colleague, never by whose name it is."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from accounts import second_factor, unlocking
from accounts.models import User
from accounts.refusals import OwnFactor, OwnSignIn
from tests.conftest import NOW
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk) -> Client:
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def locked(name: str) -> AccessAttempt:
    return AccessAttempt.objects.create(
        username=name, ip_address="203.0.113.9", path_info="/admin/", failures_since_start=5
    )


def confirmed(browser: Client, attempt: AccessAttempt):
    """The page that asks whether, and what it sends back."""
    address = f"/admin/axes/accessattempt/{attempt.pk}/delete/"
    context = browser.get(address).context
    edition = {"edition": context["edition"]} if "edition" in context else {}
    return browser.post(address, {"post": "yes", **edition}, follow=True)


def test_nobody_unlocks_their_own_name_not_even_a_superuser(at_desk, desk):
    attempt = locked(desk.username)

    answer = confirmed(at_desk, attempt)

    assert "这些密码是用您自己的登录名尝试的，由同事解锁。" in answer.content.decode()
    assert AccessAttempt.objects.get().failures_since_start == 5
    with pytest.raises(OwnSignIn):
        unlocking.unlock(attempt=attempt, by=desk, now=NOW)


def test_colleague_is_unlocked(at_desk):
    attempt = locked("colleague")

    confirmed(at_desk, attempt)

    assert not AccessAttempt.objects.exists()


def test_nobody_resets_their_own_factor_whatever_door_asks(db):
    """The page is shut to them; so is what stands behind it."""
    clerk = User.objects.create_superuser("clerk", "correct horse battery staple")
    enrolled(clerk)
    factor = second_factor.find(clerk)
    assert factor is not None

    with pytest.raises(OwnFactor):
        second_factor.reset(user=clerk, by=clerk, shown=factor.pk)

    assert second_factor.find(clerk) == factor
