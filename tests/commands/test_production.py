"""Without DEBUG the portal begins with nothing that lets strangers in; with it, it answers on this machine alone."""

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import test_database_url

from .conftest import ROOT, Serve, bare_environment, free_port, processes_of
from .portals import demonstration, empty_portal

__all__ = ["demonstration", "empty_portal"]

GATEWAY = "tests.commands.gateway.Postbox"
RIGHT = {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "SMS_GATEWAY": GATEWAY,
    "BEHIND_TLS_PROXY": "1",
    "ALLOWED_HOSTS": "carbon.example",
}
REASONS = {
    "SECRET_KEY": "not started: SECRET_KEY is short or easily guessed.",
    "SMS_GATEWAY": "not started: SMS_GATEWAY is the log: nobody would get a code.",
    "BEHIND_TLS_PROXY": "not started: There is no TLS.",
    "ALLOWED_HOSTS": "not started: ALLOWED_HOSTS names no public address, or every one.",
}
WRONG = {"SECRET_KEY": "0123", "SMS_GATEWAY": "accounts.sms.LogGateway", "BEHIND_TLS_PROXY": "0", "ALLOWED_HOSTS": "*"}
PARTS = {
    "web": ["chengdu_carbon.web", "--port", "1"],
    "granian": ["granian", "--interface", "wsgi", "--port", "1", "chengdu_carbon.wsgi:application"],
    "worker": ["celery", "-A", "chengdu_carbon", "worker", "--concurrency", "1"],
    "timetable": ["celery", "-A", "chengdu_carbon", "beat"],
}


def started(part: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A documented process on the tests' database, to its end."""
    seen = bare_environment() | {"DATABASE_URL": test_database_url(), "REDIS_URL": os.environ["REDIS_URL"]}
    command = [sys.executable, "-m", *PARTS[part]]
    seen |= environment
    return subprocess.run(command, cwd=ROOT, env=seen, capture_output=True, text=True, timeout=120, check=False)


def serve(*words: str, data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bin" / "serve"), "--port", str(free_port()), "--data", str(data_dir), *words]
    seen = bare_environment() | environment
    return subprocess.run(command, env=seen, capture_output=True, text=True, timeout=180, check=False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", PARTS)
def test_every_part_names_all_that_is_wrong_in_one_go(part):
    refused = started(part, DEBUG="0", **WRONG)

    assert refused.returncode != 0
    lines = [line for line in refused.stderr.splitlines() if line.startswith("not started: ")]
    assert [reason for reason in REASONS.values() if any(line.startswith(reason) for line in lines)] == list(
        REASONS.values()
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", REASONS)
def test_one_thing_that_is_wrong_is_the_one_that_is_named(name):
    refused = started("web", **{**RIGHT, name: WRONG[name]})

    [line] = refused.stderr.splitlines()
    assert line.startswith(REASONS[name])
    assert refused.returncode == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "key", ["0123", "a" * 60, "django-insecure-" + "0123456789" * 5], ids=["short", "even", "known"]
)
def test_key_that_can_be_guessed_is_refused(key):
    assert started("web", **{**RIGHT, "SECRET_KEY": key}).stderr.startswith(REASONS["SECRET_KEY"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hosts", ["localhost,127.0.0.1,[::1]", "*", "carbon.example,*"])
def test_names_that_are_nobodys_or_everybodys_are_refused(hosts):
    assert started("web", **{**RIGHT, "ALLOWED_HOSTS": hosts}).stderr.startswith(REASONS["ALLOWED_HOSTS"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "carbon.example"])
@pytest.mark.parametrize("mode", [{"DEBUG": "1"}, {"DEBUG": "0", "PORTAL_REHEARSAL": "1"}], ids=["DEBUG", "rehearsal"])
def test_debug_and_rehearsals_answer_on_this_machine_alone(host, mode):
    words = [sys.executable, "-m", "chengdu_carbon.web", "--port", "1", "--host", host]
    seen = bare_environment() | {"DATABASE_URL": test_database_url(), "REDIS_URL": os.environ["REDIS_URL"]}
    seen |= {"SECRET_KEY": "x", **mode}
    refused = subprocess.run(words, cwd=ROOT, env=seen, capture_output=True, text=True, timeout=120, check=False)

    [line] = refused.stderr.splitlines()
    assert line.startswith("not started: DEBUG shows everybody's codes")
    assert refused.returncode == 1


def test_serve_with_debug_for_others_is_one_clear_line_and_starts_nothing(data_dir):
    refused = serve("--host", "0.0.0.0", data_dir=data_dir, DEBUG="1")

    [line] = refused.stderr.splitlines()
    assert line.startswith("bin/serve: DEBUG shows everybody's codes, so it runs on 127.0.0.1 alone")
    assert refused.returncode == 1
    assert list(data_dir.iterdir()) == []


def test_serve_for_others_is_no_demonstration_and_names_what_it_lacks(data_dir):
    refused = serve("--host", "0.0.0.0", data_dir=data_dir)

    said = refused.stdout + refused.stderr
    assert refused.returncode == 1
    assert [reason in said for reason in REASONS.values()] == [False, True, True, True]
    assert not (data_dir / "sign_ins.txt").exists()
    assert processes_of(data_dir) == []


def test_demonstration_does_not_survive_the_switch_to_production(demonstration):
    refused = serve(data_dir=demonstration, **RIGHT)

    lines = [line for line in (refused.stdout + refused.stderr).splitlines() if line.startswith("not started: ")]
    assert len(lines) == 1
    assert lines[0].startswith("not started: The database holds the demonstration")
    assert refused.returncode == 1


@pytest.mark.slow
def test_right_settings_start_and_are_clean_for_django(empty_portal):
    portal = Serve(empty_portal, free_port(), extra=RIGHT).start().started()

    checked = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "manage"), "check", "--deploy", "--fail-level", "DEBUG"],
        env=bare_environment() | RIGHT | {"PORTAL_DATA": str(empty_portal)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "System check identified no issues" in checked.stdout, checked.stdout + checked.stderr
    assert checked.returncode == 0
    portal.process.send_signal(signal.SIGTERM)
    assert portal.ends() == 0
