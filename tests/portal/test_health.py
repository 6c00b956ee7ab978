"""`/healthz` on real processes: up when everything is up, and otherwise it says what is not."""

import os
import pwd

import pytest

from chengdu_carbon.servers import RedisServer
from chengdu_carbon.service_account import account_of
from tests.processes import Web, Worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("r"), account=account_of(pwd.getpwuid(os.getuid())))
    server.start()
    yield server
    server.stop()


def test_health_names_what_is_down(broker, tmp_path):
    web, worker = Web(tmp_path, broker.url), Worker(tmp_path, broker.url)
    web.start()
    try:
        assert web.health() == (503, {"web": "up", "database": "up", "broker": "up", "worker": "down"})

        worker.start()
        assert web.health() == (200, {"web": "up", "database": "up", "broker": "up", "worker": "up"})

        worker.stop()
        assert web.health() == (503, {"web": "up", "database": "up", "broker": "up", "worker": "down"})

        broker.stop()
        assert web.health() == (503, {"web": "up", "database": "up", "broker": "down", "worker": "down"})

        broker.start()
        worker.start()
        wait_until(lambda: web.health()[0] == 200, "everything is up again")
    finally:
        web.stop()
        worker.stop()


def test_health_says_that_the_database_is_down(broker, tmp_path):
    web = Web(tmp_path, broker.url, database_url="postgres://nobody@127.0.0.1:9/nowhere")
    web.start()
    try:
        assert web.health() == (503, {"web": "up", "database": "down", "broker": "up", "worker": "down"})
    finally:
        web.stop()
