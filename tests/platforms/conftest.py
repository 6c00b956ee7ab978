"""What the tests of platforms share: the four of them on loopback, and the portal set up for them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.platforms.loopback import Loopback, running, settle


@pytest.fixture(scope="session")
def _loopback() -> Iterator[Loopback]:
    with running() as server:
        yield server


@pytest.fixture
def there(_loopback: Loopback, settings: Any) -> Loopback:
    """The platforms, in good health; their keys and the codes they gave are those of the whole run."""
    world = _loopback.world
    _loopback.troubles.clear()
    _loopback.asked.clear()
    world.tells_unionid, world.tells_snapshots = True, False
    settle(settings, _loopback)
    return _loopback
