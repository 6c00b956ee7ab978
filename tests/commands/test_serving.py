"""bin/serve and bin/manage as processes: one line for each trouble, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, Serve, bare_environment, free_port, processes_of
from .portals import demonstration, empty_portal

__all__ = ["demonstration", "empty_portal"]


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_serve_answers_runs_beside_manage_and_ctrl_c_leaves_no_process(serve: Serve) -> None:
    serve.start().started()
    assert serve.health() == 200
    last_line = serve.output().splitlines()[-1]
    assert f"http://127.0.0.1:{serve.port}/" in last_line
    assert "演示登录" in last_line
    assert "王阿姨" in serve.page()

    second = run("serve", "--port", str(free_port()), "--data", str(serve.data_dir))
    assert second.returncode == 1
    assert one_line(second) == (
        f"bin/serve: another bin/serve already uses {serve.data_dir} "
        f"(process {serve.process.pid}, http://127.0.0.1:{serve.port}/)"
    )

    count = "from scenarios.models import Scenario; print(Scenario.objects.count() > 0)"
    manage = run("manage", "shell", "--no-imports", "-c", count, data_dir=serve.data_dir)
    assert (manage.returncode, manage.stdout.strip()) == (0, "True")
    assert serve.health() == 200

    assert len(processes_of(serve.data_dir)) > 8
    serve.process.send_signal(signal.SIGINT)
    assert serve.ends() == 0
    assert processes_of(serve.data_dir) == []


@pytest.mark.slow
def test_after_kill_9_the_next_start_works_at_once_and_keeps_the_data(serve: Serve) -> None:
    began = time.monotonic()
    serve.start().started()
    first_s = time.monotonic() - began
    key = (serve.data_dir / "secret_key").read_text()
    serve.process.kill()
    serve.process.wait()

    began = time.monotonic()
    serve.start().started()
    again_s = time.monotonic() - began
    assert again_s < first_s, "the first start also made the cluster and all that is in it"
    assert serve.health() == 200
    assert (serve.data_dir / "secret_key").read_text() == key
    assert (serve.data_dir / "secret_key").stat().st_mode & 0o777 == 0o600

    worker = next(pid for pid in children(serve.process.pid) if b"celery" in command(pid) and b"worker" in command(pid))
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: "the worker ended (killed by SIGKILL); starting it again" in serve.output())
    web = next(pid for pid in children(serve.process.pid) if b"granian" in command(pid))
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: "the web server ended (killed by SIGKILL); starting it again" in serve.output())
    wait_for(lambda: serve.health() == 200)

    serve.process.send_signal(signal.SIGTERM)
    assert serve.ends() == 0
    assert processes_of(serve.data_dir) == []


@pytest.mark.usefixtures("empty_portal")
def test_an_empty_portal_has_nobody_to_enter_as(serve: Serve) -> None:
    serve.start("--empty").started()

    assert "演示登录" not in serve.output()
    assert "stand-in" not in serve.page()


def test_busy_port_is_one_clear_line_and_starts_nothing(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run("serve", "--port", str(port), "--data", str(data_dir))
    assert refused.returncode == 1
    assert one_line(refused) == f"bin/serve: port {port} on 127.0.0.1 is in use; choose another with --port"
    assert [path.name for path in data_dir.iterdir()] == ["serve.lock"]


@pytest.mark.parametrize("name", ["serve", "manage"])
def test_data_of_another_postgresql_major_is_one_clear_line(data_dir: Path, name: str) -> None:
    (data_dir / "postgres").mkdir()
    (data_dir / "postgres" / "PG_VERSION").write_text("15\n")
    words = ["--port", str(free_port())] if name == "serve" else ["check"]
    refused = run(name, *words, data_dir=data_dir)
    assert refused.returncode == 1
    assert "was written by PostgreSQL 15 and this is PostgreSQL 18" in one_line(refused)


def test_manage_passes_on_the_exit_status_and_stops_what_it_started(data_dir: Path) -> None:
    ended = run("manage", "shell", "--no-imports", "-c", "raise SystemExit(7)", data_dir=data_dir)
    assert ended.returncode == 7
    assert processes_of(data_dir) == []


def run(name: str, *words: str, data_dir: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = bare_environment() | ({"PORTAL_DATA": str(data_dir)} if data_dir else {})
    command = [sys.executable, str(ROOT / "bin" / name), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)
