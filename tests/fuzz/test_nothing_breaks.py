"""No address answers 5xx to anything that a stranger can send, and the API says every error as problem details.

A sample that is always the same, small enough for every day; `FUZZ_REQUESTS=200000 bin/test tests/fuzz` asks more, and
`FUZZ_SEED` others.
"""

import json
import os
from copy import deepcopy
from itertools import product
from random import Random
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from desk import roles
from tests.conftest import NOW, make_citizen
from tests.desk import full_desk
from tests.desk.test_every_desk_page import addresses
from tests.fuzz import doors, nasty
from tests.fuzz.asking import PROBLEM, Broken, Stranger, encoded
from tests.house.test_access import PATTERNS, filled, places  # noqa: F401, a fixture
from tests.second_factors import browser_of_leader

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "2400"))
"""Of all tests here together, about."""
EXHAUSTIVE = 200_000
"""From so many on, every name that the code asks for with every value at every address besides: half a million."""
SEED = int(os.environ.get("FUZZ_SEED", "20261128"))
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def chance() -> Random:
    return Random(SEED)


@pytest.fixture
def broken(caplog) -> Broken:
    for name in ("django", "common", "portal"):
        caplog.set_level("CRITICAL", logger=name)
    return Broken()


def tell(broken: Broken, name: str) -> None:
    print(f"{name}: {broken.answers.total():,} requests, {dict(sorted(broken.answers.items()))}")
    print(broken)
    assert broken.first == {}, str(broken)


def one_of(chance: Random, *many):
    """Of one of several lists, each as likely."""
    return chance.choice(chance.choice([each for each in many if each]))


def query_of(chance: Random, names) -> str:
    pairs = [
        (one_of(chance, names, names, names, nasty.NAMES), chance.choice(nasty.RAW))
        for _ in range(chance.randint(1, 3))
    ]
    return encoded(pairs)


def form_of(chance: Random, fields: list[tuple[str, str]], names) -> str:
    """A form that would do, with one to three of its fields spoiled, missing, twice or not its own."""
    sent = [(name, nasty.quote(value, safe="")) for name, value in fields]
    for _ in range(chance.randint(1, 3)):
        deed = chance.random()
        if sent and deed < 0.7:
            place = chance.randrange(len(sent))
            sent[place] = (sent[place][0], chance.choice(nasty.RAW))
        elif sent and deed < 0.8:
            sent.pop(chance.randrange(len(sent)))
        else:
            sent.append((chance.choice(names), chance.choice(nasty.RAW)))
    return encoded(sent)


def ask_anything(chance: Random, stranger: Stranger, address: str, names) -> None:
    way = chance.random()
    if way < 0.45:
        stranger.ask("GET", address, query_of(chance, names))
    elif way < 0.8:
        body = form_of(chance, stranger.fields(address), names).encode()
        stranger.ask("POST", address, query_of(chance, names) if chance.random() < 0.2 else "", body)
    elif way < 0.87:
        body, kind = chance.choice(nasty.BODIES)
        stranger.ask(chance.choice(("POST", "PUT", "PATCH", "DELETE")), address, "", body, kind)
    elif way < 0.94:
        stranger.ask(chance.choice(("GET", "POST")), address, headers=chance.choice(nasty.HEADERS))
    else:
        stranger.ask(chance.choice(nasty.METHODS), address, query_of(chance, names))


# The portal


@pytest.fixture
def strangers(places, alice, bob, desk, token_of, broken) -> list[Stranger]:  # noqa: F811
    """Alice leads a merchant, works at a till and owns everything in `places`."""
    return [
        Stranger("nobody", Client(), broken),
        Stranger("owner", browser_of_leader(alice), broken),
        Stranger("citizen", signed_in(bob), broken),
        Stranger("newcomer", signed_in(make_citizen()), broken),
        Stranger("superuser", signed_in(desk), broken),
        Stranger("program", Client(), broken, token_of(alice)),
    ]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, BY_PASSWORD)
    return client


def spoiled(chance: Random, route: str, address: str) -> str:
    """An address with something else in one of its places."""
    steps, named = address.split("/"), [place for place, step in enumerate(route.split("/"), 1) if "<" in step]
    steps[chance.choice(named)] = chance.choice(nasty.RAW)
    return "/".join(steps)


