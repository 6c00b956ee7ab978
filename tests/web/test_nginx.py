"""deploy/nginx.conf, started for real in front of the portal."""

import http.client
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.processes import wait_until
from tests.web.conftest import DEPLOY, TLS_PART, written
from tests.web.slow import SAID, seconds_of_pages, slow_clients, waits

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200
PATIENT = [
    (f"{name} ", f"{name} 600s; # ") for name in ("client_header_timeout", "client_body_timeout", "send_timeout")
]
"""Gives slow clients longer than they get, so that they last on a machine that is busy."""
FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Port": "1",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;proto=https",
}


def ask(port: int, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("kinds", [[kind] for kind in SAID] + [list(SAID)], ids=[*SAID, "all at once"])
def test_pages_are_answered_while_two_hundred_slow_clients_of_each_kind_wait(web, nginx, kinds):
    port = nginx(web.port, *PATIENT)

    with ExitStack() as opened:
        clients = [client for kind in kinds for client in opened.enter_context(slow_clients(kind, MANY, port))]
        took = seconds_of_pages(30, port)
        assert sum(waits(client) for client in clients) == MANY * len(kinds)
    print(f"{MANY} of each, slow {kinds}: slowest of 30 pages {max(took):.3f} s")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["headers", "bodies"])
def test_slow_clients_are_given_up(web, nginx, kind):
    port = nginx(web.port)

    with slow_clients(kind, 20, port) as clients:
        wait_until(lambda: not any(waits(client) for client in clients), "nginx has closed every connection", 120)


class Echo(BaseHTTPRequestHandler):
    """Stands where the portal would, and keeps what nginx says to it."""

    seen: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.seen.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        return None


@pytest.fixture
def echo() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_what_visitors_say_of_proxies_is_not_passed_on(nginx, echo):
    Echo.seen.clear()
    ask(nginx(echo), "GET", "/", **FORGED)

    [seen] = Echo.seen
    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "http")
    assert not {"x-forwarded-host", "x-forwarded-port", "x-real-ip", "forwarded"} & seen.keys()


def test_probes_are_closed_but_the_one_that_says_nothing(web, nginx):
    port = nginx(web.port)

    assert [ask(port, "GET", f"/{name}").status for name in ("livez", "readyz", "healthz")] == [200, 404, 404]


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "BREW"])
def test_methods_nobody_needs_end_here(web, nginx, method):
    assert ask(nginx(web.port), method, "/").status in (400, 405)


def test_requests_larger_than_the_portal_takes_end_here(nginx, echo):
    port = nginx(echo)

    assert ask(port, "POST", "/", **{"Content-Length": str(22 * 1024**2)}).status == 413
    assert ask(port, "POST", "/api/v1/activities", **{"Content-Length": str(4 * 1024**2)}).status == 413
    assert ask(port, "GET", "/", **{"X-Long": "x" * 40_000}).status in (400, 431)


def test_door_is_knocked_at_so_often_and_no_oftener(nginx, echo):
    port = nginx(echo)

    answers = [ask(port, "GET", "/sign-in/").status for _each in range(60)]
    assert answers[0] == 204
    assert 429 in answers


def test_whole_file_with_its_tls_part_is_taken_by_nginx(tmp_path: Path):
    program = os.environ.get("PORTAL_NGINX") or pytest.skip("no nginx: PORTAL_NGINX is not set")
    tls = (DEPLOY / "nginx-tls.conf").read_text().replace("/etc/ssl/portal", str(tmp_path))
    (tmp_path / "portal-tls.conf").write_text(tls)
    certify(tmp_path)
    file = written(tmp_path, 8000, 8001, ())
    portal = (DEPLOY / "nginx.conf").read_text().replace(TLS_PART, f"include {tmp_path}/portal-tls.conf;")
    (tmp_path / "portal.conf").write_text(portal)

    tried = subprocess.run([program, "-t", "-c", str(file), "-p", str(tmp_path)], capture_output=True, text=True)
    assert tried.returncode == 0 or "bind() to" in tried.stderr, tried.stderr
    assert "[warn]" not in tried.stderr


def certify(folder: Path) -> None:
    """A certificate of its own, for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(*plain))
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
