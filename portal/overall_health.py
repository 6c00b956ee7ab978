"""Whether the portal is alive: each part of it, with a word for everybody and facts for its operators."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

import jobs.health
from activities.health import acts_wait_for_a_budget
from common import connections
from common.broker import broker_errors, impatient_connection
from common.brought import brought
from common.health import Part, State, up_if
from credits import budgets
from jobs.due import database_now
from portal import books

DATABASE_ANSWERS_WITHIN_S = 2.0
WRONG = {State.DOWN, State.UNKNOWN}
OWN_PARTS = ("budgets", "books")
ASKS_FOR_ROOM = "jobs.ask_for_room"
MB = 1024 * 1024

_has_migrated = False

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Health:
    parts: list[Part]

    @property
    def is_well(self) -> bool:
        """Whether work is being done; that a budget wants to be filled is told, but nothing a machine could mend."""
        return not any(part.state in WRONG for part in self.parts)

    def words(self) -> dict[str, str]:
        return {part.name: str(part.state) for part in self.parts}

    def facts(self) -> dict[str, object]:
        return {part.name: dict(part.facts) for part in self.parts if part.facts}


def examine() -> Health:
    """Looks at everything; quick also where the database or the broker does not answer."""
    told = _ask_database(lambda: [*_of_database(), _disk(database_is_full=jobs.health.is_failing(ASKS_FOR_ROOM))])
    if told is None:
        unknown = [Part(name, State.UNKNOWN) for name in _names()]
        told = [Part("database", State.DOWN), *unknown, _disk(database_is_full=False)]
    return Health([Part("web", State.UP), _broker(), *told])


def readiness() -> Health:
    """Whether this process can work: the servers are there, and the database is the one of this code."""
    is_migrated = _ask_database(_is_migrated)
    migrations = State.UNKNOWN if is_migrated is None else up_if(is_migrated)
    return Health([Part("database", up_if(is_migrated is not None)), _broker(), Part("migrations", migrations)])


def _ask_database(ask: Callable[[], Answer]) -> Answer | None:
    """What the database says; `None` where it does not answer soon."""
    try:
        with connections.impatient(DATABASE_ANSWERS_WITHIN_S):
            return ask()
    except Error:
        return None
    finally:
        connections.let_go_of_broken()


def _of_database() -> Iterator[Part]:
    now = database_now()
    yield Part("database", State.UP)
    for module in brought("health"):
        yield from module.parts(now)
    yield _budgets()
    yield books.health(now)


def _names() -> list[str]:
    """The parts that nobody but the database knows of."""
    return [*(name for module in brought("health") for name in module.PARTS), *OWN_PARTS]


def _budgets() -> Part:
    left = budgets.left()
    if not all(left.values()):
        return Part("budgets", State.EXHAUSTED, {"left": left})
    return Part("budgets", State.WAITING if acts_wait_for_a_budget() else State.UP, {"left": left})


def _broker() -> Part:
    try:
        with impatient_connection() as broker:
            # Every transport can do this, and it asks the broker.
            broker.default_channel.queue_declare(queue="clock", durable=True, auto_delete=False)
    except broker_errors():
        return Part("broker", State.DOWN)
    return Part("broker", State.UP)


def _disk(*, database_is_full: bool) -> Part:
    """The disk of this process's data folder, and that of the database (`jobs/room.py`), which may be the same."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // MB
    is_up = free_mb >= settings.DISK_LEAST_FREE_MB and not database_is_full
    return Part("disk", up_if(is_up), {"free_mb": free_mb, "database_is_full": database_is_full})


def _is_migrated() -> bool:
    """Reads the migrations until all are there; then the answer stays, for this process's code brings no others."""
    global _has_migrated
    database_now()
    if not _has_migrated:
        executor = MigrationExecutor(connection)
        _has_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _has_migrated
