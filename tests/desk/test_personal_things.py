"""What is somebody's own alone – sessions, passkeys, app and recovery codes, access tokens, who looked at them – is
reached by nobody else, by no address: every address of the portal is asked, by ids of another person, as every role.

An address that asks after such things is decided in `DECIDED`; one that comes later fails here until it is. Every day
each attacker asks every decided address by the ids of its kind, and has a share of the others; `THINGS=all` has every
attacker ask every address, the decided ones by every id.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.utils import timezone
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from accounts import looks, second_factor, tokens
from accounts.app_sign_in import keeping as apps_of
from accounts.models import AccessToken, AppSignIn, AppWay, Look, PastSignIn, Seen, SignedIn, User
from accounts.sessions import SessionStore
from desk import roles
from merchants.models import Merchant, Role
from tests.accounts.proven import proven
from tests.conftest import NOW, make_citizen
from tests.desk import full_desk
from tests.desk.test_every_desk_page import in_role, model_of, patterns, specimens
from tests.desk_pages import carried
from tests.fuzz.asking import Fields
from tests.fuzz.doors import names_in_the_code
from tests.house.test_access import PATTERNS, places  # noqa: F401, a fixture
from tests.merchants.conftest import make_member, text
from tests.passkey_device import Device, register
from tests.second_factors import SECRET, browser_of_leader, enrolled

pytestmark = pytest.mark.django_db

WHOLE = os.environ.get("THINGS") == "all"
"""Every id in every place at every address, by everybody."""
ROWS = 8
"""Of a model, each in another state."""
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
SECURITY, SERVING = "安全 · Security", "账户服务 · Account service"
TABLES = {
    SignedIn._meta.db_table: "sessions",
    Authenticator._meta.db_table: "factors",
    AccessToken._meta.db_table: "tokens",
    AppSignIn._meta.db_table: "apps",
    Look._meta.db_table: "looks",
    PastSignIn._meta.db_table: "looks",
}
OWN = "one's own"
SIGNS_IN = "the row of a session that begins, ends or gets a new key: one's own"
TELLS = "that there is a second factor and since when, never which; to whoever may see accounts"
RESETS = "removes all factors and ends all sessions: by the right for it, of whom one may touch (`accounts/reach.py`)"
JUDGES = "whether an account rests and has a second factor, so whether a code proves it; to whoever may see mergers"
DECIDED = {
    "me/proof/": SIGNS_IN,
    "me/ways-in/": OWN,
    "me/phone/": OWN,
    "me/second-factor/": OWN,
    "me/second-factor/new/": OWN,
    "me/second-factor/code/": OWN,
    "me/second-factor/remove/": OWN,
    "me/second-factor/passkeys/new/": OWN,
    "me/second-factor/passkeys/remove/": OWN,
    "me/sessions/": OWN,
    "me/sessions/end-others/": OWN,
    "me/sessions/<public_id:public_id>/end/": OWN,
    "me/sessions/apps/<public_id:public_id>/end/": OWN,
    "me/looks/": OWN,
    "me/tokens/": OWN,
    "me/tokens/new/": OWN,
    "me/tokens/<public_id:public_id>/revoke/": OWN,
    "me/merging/phone/": OWN,
    "me/merging/pairing/": OWN,
    "me/merging/code/": OWN,
    "me/platforms/<slug:name>/link/": OWN,
    "me/platforms/<slug:name>/unlink/": OWN,
    "sign-in/linking/": OWN,
    "/admin/login/": SIGNS_IN,
    "/admin/accounts/user/<path:object_id>/change/": TELLS,
    "/admin/accounts/user/<int:pk>/reset-second-factor/": RESETS,
    "/admin/credits/merger/<path:object_id>/change/": JUDGES,
    "/admin/credits/merger/<int:pk>/approve/": JUDGES,
    "/admin/credits/merger/<int:pk>/decline/": JUDGES,
}
"""What each address that asks after such things has to do with them."""

DESK_ROUTES = sorted({route for route, _entry in patterns() if "(?P<url>" not in route})
DECIDED_ROUTES = [f"/{route.removeprefix('/')}" for route in DECIDED]
OTHER_ROUTES = [
    route
    for route in (*(f"/{route}" for route, _entry in PATTERNS if not route.startswith("admin/")), *DESK_ROUTES)
    if route not in DECIDED_ROUTES
]
FELT = (
    *(
        "user",
        "user_id",
        "user__id",
        "citizen",
        "pk",
        "id",
        "which",
        "factor",
        "session",
        "token",
        "public_id",
        "label",
    ),
    *(
        "passkey",
        "code",
        "device",
        "_selected_action",
        "select_across",
        "action",
        "object_id",
        "term",
        "q",
        "older_than",
    ),
)
"""Names by which an address might take somebody's thing, beside those that the code asks for."""
NAMES = (*FELT, *names_in_the_code())
GO_ON = {"post": "yes", "confirm": "1"}
FORM = "application/x-www-form-urlencoded"


