"""A worker's connection to a broker that goes away while messages are under way."""

from contextlib import suppress

import pytest
from kombu import Consumer, Exchange, Queue

from chengdu_carbon.celery import app
from chengdu_carbon.settings import broker_url

TASKS, COMMANDS = (Queue(name, Exchange(name), name) for name in ("tasks", "commands"))


@pytest.fixture
def connection(broker):
    """As a worker has one: a task was taken and is not done, and it waits on two channels for what comes next."""
    connection = app.connection_for_read(broker_url(broker.url))
    connection.Producer().publish("a task", exchange=TASKS.exchange, routing_key="tasks", declare=[TASKS])
    for channel, queue in ((connection.default_channel, TASKS), (connection.channel(), COMMANDS)):
        Consumer(channel, [queue], on_message=lambda _message: None).consume()
    connection.drain_events(timeout=1)
    with suppress(TimeoutError):
        connection.drain_events(timeout=0.1)
    return connection


def test_connection_that_broke_amid_a_task_is_closed_without_ado(broker, connection):
    broker.stop()

    # Both, in this order, is what Celery does in a worker that has lost its broker.
    connection.collect(socket_timeout=1)
    connection.close()

    assert not connection.connected
