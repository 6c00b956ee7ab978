"""Somebody who changes their number: signed in just now by the way that a test says."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts import fresh_proofs
from accounts.models import Profile, User
from tests.accounts.conftest import Outbox
from tests.conftest import NOW

OLD, NEW = "+8613800000001", "+8613900000009"
PAGE, CODE, STOP, WAYS = "/me/phone/", "/me/phone/code/", "/me/phone/stop/", "/me/ways-in/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    return time_machine.move_to(NOW, tick=False) or time_machine


@pytest.fixture(autouse=True)
def messages(outbox: Outbox) -> Outbox:
    return outbox


@pytest.fixture
def owner(db, noon) -> User:
    user = User.objects.create_citizen()
    Profile.objects.create(user=user, phone=OLD, phone_verified_at=NOW, language="zh-hans")
    return user


@pytest.fixture
def came(owner: User) -> Callable[..., Client]:
    """A browser of the owner's that has just come in by a way."""

    def came(way: str = "phone", user: User = owner) -> Client:
        browser = Client()
        browser.force_login(user)
        session = browser.session
        session[fresh_proofs.PROVEN_AT], session[fresh_proofs.PROVEN_BY] = timezone.now().timestamp(), way
        session.save()
        return browser

    return came


def phone_of(user: User) -> str | None:
    return Profile.objects.get(user=user).phone


def asked_for(browser: Client, box: Outbox, phone: str = NEW) -> object:
    """Gives the new number and its code."""
    browser.post(PAGE, {"phone": phone})
    return browser.post(CODE, {"code": box.code})