@dataclass
class Somebody:
    """Whose things are sought; what of them no answer may hold, and the ids that an attacker may have."""

    user: User
    marks: list[str]
    numbers: list[int]
    public_ids: list[str]
    of_a_kind: dict[str, int | str]
    """By the name under which an address takes it."""

    @property
    def ids(self) -> list[int | str]:
        return [*self.numbers, *self.public_ids]


def with_things(user: User, mark: str) -> Somebody:
    """Two sessions, an app, a passkey, recovery codes, a token, an app’s sign-in, a look and a past sign-in."""
    if second_factor.find(user) is None:
        enrolled(user)
    passkey = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "mac", "credential": {"id": f"{mark}credential"}, "challenge": "x", "counter": 0},
        created_at=NOW,
        last_used_at=NOW,
    )
    rows: list[Any] = [passkey, second_factor.find(user)]
    marks = [f"{mark}credential", SECRET, f"{mark}label", f"{mark}office"]
    for _number in range(2):
        store = SessionStore()
        store["of"] = mark
        store.create()
        marks.append(str(store.session_key))
        rows.append(
            SignedIn.objects.create(
                user=user, session_key=store.session_key, device="harmony", at=NOW, last_used_on=NOW.date()
            )
        )
    token, secret = tokens.issue(user=user, label=f"{mark}label", now=timezone.now())
    rows.append(token)
    marks += [secret, token.digest]
    given = apps_of.start(citizen=user, scopes=["read"], way=AppWay.PHONE, device="harmony", now=timezone.now())
    of_app = AppSignIn.objects.get(user=user)
    rows.append(of_app)
    marks += [given.access, given.renewal, of_app.seed]
    if (
        recovery := Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    ) is not None:
        marks += [recovery.data["seed"], *RecoveryCodes(recovery).get_unused_codes()]
    looks.note_sign_in(user=user, device="harmony", now=NOW)
    Look.objects.create(citizen=user, day=NOW.date(), seen=Seen.PROFILE, office=f"{mark}office", by=None)
    public = [row.public_id for row in rows if hasattr(row, "public_id")]
    of_a_kind = {"which": passkey.pk, "factor": passkey.pk, "token": token.public_id, "tokens": token.public_id}
    of_a_kind |= {"session": public[0], "sessions": public[0], "public_id": public[0], "apps": of_app.public_id}
    return Somebody(user, marks, [user.pk, *(row.pk for row in rows)], [user.public_id, *public], of_a_kind)


def asks_for_all_of(others: list[Somebody]) -> str:
    """SQL for everything of theirs, of each in one word."""
    with connection.cursor() as cursor:
        asked = [
            cursor.mogrify(WORD_OF_ALL, {"place": place, "pk": other.user.pk, "marks": other.marks}).decode()
            for place, other in enumerate(others)
        ]
    return " UNION ALL ".join(asked)


def kept_of(asked: str) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return dict(cursor.fetchall())


def _word_of_all() -> str:
    parts = [f"SELECT '{table}' || one::text AS row FROM {table} one WHERE one.user_id = %(pk)s" for table in TABLES]
    parts[list(TABLES).index(Look._meta.db_table)] = (
        f"SELECT one::text FROM {Look._meta.db_table} one WHERE one.citizen_id = %(pk)s AND office = ANY(%(marks)s)"
    )
    parts.append(f"SELECT one::text FROM {Session._meta.db_table} one WHERE session_key = ANY(%(marks)s)")
    all_of_it = f"({' UNION ALL '.join(parts)}) AS all_of_it"
    return f"SELECT %(place)s, md5(string_agg(row, ',' ORDER BY row)) FROM {all_of_it}"


