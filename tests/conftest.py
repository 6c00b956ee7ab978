"""The cast of every test, on a real PostgreSQL and a real Redis."""

import os
import pwd
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache, caches
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts import tokens
from accounts.models import Profile, User
from accounts.scopes import Scope
from activities import intake
from activities.gate.drafts import Draft
from activities.models import SHARDS
from activities.scoring import scorer
from activities.things import naming
from channels.api.way_in import WAY_IN as API
from channels.files.way_in import WAY_IN as FILE
from channels.form.way_in import WAY_IN as FORM
from channels.household.binding import car_methods, things_of_car
from channels.household.meter_methods import meter_methods
from chengdu_carbon.servers import RedisServer
from chengdu_carbon.service_account import account_of
from common.city_time import at_city_time, city_day, day_span
from common.pages import kept
from credits import accounts as ledger_accounts
from credits import budgets
from lists import reading
from lists.models import Edition
from methodologies.base import Span
from scenarios import catalogue as scenario_catalogue
from scenarios import rulebook
from scenarios.models import EmissionFactor, RuleVersion, Scenario
from scenarios.rules import Evidence
from scenarios.venues import catalogue as venue_catalogue
from scenarios.venues.models import Evaluation, Venue
from tests.emptying import empty_tables
from tests.kept_rows import begin_with
from tests.processes import ForkedWorker, Worker
from tests.runtime_role import give_rights, runtime_cursor
from tests.second_factors import take_second_step

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon of 23 November 2026 in Chengdu."""
TODAY = city_day(NOW)
RELEASED = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
"""Noon of 7 December 2026: the rules of 28 November are in force, and what is typed may be of no day before them."""


# Machines may be slow: what a property says is judged, not how long its examples take.
hypothesis.settings.register_profile("tests", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("tests")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: while one that begins last ends, nothing is left for the other processes."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """Each process begins with a copy of the tables that bin/test has made once."""
    connection.settings_dict["TEST"]["TEMPLATE"] = connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Tests play on days of their own, so it must not matter when their database was made: `activities.audit`
    judges what was recorded and assessed since its rules have been what they are now.
    """
    with django_db_blocker.unblock():
        MigrationRecorder.Migration.objects.filter(app="activities").update(applied=datetime(2016, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_between_tests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: empty_tables())
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_in_one_round() -> Iterator[None]:
    """A million rounds are half a second of each test that has staff in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Each client loads the middleware anew: 40 ms for the thousand files of a folder that stays as it is."""
    plain, found = WhiteNoiseMiddleware.update_files_dictionary, dict[tuple[str, str], dict[str, Any]]()

    def update_files_dictionary(middleware: WhiteNoiseMiddleware, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            plain(middleware, root, prefix)
            found[root, prefix] = dict(middleware.files)
        middleware.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "update_files_dictionary", update_files_dictionary)
        yield


@pytest.fixture(autouse=True)
def _each_test_has_a_chain_of_its_own(settings) -> None:
    """The folder is made by whoever seals."""
    settings.SEALS_ROOT = settings.SEALS_ROOT / uuid4().hex


@pytest.fixture(autouse=True)
def _each_test_begins_in_the_portals_own_language() -> None:
    """Whatever the one before it left."""
    translation.deactivate()


@pytest.fixture
def books_are_trusted(monkeypatch) -> None:
    """For whoever counts statements: no book, of lists or of rules, is asked for anew because a second went by."""
    monkeypatch.setattr(reading, "TRUSTED_S", 3600.0)
    monkeypatch.setattr(rulebook, "TRUSTED_S", 3600.0)


@pytest.fixture(scope="session", autouse=True)
def _signed_in_by_force_is_with_both_steps() -> Iterator[None]:
    """`force_login` passes over the sign-in page; of staff, over its second step too."""
    plain = Client.force_login

    def force_login(client: Client, user: User, backend: str | None = None) -> None:
        plain(client, user, backend)
        if user.is_staff:
            take_second_step(client, user)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        yield


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test() -> None:
    """Processes keep rules, public pages and the ids of lasting accounts, Redis figures; a test's database goes."""
    cache.clear()
    caches["template_fragments"].clear()
    ledger_accounts.forget()
    kept.forget()
    rulebook.forget()
    reading.forget()


@pytest.fixture(scope="session")
def _rights_are_given(django_db_setup, django_db_blocker) -> None:
    """As after each migration."""
    with django_db_blocker.unblock():
        give_rights()


@pytest.fixture
def runtime(_rights_are_given) -> Iterator[Any]:
    """A cursor of the role that runs the portal, on what tests have committed."""
    with runtime_cursor() as cursor:
        yield cursor


@pytest.fixture
def catalogue(db) -> None:
    """The scenarios as they are published."""
    rulebook.rule_of.cache_clear()
    rulebook.forget()
    begin_with("catalogue", lambda: scenario_catalogue.load(NOW), [Edition, EmissionFactor, Scenario, RuleVersion])
    reading.forget()


@pytest.fixture
def venues(db) -> None:
    """The venues as they are loaded at set-up."""
    begin_with("venues", lambda: venue_catalogue.load(NOW), [Venue, Evaluation])


def filled_budget():
    """The citizens' budget, filled."""
    budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
    budgets.fund(budget, 10_000_000, reference="fund:test", now=NOW)
    return budget


@pytest.fixture
def budget(db):
    return filled_budget()


def make_citizen(phone: str = "", name: str = "", district: str = "") -> User:
    user = User.objects.create_citizen()
    verified_at = timezone.now() if phone else None
    Profile.objects.create(
        user=user, phone=phone or None, phone_verified_at=verified_at, display_name=name, district=district
    )
    return user


def make_alice() -> User:
    return make_citizen("+8613900000001", "Alice", "jinjiang")


def make_bob() -> User:
    return make_citizen("+8613900000002", "Bob", "gaoxin")


def make_desk() -> User:
    return User.objects.create_superuser("desk", "correct horse battery staple")


@pytest.fixture
def alice(db) -> User:
    return make_alice()


@pytest.fixture
def bob(db) -> User:
    return make_bob()


@pytest.fixture
def desk(db) -> User:
    return make_desk()


@pytest.fixture
def token_of(db):
    """Issues an access token and returns the header that carries it."""

    def issue(user: User, *scopes: Scope) -> dict[str, str]:
        """Of every scope unless some are named."""
        _token, secret = tokens.issue(user=user, label="test", now=timezone.now(), scopes=scopes or tuple(Scope))
        return {"authorization": f"Bearer {secret}"}

    return issue


def walk(steps: int, *, days_ago: int = 0, client_id: str = "", now: datetime = NOW) -> Draft:
    """A day's steps, by default today's."""
    day = at_city_time(now.date(), datetime.min.time()).date() - timedelta(days=days_ago)
    return Draft("walking", Span.DAY, *day_span(day), {"steps": steps}, client_id)


def ride(
    distance_m: int,
    *,
    minutes: int = 10,
    ago: timedelta = timedelta(hours=1),
    client_id: str = "",
    now: datetime = NOW,
) -> Draft:
    """A ride on a shared bike, by default an hour ago."""
    started_at = now - ago
    ended_at = started_at + timedelta(minutes=minutes)
    return Draft("bike-share", Span.PERIOD, started_at, ended_at, {"distance_m": distance_m}, client_id)


CHANNELS = {
    Evidence.SELF_DECLARED: API,
    Evidence.PHOTO: FORM,
    Evidence.DEVICE: FILE,
    Evidence.PROVIDER: FORM,
}
"""By which channel acts come that are proven so."""


def record(citizen: User, *drafts: Draft, evidence: Evidence = Evidence.DEVICE, now: datetime = NOW):
    """Hands drafts to the gate, by default as a device's file does."""
    drafts = tuple(_named(citizen, draft) for draft in drafts)
    return intake.record(citizen=citizen, drafts=drafts, channel=CHANNELS[evidence], evidence=evidence, now=now)


def _named(citizen: User, draft: Draft) -> Draft:
    """An act of a car or meter that names none counts one of its own, as every door asks for one."""
    if draft.things or draft.unnamed:
        return draft
    words = f"{citizen.pk} {draft.started_at} {draft.ended_at} {draft.values}"
    if draft.scenario in car_methods():
        return replace(draft, things=things_of_car(draft.scenario, words))
    return replace(draft, things=(naming.meter(draft.scenario, words),)) if draft.scenario in meter_methods() else draft


def score_everything(now: datetime = NOW) -> int:
    """Scores until nothing is pending; returns how many acts were taken."""
    taken = 0
    for shard in range(SHARDS):
        while count := scorer.score_batch(shard, now=now):
            taken += count
    return taken


@pytest.fixture
def broker(tmp_path_factory) -> Iterator[RedisServer]:
    """A broker of the test's own, which it may stop and freeze."""
    server = RedisServer(tmp_path_factory.mktemp("r"), account=account_of(pwd.getpwuid(os.getuid())))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(transactional_db, tmp_path) -> Iterator[Worker]:
    """A Celery worker of the test's own, on the test's database and broker."""
    worker = ForkedWorker(tmp_path)
    worker.start()
    yield worker
    worker.stop()
