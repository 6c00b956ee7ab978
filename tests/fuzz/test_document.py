"""Whatever the document allows, and what it does not: no address breaks, and none answers what it does not say."""

import os
from collections import Counter

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.asking import undone
from tests.house.test_access import places  # noqa: F401, a fixture

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "8"))
BOUNDED = settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
OF_OWN_IDS = {
    "activities": "api/v1/activities/<public_id:public_id>",
    "offers": "api/v1/offers/<public_id:public_id>",
    "redemptions": "api/v1/redemptions/<public_id:public_id>",
    "captures": "api/v1/captures/<public_id:public_id>/undo",
    "claims": "api/v1/claims/<public_id:public_id>",
    "appeals": "api/v1/appeals/<slug:kind>/<public_id:public_id>",
    "photo-reports": "api/v1/photo-reports/<public_id:public_id>",
    "venues": "api/v1/venues/<public_id:public_id>",
    "vehicles": "api/v1/vehicles/<public_id:public_id>",
    "pledges": "api/v1/pledges/<public_id:public_id>",
    "meters": "api/v1/meters/<public_id:public_id>",
    "files": "api/v1/files/<public_id:public_id>",
    "inbox": "api/v1/inbox/<public_id:public_id>/read",
    "signups": "api/v1/signups/<slug:code>",
    "campaigns": "api/v1/campaigns/<slug:code>",
    "teams": "api/v1/teams/<public_id:public_id>/members/<public_id:member_id>/remove",
    "trophies": "api/v1/trophies/<public_id:public_id>/show",
    "years": "api/v1/years/<str:period>",
    "scenarios": "api/v1/scenarios/<slug:code>",
}
"""Where the places of an operation's address are named, by the first part of its address."""


@pytest.fixture
def application():
    """The portal as a server calls it, with the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
def test_no_operation_breaks_or_answers_what_the_document_does_not_say(places, application, alice, token_of):  # noqa: F811
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    headers, answers, broken = (
        {**token_of(alice), "Accept-Language": "en", "Accept-Encoding": "identity"},
        Counter[int](),
        dict[str, str](),
    )

    for found in document.get_all_operations():
        operation = found.ok()
        named = places.get(OF_OWN_IDS.get(operation.path.split("/")[3], ""), {})
        BOUNDED(given(case=operation.as_strategy())(asking(named, headers, answers, broken)))()

    print(f"{answers.total():,} requests, {dict(sorted(answers.items()))}")
    assert broken == {}, "\n\n".join(f"{where}\n{fault}" for where, fault in broken.items())


def asking(named, headers, answers, broken):
    """Asks one case by a program of alice's, about what is hers, and notes what the document does not say."""

    def ask(case):
        if case.path_parameters:
            case.path_parameters = {**case.path_parameters, **named}
        with undone():
            response = case.call(headers=headers)
            answers[response.status_code] += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except (AssertionError, BaseExceptionGroup) as fault:
                broken.setdefault(f"{case.operation.method.upper()} {case.operation.path}", str(fault)[:1500])

    return ask
