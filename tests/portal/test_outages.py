"""While PostgreSQL is down, programs read problem details and people a calm page, and both come back with it."""

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from chengdu_carbon.servers import PostgresServer
from tests.processes import Web, wait_until

ADDRESS = "/api/v1/activities"
TOKEN = {"authorization": "Bearer cc_" + "x" * 43}
SESSION = "sessionid=" + "a" * 32


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


OPENER = build_opener(_Stay)


class Debugged(Web):
    """As `bin/serve` runs it on its own database."""

    def launch(self):
        os.environ["DEBUG"] = "1"
        try:
            return super().launch()
        finally:
            os.environ["DEBUG"] = "0"


@pytest.fixture(scope="module", params=[Web, Debugged])
def web(request, tmp_path_factory) -> Iterator[Web]:
    """A web server whose database is not there."""
    web = request.param(tmp_path_factory.mktemp("web"), database_url="postgres://nobody@127.0.0.1:9/nowhere")
    web.start()
    yield web
    web.stop()


def ask(web: Web, path: str, data: bytes | None = None, **headers: str):
    request = Request(f"http://127.0.0.1:{web.port}{path}", data, headers)
    try:
        return OPENER.open(request)
    except HTTPError as answer:
        return answer


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (ADDRESS, None),
        (ADDRESS, b'{"activities": []}'),
        ("/api/v1/offers", None),
        ("/api/v1/redemptions", b"{}"),
    ],
)
def test_program_reads_problem_details_and_when_to_come_back(web, path, data):
    answer = ask(web, path, data, **TOKEN, **{"content-type": "application/json", "accept-language": "en"})

    assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.headers["retry-after"] == "5"
    problem = json.load(answer)
    assert (problem["type"], problem["status"], problem["code"]) == ("urn:problem:unavailable", 503, "unavailable")
    assert problem["detail"].startswith("The portal cannot do this at the moment.")


@pytest.mark.parametrize(
    ("path", "cookies"),
    [
        ("/rewards/", SESSION),
        ("/me/", SESSION),
        ("/till/", SESSION),
        ("/admin/", SESSION),
        ("/scenarios/", SESSION),
        ("/methods/", ""),
    ],
)
@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "马上回来"), ("en", "Back in a moment"), ("", "马上回来"), ("xx", "马上回来")]
)
def test_people_read_a_calm_page_in_their_language(web, path, cookies, language, words):
    answer = ask(web, path, cookie=f"{cookies}; django_language={language}")

    page = answer.read().decode()
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert f"<h1>{words}</h1>" in page
    assert f'<html lang="{"en" if language == "en" else "zh-hans"}">' in page
    assert "Traceback" not in page
    assert "default-src" in answer.headers["content-security-policy"]


def test_what_a_form_sends_is_answered_too(web):
    answer = ask(web, "/sign-in/", b"phone=13800000001")

    assert answer.status == 503
    assert "马上回来" in answer.read().decode()


def test_log_tells_of_the_outage_in_a_line_without_a_trace(web):
    ask(web, ADDRESS, **TOKEN)

    log = web.log.read_text()
    assert "the database is away: OperationalError" in log
    assert "Traceback" not in log
    assert TOKEN["authorization"] not in log


@pytest.fixture
def server(tmp_path_factory) -> Iterator[PostgresServer]:
    """A PostgreSQL of the test's own, with an empty database."""
    folder = tmp_path_factory.mktemp("d")
    server = PostgresServer(folder / "postgres", sockets=folder / "sockets", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def web_on(server, tmp_path) -> Iterator[Web]:
    """A web server on that database, where every page is a fault of ours: there are no tables."""
    web = Web(tmp_path, database_url=server.url)
    web.start()
    yield web
    web.stop()


def test_pages_and_programs_come_back_with_the_database(server, web_on):
    assert ask(web_on, "/api/v1/offers").status == 500

    server.stop()
    assert ask(web_on, "/api/v1/offers").status == 503
    assert ask(web_on, "/rewards/", cookie=SESSION).status == 503

    server.start()
    wait_until(lambda: ask(web_on, "/api/v1/offers").status == 500, "the database is asked again")


def test_fault_of_ours_is_a_problem_to_programs_and_a_page_to_people(web_on):
    answer = ask(web_on, "/api/v1/offers", **{"accept-language": "en"})
    page = ask(web_on, "/methods/")

    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert json.load(answer)["detail"] == "The fault is ours and has been noted. Please try again in a few minutes."
    assert (page.status, page.headers["content-type"]) == (500, "text/html; charset=utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v1/activities/", "/api/v2/activities", "/api/x%00"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_address_that_the_api_does_not_have_is_a_problem(client, path, method):
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"