@pytest.mark.slow
def test_no_address_of_the_portal_breaks(places, strangers, broken, chance):  # noqa: F811
    names = (*doors.names_in_the_code(), *doors.names_of_forms(), *doors.names_in_the_document())
    routes = [route for route, entry in PATTERNS if not route.startswith("admin/")]
    owner = strangers[1]

    # Every name that the code asks for, at every address, with something that no database takes.
    for route in routes:
        address = filled(route, places.get(route, {}))
        who = strangers[5] if address.startswith("/api/") else owner
        who.ask("GET", address, encoded([(name, "%00") for name in doors.names_in_the_code()]))
        if REQUESTS >= EXHAUSTIVE:
            for name, value in product(doors.names_in_the_code(), nasty.RAW):
                who.ask("GET", address, encoded([(name, value)]))
    for _ in range(REQUESTS // 3):
        route = chance.choice(routes)
        address = filled(route, places.get(route, {}))
        if "<" in route and chance.random() < 0.1:
            address = spoiled(chance, route, address)
        likely = [strangers[5]] if address.startswith("/api/") else [owner]
        ask_anything(chance, one_of(chance, strangers, likely, likely), address, names)

    tell(broken, "portal")


# The API


@pytest.fixture
def bodies(places) -> dict[str, Any]:  # noqa: F811
    """A body that would do, for each address that takes one."""
    ids = {name: next(iter(places[route].values())) for name, route in OF_API.items()}
    ride = {
        "id": "a",
        "scenario": "bike-share",
        "started_at": "2026-11-23T08:00:00+08:00",
        "ended_at": "2026-11-23T08:10:00+08:00",
        "claim": {"distance_m": 2000},
    }
    walk = {**ride, "scenario": "walking", "claim": {"steps": 8000}}
    return {
        "/api/v1/activities": {"activities": [ride, walk]},
        "/api/v1/redemptions": {"offer": ids["offer"], "price": 1},
        f"/api/v1/redemptions/{ids['voucher']}/release": {"expiring": 0},
        "/api/v1/captures": {"shop": ids["shop"], "code": "123456789012"},
        f"/api/v1/captures/{ids['capture']}/undo": {"taken_at": "2026-11-23T08:00:00+08:00"},
    }


OF_API = {
    "offer": "api/v1/offers/<public_id:public_id>",
    "voucher": "api/v1/redemptions/<public_id:public_id>",
    "shop": "till/<public_id:shop_id>/",
    "capture": "till/<public_id:shop_id>/undo/<public_id:public_id>/",
}


def spoil(chance: Random, body: Any) -> Any:
    """The body with one of its parts, at any depth, of another kind."""
    body = deepcopy(body)
    part = body
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not keys:
            return chance.choice(nasty.VALUES)
        key = chance.choice(keys)
        if isinstance(part[key], dict | list) and part[key] and chance.random() < 0.8:
            part = part[key]
            continue
        deed = chance.random()
        if deed < 0.8:
            part[key] = chance.choice(nasty.VALUES)
        elif deed < 0.9:
            del part[key]
        elif isinstance(part, dict):
            part[chance.choice([*nasty.NAMES, "claim", "id"])] = chance.choice(nasty.VALUES)
        else:
            part.extend(part * 3)
        return body


def test_no_body_breaks_the_api(bodies, strangers, broken, chance):
    program, nobody = strangers[5], strangers[0]
    for body, kind in nasty.BODIES:
        for address in bodies:
            program.ask("POST", address, "", body, kind, {"idempotency-key": "a"})
    for _ in range(REQUESTS // 3):
        address, body = chance.choice(list(bodies.items()))
        spoiled_body = spoil(chance, body) if chance.random() < 0.95 else chance.choice(nasty.VALUES)
        content = json.dumps(spoiled_body).encode()
        key = chance.choice(({"idempotency-key": "a"}, {"idempotency-key": "a"}, chance.choice(nasty.HEADERS)))
        chance.choice([program] * 9 + [nobody]).ask("POST", address, "", content, "application/json", key)

    tell(broken, "bodies")


# The desk


@pytest.fixture
def officials(db, settings, tmp_path, time_machine, broken) -> list[Stranger]:
    """Everybody who may come to the desk, and a citizen."""
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)
    cast = full_desk.begin(tmp_path)
    found = [Stranger("superuser", signed_in(cast.desk), broken), Stranger("citizen", signed_in(cast.alice), broken)]
    for name in roles.ROLES:
        clerk = User.objects.create(username=f"clerk of {name}", is_staff=True)
        clerk.groups.set([Group.objects.get(name=name)])
        found.append(Stranger(name, signed_in(clerk), broken))
    return found


@pytest.mark.slow
def test_no_list_of_the_desk_breaks(officials, broken, chance):
    superuser, _citizen, *clerks = officials
    names = {model: doors.names_of_list(model, superuser.client) for model in admin.site._registry}
    asked = [(model, name, value) for model in names for name in names[model] for value in nasty.RAW]
    own = [(model, name, value) for model, name, value in asked if "__" not in name and name in _filters(model)]

    for model, name, value in chance.sample(own, min(len(own), REQUESTS // 12)):
        superuser.ask("GET", doors.list_of(model), encoded([(name, value)]))
    for model, name, value in chance.sample(asked, min(len(asked), REQUESTS // 4)):
        one_of(chance, [superuser], [superuser], clerks).ask("GET", doors.list_of(model), encoded([(name, value)]))

    tell(broken, "lists")


def _filters(model) -> set[str]:
    return {*doors.OF_LISTS, *(field.name for field in model._meta.get_fields())}


@pytest.mark.slow
def test_no_page_of_the_desk_breaks(officials, broken, chance):
    superuser, *others = officials
    pages = addresses()
    names = (*doors.names_in_the_code(), *doors.names_of_forms(), *doors.OF_LISTS, *doors.OF_POSTS)
    for _ in range(REQUESTS // 4):
        ask_anything(chance, one_of(chance, [superuser], [superuser], [superuser], others), chance.choice(pages), names)

    tell(broken, "desk")


# What was found, always asked

ENDS = ("9999-12", "0001-01", "9000-13", "10000-01", "%00", "2026-11%00")
FOUND = (
    *(
        f"/{place}?older_than=%00"
        for place in ("files/", "photo-reports/", "rewards/", "rewards/vouchers/", "statement/")
    ),
    *(f"/merchant/{{shop}}/{place}=%00" for place in ("offers/?older_than", "vouchers/?older_than", "owed/?before")),
    *(f"/{place}=%00" for place in ("venues/?after", "activities/?before", "refused/?before", "files/{file}/?after")),
    *(f"/{place}?month={month}" for place in ("statement/", "statement.csv") for month in ENDS),
    *(f"/merchant/{{shop}}/owed/captures.csv?month={month}" for month in ENDS),
    *(f"/reports/{month}/" for month in ENDS),
    *(f"/sign-in/{step}?next={place}" for step in ("", "code/") for place in ("9999-12", "nonsense", "a b", "%00")),
    *(f"/api/v1/{place}?before=%00" for place in ("offers", "activities", "redemptions")),
    *(
        f"/api/v1/{place}"
        for place in ("offers/1", "offers/%00", "activities/zz", "redemptions/1/release", "", "nothing")
    ),
)


def test_what_once_broke_answers(places, strangers, broken):  # noqa: F811
    shop = places["merchant/<public_id:public_id>/"]["public_id"]
    file = places["files/<public_id:public_id>/"]["public_id"]
    answers = {}
    for found in FOUND:
        address, _mark, query = found.format(shop=shop, file=file).partition("?")
        who = strangers[5 if address.startswith("/api/") else 1]
        answers[found] = who.ask("GET", address, query)
    for address in ("/api/v1/activities", "/api/v1/offers"):
        foreign = strangers[5].ask("GET", address, headers={"host": "evil.example"})
        assert (foreign.status_code, foreign["Content-Type"]) == (400, PROBLEM)

    tell(broken, "found")
    assert {found for found, answer in answers.items() if answer.status_code == 200} == set()


@pytest.mark.parametrize("then", ["2026-11-23T25:61:61", "9999-12", "a b"])
def test_form_that_leads_on_to_no_address_leads_somewhere(strangers, broken, then):
    form = encoded(
        [("next", nasty.quote(then)), ("display_name", "Alice"), ("district", "jinjiang"), ("language", "en")]
    )
    answer = strangers[1].ask("POST", "/welcome/", "", form.encode())

    tell(broken, "welcome")
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "asked",
    [
        "merchants/offer/?weekdays=__proto__",
        "merchants/merchant/?public_id__range=0",
        "scenarios/venue/?code_key=nonsense",
        "merchants/merchant/?name__regex=((",
        "activities/activity/?started_at__year=99999999999",
    ],
)
def test_filter_that_cannot_be_read_leads_to_the_whole_list(officials, broken, asked):
    address, _mark, query = f"/admin/{asked}".partition("?")
    answer = officials[0].ask("GET", address, query)

    tell(broken, "filter")
    assert answer.status_code in {302, 400}


def test_words_that_an_address_proposes_for_a_new_row_stand_in_its_form(officials, broken):
    answer = officials[0].ask("GET", "/admin/merchants/cause/add/", "name=abc")

    tell(broken, "proposed")
    assert 'value="abc"' in answer.content.decode()
