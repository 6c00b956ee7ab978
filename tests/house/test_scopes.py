"""Every address of the API with a token of each scope: it does what the scope says, and nothing else."""

import re

import pytest
from django.test import Client

from accounts.models import AccessToken
from accounts.scopes import Scope
from common.access import Access
from tests.house.test_access import PATTERNS, filled, places, rule_of, undone

__all__ = ["places"]

ROUTES = [(route, entry) for route, entry in PATTERNS if rule_of(entry) is Access.TOKEN]
ASKED = {
    ("activities", "GET"): Scope.READ,
    ("activities", "POST"): Scope.SUBMIT,
    ("activities/estimate", "POST"): Scope.SUBMIT,
    ("activities/<public_id:public_id>", "GET"): Scope.READ,
    ("activities/<public_id:public_id>/explanation", "GET"): Scope.READ,
    ("activities/<public_id:public_id>/withdrawal", "GET"): Scope.READ,
    ("activities/<public_id:public_id>/withdrawal", "POST"): Scope.SUBMIT,
    ("diary", "GET"): Scope.READ,
    ("refused-attempts", "GET"): Scope.READ,
    ("balance", "GET"): Scope.READ,
    ("statement", "GET"): Scope.READ,
    ("years/<str:period>", "GET"): Scope.READ,
    ("claims", "GET"): Scope.CLAIM,
    ("claims", "POST"): Scope.CLAIM,
    ("claims/scenarios", "GET"): Scope.CLAIM,
    ("claims/<public_id:public_id>", "GET"): Scope.CLAIM,
    ("appeals/<slug:kind>/<public_id:public_id>", "GET"): Scope.CLAIM,
    ("appeals/<slug:kind>/<public_id:public_id>", "POST"): Scope.CLAIM,
    ("inbox", "GET"): Scope.INBOX,
    ("inbox/unread", "GET"): Scope.INBOX,
    ("inbox/read", "POST"): Scope.INBOX,
    ("inbox/<public_id:public_id>/read", "POST"): Scope.INBOX,
    ("profile", "GET"): Scope.PROFILE,
    ("profile", "POST"): Scope.PROFILE,
    ("photo-reports", "GET"): Scope.READ,
    ("photo-reports", "POST"): Scope.SUBMIT,
    ("photo-reports/categories", "GET"): Scope.SUBMIT,
    ("photo-reports/photos", "POST"): Scope.SUBMIT,
    ("photo-reports/<public_id:public_id>", "GET"): Scope.READ,
    ("photo-reports/<public_id:public_id>/picture", "GET"): Scope.READ,
    ("quiz", "GET"): Scope.SUBMIT,
    ("quiz", "POST"): Scope.SUBMIT,
    ("visits", "POST"): Scope.SUBMIT,
    ("vehicles", "GET"): Scope.PROFILE,
    ("vehicles", "POST"): Scope.PROFILE,
    ("vehicles/<public_id:public_id>", "GET"): Scope.PROFILE,
    ("vehicles/<public_id:public_id>/district", "POST"): Scope.PROFILE,
    ("vehicles/<public_id:public_id>/unbind", "POST"): Scope.PROFILE,
    ("vehicles/<public_id:public_id>/readings", "POST"): Scope.SUBMIT,
    ("vehicles/<public_id:public_id>/pledges", "POST"): Scope.SUBMIT,
    ("pledges/<public_id:public_id>", "GET"): Scope.SUBMIT,
    ("pledges/<public_id:public_id>/photos", "POST"): Scope.SUBMIT,
    ("pledges/<public_id:public_id>/abandon", "POST"): Scope.SUBMIT,
    ("meters", "GET"): Scope.PROFILE,
    ("meters", "POST"): Scope.PROFILE,
    ("meters/kinds", "GET"): Scope.PROFILE,
    ("meters/<public_id:public_id>", "GET"): Scope.PROFILE,
    ("meters/<public_id:public_id>/readings", "POST"): Scope.SUBMIT,
    ("meters/<public_id:public_id>/unbind", "POST"): Scope.PROFILE,
    ("files", "GET"): Scope.READ,
    ("files", "POST"): Scope.SUBMIT,
    ("files/<public_id:public_id>", "GET"): Scope.READ,
    ("files/<public_id:public_id>/refused", "GET"): Scope.READ,
    ("signups", "GET"): Scope.CAMPAIGN,
    ("signups", "POST"): Scope.CAMPAIGN,
    ("signups/<slug:code>", "GET"): Scope.CAMPAIGN,
    ("signups/<slug:code>/withdraw", "POST"): Scope.CAMPAIGN,
    ("signups/<slug:code>/remind", "POST"): Scope.CAMPAIGN,
    ("signups/<slug:code>/check-in", "POST"): Scope.CAMPAIGN,
    ("signups/<slug:code>/ticket", "GET"): Scope.CAMPAIGN,
    ("trophies", "GET"): Scope.CAMPAIGN,
    ("teams", "GET"): Scope.CAMPAIGN,
    ("trophies/<public_id:public_id>/show", "POST"): Scope.TEAM,
    ("trophies/<public_id:public_id>/hide", "POST"): Scope.TEAM,
    ("teams/join", "POST"): Scope.TEAM,
    ("teams/found", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>", "GET"): Scope.CAMPAIGN,
    ("teams/<public_id:public_id>/members", "GET"): Scope.CAMPAIGN,
    ("teams/<public_id:public_id>/nickname", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>/leave", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>/rename", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>/code", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>/close", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>/members/<public_id:member_id>/remove", "POST"): Scope.TEAM,
    ("teams/<public_id:public_id>/members/<public_id:member_id>/hand-over", "POST"): Scope.TEAM,
    ("team-consents", "GET"): Scope.TEAM,
    ("team-consents", "POST"): Scope.TEAM,
    ("team-consents/word", "POST"): Scope.TEAM,
    ("team-consents/end", "POST"): Scope.TEAM,
    ("team-consents/release", "POST"): Scope.TEAM,
    ("wishes", "POST"): Scope.SPEND,
    ("redemptions", "GET"): Scope.READ,
    ("redemptions", "POST"): Scope.SPEND,
    ("redemptions/<public_id:public_id>", "GET"): Scope.READ,
    ("redemptions/<public_id:public_id>/release", "POST"): Scope.SPEND,
    ("captures", "POST"): Scope.TILL,
    ("captures/<public_id:public_id>/undo", "POST"): Scope.TILL,
}
PLACE = re.compile(r"<\w+:(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def cells() -> dict[tuple[str, str], bool]:
    """Every method of every address of the API, and whether its view has it."""
    return {
        (route.removeprefix("api/v1/"), method): hasattr(entry.callback.view_class, method.lower())
        for route, entry in ROUTES
        for method in METHODS
    }


def test_every_method_of_the_api_has_a_scope_and_is_in_the_table():
    assert {cell for cell, is_there in cells().items() if is_there} == set(ASKED)
    told = {
        (route.removeprefix("api/v1/"), method): scope
        for route, entry in ROUTES
        for method, scope in entry.callback.view_class.scopes.items()
    }
    assert told == ASKED


@pytest.mark.parametrize(
    "held", [*([scope] for scope in Scope), *([s for s in Scope if s != scope] for scope in Scope)]
)
def test_each_scope_opens_its_own_addresses_alone(places, alice, token_of, held):
    headers, opened = token_of(alice, *held), {}
    for cell, is_there in cells().items():
        route, method = cell
        whole = f"api/v1/{route}"
        client, address = Client(headers=headers), filled(whole, places.get(whole, {}))
        with undone([]):
            answer = client.generic(method, address, "{}", "application/json")
        if not is_there:
            assert answer.status_code == 405, cell
            continue
        is_missing = answer.status_code == 403
        if is_missing:
            assert answer["Content-Type"] == "application/problem+json"
            problem = answer.json()
            assert (problem["code"], problem["status"]) == ("scope_missing", 403)
            assert ASKED[cell] in problem["detail"]
        opened[cell] = not is_missing
    assert opened == {cell: scope in held for cell, scope in ASKED.items()}


def test_view_that_names_no_scope_is_shut(alice, token_of, monkeypatch):
    view = dict(ROUTES)["api/v1/activities"].callback.view_class
    monkeypatch.setattr(view, "scopes", {})
    assert Client(headers=token_of(alice)).get("/api/v1/activities").status_code == 403


def test_document_names_the_scope_of_each_operation(client, db):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    told = {
        (path.removeprefix("/api/v1/"), method.upper()): operation["x-scope"]
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "x-scope" in operation
    }
    assert told == {(PLACE.sub(r"{\1}", route), method): scope for (route, method), scope in ASKED.items()}
    assert all("403" in paths[f"/api/v1/{path}"][method.lower()]["responses"] for path, method in told)


def test_scope_rides_in_the_statement_that_finds_the_token(alice, token_of, django_assert_num_queries):
    program = Client(headers=token_of(alice, Scope.SPEND))
    program.get("/api/v1/activities")
    assert AccessToken.objects.get().last_used_on
    with django_assert_num_queries(1):
        assert program.get("/api/v1/activities").status_code == 403
