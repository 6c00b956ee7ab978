"""What the tests of the worked client share: the client, and a demonstration that says its codes."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import NOW

CLIENT = Path(__file__).resolve().parents[2] / "docs" / "client"
PHONE = "13900000009"


@pytest.fixture(autouse=True)
def _a_demonstration_on_a_day_of_the_tests(settings, time_machine, catalogue, budget) -> None:
    settings.DEBUG = True
    time_machine.move_to(NOW + timedelta(days=1))


@pytest.fixture
def client_of_ours(monkeypatch) -> Iterator[tuple[ModuleType, ModuleType]]:
    monkeypatch.syspath_prepend(str(CLIENT))
    import connection
    import journey

    yield connection, journey
    for name in ("connection", "journey"):
        del sys.modules[name]


def read_code(awaited: dict[str, Any]) -> str:
    return str(awaited["demo_code"])