WORD_OF_ALL = _word_of_all()


class Attacker:
    """Asks for what is another's, as somebody; whatever it does is undone after each request."""

    def __init__(self, place: int, client: Client, others: list[Somebody]) -> None:
        self.place, self.client, self.others = place, client, others
        self.cookies = client.cookies.copy()
        self.asks_for_all = asks_for_all_of(others)
        self.kept = kept_of(self.asks_for_all)
        self.reached: set[str] = set()
        self.requests = 0

    def ask(self, method: str, address: str, sent: dict[str, Any] | None = None, query: str = "") -> HttpResponse:
        self.requests += 1
        asked = f"{address}?{query} {sent}"
        with transaction.atomic():
            answer = self.client.generic(method, address, urlencode(sent or {}), FORM, QUERY_STRING=query)
            said = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
            kept = self.kept if self.broke(answer, address) else kept_of(self.asks_for_all)
            for place, other in enumerate(self.others):
                seen = [mark for mark in other.marks if mark in said]
                seen += [mark for mark in other.public_ids[1:] if mark in said and mark not in asked]
                if seen or kept[place] != self.kept[place]:
                    self.reached.add(f"{address} of {other.user}: {seen or 'changed'}")
            transaction.set_rollback(True)
        self.client.cookies = self.cookies.copy()
        return answer

    def broke(self, answer: HttpResponse, address: str) -> bool:
        """Whether the database refused what was sent, so that nothing of it is kept."""
        failed: bool = connection.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR
        # Health is told by 503, and here no worker runs.
        if answer.status_code >= 500 and (answer.status_code, address) != (503, "/healthz"):
            self.reached.add(f"{address}: {answer.status_code}")
        return failed

    def try_ids_of_a_kind(self, route: str) -> None:
        """Once in the address, the query and the form; under other names an id that is another for each attacker."""
        for other in self.others:
            address = filled_with(route, other, other.of_a_kind.values())[0]
            any_id = other.ids[self.place % len(other.ids)]
            self._send(address, {**dict.fromkeys(NAMES, any_id), **other.of_a_kind})

    def try_all_ids(self, route: str) -> None:
        """Each id in each place of the address, of the query and of the form as its page has it."""
        for other in self.others:
            for address in filled_with(route, other, other.public_ids):
                carries = carried_by(self.ask("GET", address))
                for value in other.ids:
                    sent = dict.fromkeys(NAMES, value)
                    self._send(address, {**sent, **carries})
                    if carries.keys() & sent.keys():
                        self._send(address, {**carries, **sent})

    def _send(self, address: str, sent: dict[str, Any]) -> None:
        """By the query alone, then by it and by the form with what its page carries."""
        query = urlencode(sent)
        shown = self.ask("GET", address, query=query)
        self.ask("POST", address, {**sent, **carried_by(shown), **GO_ON}, query)

    def try_once(self, route: str) -> None:
        """For an address that asks after no such thing."""
        other = self.others[self.place % len(self.others)]
        address = filled_with(route, other, other.public_ids)[0]
        sent = dict.fromkeys(FELT, other.user.pk)
        self.ask("GET", address, query=urlencode(sent))
        self.ask("POST", address, {**sent, **GO_ON})


def carried_by(shown: HttpResponse) -> dict[str, str]:
    return carried(shown) if shown.status_code == 200 and not shown.streaming else {}


def filled_with(route: str, other: Somebody, public_ids: Iterable[int | str]) -> list[str]:
    """The address, with each id of theirs in its place; at the desk people are known by number."""
    if "<public_id:" in route:
        of_its_kind = [other.of_a_kind[kind] for kind in ("apps", "sessions", "tokens") if f"/{kind}/" in route]
        return [re.sub("<[^>]+>", str(value), route) for value in (*of_its_kind, *public_ids)]
    return [re.sub("<[^>]+>", str(other.user.pk), route)]


