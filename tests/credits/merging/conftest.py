"""Two accounts of one citizen, a member of account service who decides, and another one."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from accounts.models import Profile, User
from common.merging import Pair
from credits import audit as credits_audit
from credits import statements
from credits.merging import asking, deciding
from credits.merging.models import How, KeptPhone, Merger
from desk import roles
from tests.conftest import NOW, TODAY, make_citizen
from tests.credits.adjusting.conftest import SERVING, official
from tests.second_factors import take_second_step

WORDS = "换了手机号以后又开了一个账号。"
WAIT = timedelta(days=settings.MERGER_WAIT_DAYS)
BEFORE = NOW - WAIT
ANSWER = "两个账号都已验证，同意合并。"


@pytest.fixture
def clerk(db) -> User:
    roles.load()
    return official("merging-clerk", SERVING)


@pytest.fixture
def second(clerk) -> User:
    return official("merging-second", SERVING)


@pytest.fixture
def old(db) -> User:
    """The account that ends."""
    return with_phone("+8613900000001")


@pytest.fixture
def new(db) -> User:
    """The account that stays."""
    return with_phone("+8613900000002")


def with_phone(phone: str) -> User:
    citizen = make_citizen()
    Profile.objects.filter(user=citizen).update(phone=phone, phone_verified_at=NOW)
    return citizen


def asked(ended: User, stays: User, *, now=BEFORE, kept_phone=KeptPhone.STAYS, **named: Any) -> Merger:
    """Handed in so early that it can be approved at `NOW`."""
    own = How.CODE if kept_phone == KeptPhone.ENDED else How.SIGNED_IN
    proofs = {stays.pk: (own, now), ended.pk: (How.CODE, now)}
    pair = Pair(ended.pk, stays.pk, kept_phone == KeptPhone.ENDED)
    return asking.ask(**{"pair": pair, "kept_phone": kept_phone, "words": WORDS, "proofs": proofs, "now": now, **named})


def approved(merger: Merger, by: User, *, now=NOW, edition: str | None = None) -> Merger:
    return deciding.approve(merger=merger, answer=ANSWER, by=by, now=now, edition=edition)


def merged(ended: User, stays: User, by: User, *, now=NOW) -> Merger:
    return approved(asked(ended, stays, now=now - WAIT), by, now=now)


def has_waited(merger: Merger) -> None:
    """As if it had been handed in so long ago that it can be approved now: past the triggers that keep when it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE credits_merger SET asked_at = asked_at - %s WHERE id = %s", [WAIT, merger.pk])
        cursor.execute(
            "UPDATE credits_mergerproof SET proven_at = proven_at - %s WHERE merger_id = %s", [WAIT, merger.pk]
        )


def wealth(citizen: User, today=TODAY) -> tuple[dict, int]:
    """What an account can spend, by day of expiry, and what it owes."""
    vintages, owed = statements.vintages_and_debt(citizen.pk, today=today)
    return {one.expires_on: one.credits for one in vintages}, owed


def found() -> list[str]:
    """What the audit finds of the ledger."""
    return [str(one) for one in credits_audit.findings()]


def at_the_desk(member: User) -> Client:
    browser = Client()
    browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    take_second_step(browser, member)
    return browser
