"""Web servers that tests start: the portal's own, and nginx with the project's file in front (PORTAL_NGINX)."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import ROOT, Web, wait_until

DEPLOY = ROOT / "deploy"
TLS_PART = "include /etc/nginx/snippets/portal-tls.conf;"
AROUND = """
daemon off;
master_process on;
worker_processes 2;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/portal.conf;
}}
"""

Nginx = Callable[..., int]
"""Starts nginx in front of a port; returns its own port. Its file may be changed by pairs of words."""


@pytest.fixture(scope="module")
def web(django_db_setup, tmp_path_factory) -> Iterator[Web]:
    """The pages asked for need the database, and no row of it."""
    web = Web(tmp_path_factory.mktemp("web"))
    web.start()
    yield web
    web.stop()


@pytest.fixture
def nginx(tmp_path) -> Iterator[Nginx]:
    program = os.environ.get("PORTAL_NGINX")
    if not program:
        refuse = pytest.fail if os.environ.get("PORTAL_REQUIRE_NGINX") == "1" else pytest.skip
        refuse("no nginx: PORTAL_NGINX is not set")
    started: list[subprocess.Popen[bytes]] = []

    def start(port: int, *changes: tuple[str, str]) -> int:
        own = free_port()
        command = [program, "-c", str(written(tmp_path, port, own, changes)), "-p", str(tmp_path)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        started.append(process)
        wait_until(lambda: process.poll() is not None or answers(own), "nginx listens")
        assert process.poll() is None, (tmp_path / "nginx.log").read_text()
        return own

    yield start
    for process in started:
        process.terminate()
        process.wait(60)


def written(folder: Path, portal: int, own: int, changes: tuple[tuple[str, str], ...]) -> Path:
    """The project's file on ports of the test, without TLS and the server that leads there."""
    text = (DEPLOY / "nginx.conf").read_text()
    listen = [("server 127.0.0.1:8000;", f"server 127.0.0.1:{portal};"), (TLS_PART, f"listen 127.0.0.1:{own};")]
    plain = [("listen 80;", "listen 127.0.0.1:" + str(free_port()) + ";"), ("listen [::]:80;", "")]
    for old, new in [*listen, *plain, *changes]:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "portal.conf").write_text(text)
    user = "root" if os.getuid() == 0 else "nobody"
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    return folder / "nginx.conf"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