# Which addresses there are


def asked_after(client: Client, requests: list[tuple[str, str]], known: set[str]) -> set[str]:
    """What the tables are asked beside what is known, which every page asks of its own reader."""
    found = set[str]()

    def note(execute: Any, sql: Any, *rest: Any) -> Any:
        text = str(sql)
        # That somebody has looked is written wherever they do.
        if any(table in text for table in TABLES) and not text.startswith(f'INSERT INTO "{Look._meta.db_table}"'):
            found.add(re.sub(r"\s+", " ", text))
        return execute(sql, *rest)

    cookies = client.cookies.copy()
    for method, address in requests:
        page = client.get(address) if method == "post" else None
        is_page = page is not None and page.headers.get("Content-Type", "").startswith("text/html")
        sent = dict(Fields(page.content.decode()).found) if page is not None and is_page else {}
        with transaction.atomic(), connection.execute_wrapper(note):
            getattr(client, method)(address, {**sent, "factor": 1} if method == "post" else {})
            transaction.set_rollback(True)
        client.cookies = cookies.copy()
    return found - known


def test_every_address_of_the_portal_that_asks_after_them_is_decided(places, alice):  # noqa: F811
    browser = proven(browser_of_leader(alice))
    browser.raise_request_exception = False
    room = places["merchant/<public_id:public_id>/"]["public_id"]
    known = asked_after(
        browser, [(how, f"/{at}") for how in ("get", "post") for at in ("", "me/", f"merchant/{room}/")], set()
    )
    found = set()
    for route, _entry in PATTERNS:
        if route.startswith(("admin/", "api/")):
            continue
        address = "/" + re.sub(r"<\w+:(\w+)>", lambda place: places[route][place[1]], route)  # noqa: B023
        if asked_after(browser, [("get", address), ("post", address)], known):
            found.add(route)

    assert found == {route for route in DECIDED if not route.startswith("/admin/")}


@pytest.fixture
def at_work(db, settings, tmp_path, time_machine, caplog) -> full_desk.Cast:
    """A desk with something in every list."""
    settings.MEDIA_ROOT = tmp_path
    for name in ("django.request", "accounts", "axes"):
        caplog.set_level("CRITICAL", logger=name)
    time_machine.move_to(NOW, tick=False)
    return full_desk.begin(tmp_path)


@pytest.mark.slow
def test_every_address_of_the_desk_that_asks_after_them_is_decided(at_work):
    browser = signed_in(at_work.desk)
    known = asked_after(browser, [("get", "/admin/"), ("post", "/admin/")], set())
    found = set()
    for route in DESK_ROUTES:
        model = model_of(route)
        rows = specimens(model, ROWS if WHOLE else 1) if model and "<" in route else [None]
        addresses = [re.sub("<[^>]+>", str(row.pk) if row else "1", route) for row in rows]
        if asked_after(browser, list(product(("get", "post"), addresses)), known):
            found.add(route)

    assert found == {route for route in DECIDED if route.startswith("/admin/")}


# Reaching for them


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, BY_PASSWORD)
    return client


def with_a_second_one(client: Client, user: User) -> Client:
    """Nobody takes their only factor away: who has two is stopped by nothing else where a factor is another's."""
    register(client, Device(user.public_id.encode()))
    assert second_factor.factors(user).count() == 2
    return client


@pytest.fixture
def others(at_work) -> list[Somebody]:
    colleague = in_role("审计 · Audit")
    return [with_things(at_work.alice, "MARKA"), with_things(colleague, "MARKC"), with_things(at_work.desk, "MARKS")]


def citizen(others: list[Somebody]) -> Client:
    return proven(signed_in(make_citizen("+8613900000078", "Citizen", "gaoxin")))


def leader(others: list[Somebody]) -> Client:
    """Of the merchant that all of the desk's rows are about."""
    member = make_member(Merchant.objects.get(name=text("蜀风茶舍")), Role.OWNER)
    return with_a_second_one(proven(browser_of_leader(member.user)), member.user)


