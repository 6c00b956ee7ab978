"""What the tests of platforms share: the four of them on loopback, and the portal set up for them."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import fresh_proofs, sign_in
from tests.accounts.conftest import Outbox
from tests.platforms.loopback import Loopback, running, settle
from tests.platforms.visitors import Visitor


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


@pytest.fixture
def outbox(db: None, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    box = Outbox()
    for sender in (sign_in, fresh_proofs):
        monkeypatch.setattr(sender, "gateway", lambda: box)
    return box


@pytest.fixture
def visitor(there: Loopback, outbox: Outbox) -> Visitor:
    return Visitor()


@pytest.fixture
def other_visitor(there: Loopback, outbox: Outbox) -> Visitor:
    return Visitor()
