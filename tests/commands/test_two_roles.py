"""A portal as bin/serve starts it runs by the role of few rights, and data of the version before is taken over."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors

from chengdu_carbon.servers import DATABASE, ROLE, RUNTIME_ROLE, PostgresServer
from tests.plain_browser import Browser

from .conftest import ROOT, Serve, bare_environment, words
from .portals import demonstration, empty_portal

__all__ = ["demonstration", "empty_portal"]

GIFT = """
from faults import people
from accounts.models import Profile
citizen = Profile.objects.get(phone="+8613800000001").user
people.earn([people.person_of(citizen)], 4, budget_credits=1000)
"""


def sockets_of(serve: Serve) -> Path:
    return serve.data_dir / "run"


def ask(sockets: Path, statement: str, role: str = ROLE) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(host=str(sockets), user=role, dbname=DATABASE)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def manage(*given: str, data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bin" / "manage"), "--data", str(data_dir), *given]
    seen = bare_environment() | environment
    return subprocess.run(command, env=seen, capture_output=True, text=True, timeout=300, check=False)


def until(found: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not found():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def signed_in(port: int, phone: str) -> Browser:
    browser = Browser(port)
    browser.get("/sign-in/")
    browser.send({"phone": phone})
    browser.send({"code": re.sub(r"\D", "", browser.seen(r"演示环境：验证码(.{1,80}?)</"))})
    return browser


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_a_whole_portal_works_by_the_role_that_changes_nothing_that_is_for_ever(serve: Serve) -> None:
    serve.start().started()
    citizen = signed_in(serve.port, "13800000001")

    citizen.get("/act/walking/")
    citizen.send({"steps": "8000"})
    until(lambda: "outcome-result" in citizen.get(citizen.address.removeprefix(citizen.origin)), "the act is scored")
    assert "80 克" in citizen.page

    yesterday = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 - 86400))
    citizen.get("/files/")
    citizen.send({}, file=("steps.csv", f"date,steps\n{yesterday},7123\n".encode()))
    until(lambda: 'id="earned"' in citizen.get(citizen.address.removeprefix(citizen.origin)), "the file is read")

    gift = manage("shell", "--no-imports", "-c", GIFT, data_dir=serve.data_dir)
    assert gift.returncode == 0, gift.stderr
    citizen.get("/rewards/")
    citizen.get(citizen.seen(r'.*href="(/rewards/offers/[^"]+)".*?蒙顶甘露一杯') + "redeem/")
    citizen.send({"key": citizen.seen(r'name="key" value="([^"]+)"')})
    digits = re.sub(r"<[^>]+>|\s", "", citizen.seen(r'class="voucher-digits number">(.*?)</p>'))

    clerk = signed_in(serve.port, "13800000002")
    clerk.get("/till/")
    clerk.get(clerk.seen(r'href="(/till/[^"/]{8,}/)"'))
    clerk.send({"code": digits})
    assert "till-taken" in clerk.page

    roles = ask(sockets_of(serve), "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database()")
    assert set(roles) == {(RUNTIME_ROLE,), (ROLE,)}, "the second is who asks"
    others = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'portal' AND pid <> pg_backend_pid()"
    assert ask(sockets_of(serve), f"{others} AND datname IS NOT NULL") == [(0,)]
    kinds = ask(sockets_of(serve), "SELECT kind FROM credits_transfer", RUNTIME_ROLE)
    assert {"fund", "award", "hold", "capture"} <= {str(kind) for (kind,) in kinds}
    audit = manage("audit_ledger", data_dir=serve.data_dir)
    assert audit.stdout == "the ledger is sound\n", audit.stdout + audit.stderr


@pytest.mark.usefixtures("empty_portal")
def test_what_runs_all_day_is_not_told_the_owners_address(serve: Serve) -> None:
    serve.start("--empty").started()
    marked = [
        entry
        for entry in Path("/proc").glob("[0-9]*")
        if f"PORTAL_SERVED_FROM={serve.data_dir} " in words(entry, "environ")
    ]

    assert len(marked) >= 4
    assert [entry for entry in marked if "DATABASE_OWNER_URL" in words(entry, "environ")] == []


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_data_of_the_version_before_is_taken_over(serve: Serve) -> None:
    """Then there was one role, the cluster's superuser, to whom everything belongs."""
    before = PostgresServer(serve.data_dir / "postgres", sockets=serve.data_dir / "run", durable=False)
    before.start()
    ask(before.sockets, f"DROP OWNED BY {RUNTIME_ROLE}")
    ask(before.sockets, f"DROP ROLE {RUNTIME_ROLE}")
    before.stop()

    early = manage("audit_ledger", data_dir=serve.data_dir)
    assert early.returncode == 2
    assert "the role of DATABASE_URL has no rights to the tables yet" in early.stderr

    serve.start().started()
    assert serve.health() == 200
    assert ask(sockets_of(serve), "SELECT count(*) > 0 FROM credits_transfer", RUNTIME_ROLE) == [(True,)]
    with pytest.raises(errors.InsufficientPrivilege):
        ask(sockets_of(serve), "DELETE FROM credits_transfer", RUNTIME_ROLE)
    assert manage("audit_ledger", data_dir=serve.data_dir).stdout == "the ledger is sound\n"
    assert manage("grant_runtime", data_dir=serve.data_dir).stdout == "nothing to change\n"