def superuser(others: list[Somebody]) -> Client:
    user = User.objects.create_superuser("second", "correct horse battery staple")
    return with_a_second_one(signed_in(user), user)


def official(role: str) -> Client:
    user = User.objects.create(username=f"attacker of {role}", is_staff=True)
    user.groups.set([Group.objects.get(name=role)])
    return with_a_second_one(signed_in(user), user)


CITIZENS = {"nobody": lambda _others: Client(raise_request_exception=False), "citizen": citizen, "leader": leader}
ATTACKERS = [*CITIZENS, "superuser", *roles.ROLES]
TURNS = {name: [name] for name in ATTACKERS} if WHOLE else {"everybody": ATTACKERS}
MAY_RESET = {"superuser": {0, 1, 2}, SECURITY: {0, 1}, SERVING: {0}}
"""Whose factors: of a citizen, of a colleague who audits, of a superuser."""


@pytest.mark.slow
@pytest.mark.parametrize("names", TURNS.values(), ids=TURNS.keys())
def test_nobody_reaches_what_is_anothers(names, others):
    reached = {}
    for name in names:
        attacker = reaching(name, others)
        assert attacker.requests >= 2 * (len(others) * len(DECIDED) + len(share_of(name)))
        print(f"{name}: {attacker.requests:,} requests")
        reached[name] = attacker.reached

    resets = [f"/admin/accounts/user/{one.user.pk}/reset-second-factor/ of {one.user}: changed" for one in others]
    allowed = {name: {resets[place] for place in MAY_RESET.get(name, ())} for name in names}
    print("\n".join(f"{name}: {line}" for name in names for line in sorted(reached[name] ^ allowed[name])))
    assert reached == allowed


def share_of(name: str) -> list[str]:
    """Of the addresses that ask after no such thing."""
    return OTHER_ROUTES if WHOLE else OTHER_ROUTES[ATTACKERS.index(name) :: len(ATTACKERS)]


def reaching(name: str, others: list[Somebody]) -> Attacker:
    if name in CITIZENS:
        client = CITIZENS[name](others)
    else:
        client = superuser(others) if name == "superuser" else official(name)
    attacker = Attacker(ATTACKERS.index(name), client, others)
    for route in DECIDED_ROUTES:
        if WHOLE:
            attacker.try_all_ids(route)
        else:
            attacker.try_ids_of_a_kind(route)
    for route in share_of(name):
        attacker.try_once(route)
    return attacker


# Finding them


@pytest.mark.slow
def test_nothing_of_theirs_is_found_by_searching(others, at_work):
    browser = signed_in(at_work.desk)
    for model in admin.site._registry:
        request = browser.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/").wsgi_request
        nothing = found(model, request, "no such thing")
        assert [mark for mark in marks_of(others) if found(model, request, mark) != nothing] == [], model
        if model is User:
            assert found(model, request, others[0].user.public_id) == nothing + 1


def found(model: type[Model], request: HttpRequest, words: str) -> int:
    """As the list's page searches, without drawing it."""
    request.GET = QueryDict(urlencode({"q": words}))
    return len(admin.site._registry[model].get_changelist_instance(request).result_list)


def marks_of(others: list[Somebody]) -> list[str]:
    return sorted({mark for other in others for mark in (*other.marks, *other.public_ids[1:])})


def test_nothing_of_theirs_is_completed(others, at_work):
    """What no form lets anybody choose so is completed to nobody; a member's groups hold nothing of theirs."""
    browser = signed_in(at_work.desk)
    marks = marks_of(others)
    completed = set()
    for model, name in completable():
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name}
        answer = browser.get("/admin/autocomplete/", {**asked, "term": ""})
        assert answer.status_code in {200, 403}
        if answer.status_code == 200:
            completed.add(model._meta.get_field(name).related_model)
            assert [mark for mark in marks if mark in answer.content.decode()] == []
            for mark in marks:
                assert browser.get("/admin/autocomplete/", {**asked, "term": mark}).json()["results"] == []

    assert completed == {Group}


def completable() -> list[tuple[type[Model], str]]:
    """Every field that names a row."""
    return [
        (model, each.name)
        for model in apps.get_models()
        for each in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if each.is_relation
    ]
