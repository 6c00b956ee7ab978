"""The alarm clock: Celery's application. The database is the queue, and the table of `jobs` says what is due."""

import os
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.signals import beat_init, worker_init, worker_process_init

from chengdu_carbon.garbage import look_less_often
from common import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")


class PortalTask(DjangoTask):
    """A worker keeps its connection to the database from task to task, as long as it answers and has not failed."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        with connections.doubted():
            return super().__call__(*arguments, **named)


app = Celery("chengdu_carbon", task_cls=PortalTask, amqp="common.broker:Amqp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def demand_production(**_signal: object) -> None:
    """Before a worker or a timetable does anything."""
    from portal import production  # needs the apps to be loaded

    production.demand()


@worker_process_init.connect
def begin(**_signal: object) -> None:
    """In each process of a worker, before its first task."""
    look_less_often()