@pytest.mark.slow
def test_one_role_for_everything_still_works_and_is_told_apart(server: PostgresServer, data_dir: Path) -> None:
    one = {"DATABASE_URL": server.owner_url, "REDIS_URL": os.environ["REDIS_URL"], "DEBUG": "0"}
    assert manage("migrate", "-v", "0", data_dir=data_dir, **one).returncode == 0
    assert manage("audit_ledger", data_dir=data_dir, **one).returncode == 0

    refused = manage("grant_runtime", data_dir=data_dir, **one)
    assert (refused.returncode, refused.stderr.splitlines()[1:]) == (
        1,
        ["CommandError: DATABASE_OWNER_URL is not set: there is one role, and it owns the tables"],
    )
    checked = manage("check", "--deploy", data_dir=data_dir, **one)
    assert "(portal.W001) The role of DATABASE_URL owns the tables and is a superuser" in checked.stderr

    forgotten = manage("migrate", data_dir=data_dir, **one | {"DATABASE_URL": server.url})
    said = (
        f"the role {RUNTIME_ROLE} may make no tables: set DATABASE_OWNER_URL to the address of the one that owns them"
    )
    assert (forgotten.returncode, forgotten.stderr.splitlines()[1:]) == (1, [f"CommandError: {said}"])


@pytest.mark.slow
@pytest.mark.usefixtures("empty_portal")
def test_a_right_too_many_and_one_too_few_are_named_before_the_portal_begins(
    data_dir: Path, server: PostgresServer
) -> None:
    two = {
        "DATABASE_URL": server.url,
        "DATABASE_OWNER_URL": server.owner_url,
        "REDIS_URL": os.environ["REDIS_URL"],
        "DEBUG": "0",
    }
    assert manage("migrate", "-v", "0", data_dir=data_dir, **two).returncode == 0
    clean = manage("check", "--deploy", data_dir=data_dir, **two).stderr
    assert "portal.W00" not in clean

    ask(server.sockets, f"GRANT UPDATE ON credits_transfer TO {RUNTIME_ROLE}")
    ask(server.sockets, f"REVOKE INSERT ON accounts_user FROM {RUNTIME_ROLE}")
    told = manage("check", "--deploy", data_dir=data_dir, **two).stderr
    assert (
        "(portal.W002) The role of DATABASE_URL may do more than the portal does: may UPDATE credits_transfer." in told
    )
    assert "(portal.W003) The role of DATABASE_URL lacks rights: may not INSERT accounts_user." in told

    mended = manage("grant_runtime", data_dir=data_dir, **two)
    assert mended.stdout.splitlines() == ["may UPDATE credits_transfer", "may not INSERT accounts_user"]
    assert "portal.W00" not in manage("check", "--deploy", data_dir=data_dir, **two).stderr
