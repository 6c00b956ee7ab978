"""Every cookie that the portal sets, behind TLS and without: no script reads it, no other site sends it."""

import os
import socket
from collections.abc import Iterator

import pytest

from tests.processes import Web
from tests.web.slow import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def behind_tls(django_db_setup, tmp_path_factory) -> Iterator[Web]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "BEHIND_TLS_PROXY", "1")
        web = Web(tmp_path_factory.mktemp("tls"))
        web.start()
    yield web
    web.stop()


def headers_of(port: int, request: str) -> list[tuple[str, str]]:
    """The headers of the answer, by their names in small letters."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(request.replace("\n", "\r\n").encode())
        head = client.makefile("rb").read().partition(b"\r\n\r\n")[0].decode()
    return [
        (name.lower(), value.strip()) for name, _colon, value in (line.partition(":") for line in head.splitlines())
    ]


def cookies_of(port: int, request: str) -> dict[str, set[str]]:
    found = {}
    for name, value in headers_of(port, request):
        if name == "set-cookie":
            cookie, *flags = value.split("; ")
            found[cookie.partition("=")[0]] = set(flags)
    return found


def form(path: str, body: str, csrf: str) -> str:
    return (
        f"POST {path} HTTP/1.1\nHost: localhost\nX-Forwarded-Proto: https\nConnection: close\nX-CSRFToken: {TOKEN}\n"
        f"Cookie: {csrf}={TOKEN}\nReferer: https://localhost/\nContent-Type: application/x-www-form-urlencoded\n"
        f"Content-Length: {len(body)}\n\n{body}"
    )


SIGN_IN = "GET /sign-in/ HTTP/1.1\nHost: localhost\nX-Forwarded-Proto: https\nConnection: close\n\n"


def test_behind_tls_they_are_of_this_host_alone(behind_tls):
    csrf = "__Host-csrftoken"
    found = cookies_of(behind_tls.port, SIGN_IN)
    found |= cookies_of(behind_tls.port, form("/language/", "language=en", csrf))
    found |= cookies_of(behind_tls.port, form("/display/", "text=large&theme=dark", csrf))
    found |= cookies_of(behind_tls.port, form("/sign-in/", "phone=13900000001", csrf))
    found |= cookies_of(behind_tls.port, form("/sign-in/passkey/question/", "", csrf))

    assert {csrf, "django_language", "text", "theme"} <= found.keys()
    assert not {"csrftoken", "sessionid"} & found.keys()
    for name, flags in found.items():
        assert {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"} <= flags, name
        assert not any(flag.startswith("Domain=") for flag in flags), name


def test_behind_tls_browsers_are_to_stay_there_for_a_year(behind_tls):
    assert dict(headers_of(behind_tls.port, SIGN_IN))["strict-transport-security"] == (
        "max-age=31536000; includeSubDomains"
    )


def test_on_this_machine_no_script_reads_them_either(web):
    found = cookies_of(web.port, SIGN_IN) | cookies_of(web.port, form("/language/", "language=en", "csrftoken"))

    assert {"csrftoken", "django_language"} <= found.keys()
    for name, flags in found.items():
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags, name
