"""Tests whose connections to the database go through PgBouncer (PORTAL_PGBOUNCER)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.pooled.pgbouncer import PgBouncer

Pooled = Callable[[int], PgBouncer]
"""From here on this process asks through a pooler with so many connections to the server."""


@pytest.fixture
def pooled(transactional_db, settings, monkeypatch, tmp_path_factory) -> Iterator[Pooled]:
    program = os.environ.get("PORTAL_PGBOUNCER")
    if not program:
        refuse = pytest.fail if os.environ.get("PORTAL_REQUIRE_PGBOUNCER") == "1" else pytest.skip
        refuse("no PgBouncer: PORTAL_PGBOUNCER is not set")
    poolers: list[PgBouncer] = []

    def start(connections: int) -> PgBouncer:
        postgres = Path(connection.settings_dict["HOST"])
        pooler = PgBouncer(program, tmp_path_factory.mktemp("p"), postgres=postgres, connections=connections)
        pooler.start()
        poolers.append(pooler)
        settings.TRANSACTION_POOLER = True
        options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "options"}
        for name, value in (
            ("HOST", str(pooler.folder)),
            ("OPTIONS", options),
            ("DISABLE_SERVER_SIDE_CURSORS", True),
        ):
            monkeypatch.setitem(connection.settings_dict, name, value)
        connection.close()
        return pooler

    yield start
    connection.close()
    monkeypatch.undo()
    for pooler in poolers:
        pooler.stop()
