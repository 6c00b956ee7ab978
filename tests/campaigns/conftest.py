"""A campaign as it is made: written by one of the desk, opened by another, with times around noon of 23 November."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from activities import audit as activities
from campaigns import audit as campaigns
from campaigns.desk import opening
from campaigns.models import Campaign
from credits import audit as credits
from tests.conftest import NOW, make_citizen

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def text(words: str) -> dict[str, str]:
    return {"zh-hans": words, "en": words}


def make_staff(name: str, *rights: str) -> User:
    user = User.objects.create(username=name, is_staff=True)
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return User.objects.get(pk=user.pk)


WRITES = ("campaigns.view_campaign", "campaigns.add_campaign")
OPENS = ("campaigns.view_campaign", "campaigns.open_campaign", "credits.fund_budget")
CHECKS_IN = ("campaigns.view_campaign", "campaigns.check_in_campaign")

PLAIN = {
    "title": text("绿道骑行"),
    "text": text("沿锦城绿道骑行十一公里。"),
    "mode": "place",
    "address": text("锦城湖2号湖"),
    "district": "gaoxin",
    "signup_from": NOW - DAY,
    "signup_until": NOW + 2 * HOUR,
    "starts_at": NOW - 2 * HOUR,
    "ends_at": NOW + DAY,
    "proving": "either",
}
"""Sign-up is open, and so is the check-in."""
FLAT = {"bonus": "flat", "flat_credits": 30, "cap_credits": 30, "budget_credits": 1000, "document": "成环〔2026〕30号"}
MORE = {
    "bonus": "multiplier",
    "percent": 50,
    "scenario_codes": ["walking"],
    "cap_credits": 20,
    "budget_credits": 1000,
    "document": "成环〔2026〕31号",
}


def drafted(author: User, **terms) -> Campaign:
    return opening.begin(Campaign(**{"code": "greenway", **PLAIN, **terms}), by=author, now=NOW)


def opened(author: User, opener: User, **terms) -> Campaign:
    draft = drafted(author, **terms)
    opening.propose(campaign=draft, by=author, now=NOW)
    return opening.open_(campaign=draft, by=opener, now=NOW)


def nothing_found() -> None:
    assert [str(found) for audit in (campaigns, credits, activities) for found in audit.findings()] == []


@pytest.fixture
def author(db) -> User:
    return make_staff("author", *WRITES)


@pytest.fixture
def opener(db) -> User:
    return make_staff("opener", *OPENS)


@pytest.fixture
def usher(db) -> User:
    return make_staff("usher", *CHECKS_IN)


@pytest.fixture
def people(db) -> list[User]:
    return [make_citizen() for _ in range(4)]
