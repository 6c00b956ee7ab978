"""Whatever is sent to the door of apps is answered as the API's document says, and never by an error of ours."""

import json
from itertools import product

import pytest
from django.test import Client

from tests.accounts.conftest import Outbox

ADDRESSES = ["code", "code/again", "confirm", "renew", "end"]
VALUES = [
    "",
    "x",
    "13900000009",
    "１３９ ００００ ０００９",
    "\x00",
    "é" * 300,
    "x" * 5000,
    7,
    1e300,
    None,
    True,
    [],
    ["till"],
    {},
]
NAMES = ["phone", "ticket", "code", "scopes", "device", "puzzle", "work", "answer", "renewal_token", "word"]
KINDS = ["application/json", "application/json; charset=utf-16", "text/plain", "multipart/form-data; boundary=x", ""]
METHODS = ["get", "put", "patch", "delete", "head", "options"]


@pytest.fixture(scope="module", name="asked")
def _asked() -> list[int]:
    return [0]


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_is_one_of_the_document(client: Client, outbox: Outbox, settings, path: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_login_code": "1000/m/ip"}
    address = f"/api/v1/sign-in/{path}"
    documented = client.get("/api/v1/openapi.json").json()["paths"][address]["post"]["responses"]
    bodies = [dict.fromkeys(NAMES, value) for value in VALUES]
    bodies += [{**dict.fromkeys(NAMES, "x"), name: value} for name, value in product(NAMES, VALUES)]
    for body in bodies:
        answer = client.post(address, json.dumps(body), content_type="application/json")
        told = documented.get(str(answer.status_code))
        assert told, (body, answer.status_code)
        if answer.content:
            kind = answer["Content-Type"].partition(";")[0]
            assert kind in told["content"], (body, kind)
        assert answer["Cache-Control"] == "no-store"
    for kind in KINDS:
        answer = client.post(address, b'{"phone": "1"}', content_type=kind)
        assert str(answer.status_code) in documented, kind
    for method in METHODS:
        assert getattr(client, method)(address).status_code in (200, 405)
