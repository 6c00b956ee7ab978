"""The alarm clock: Celery's application and its timetable. The database is the queue; a lost message loses nothing."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")

app = Celery("chengdu_carbon")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "wake the scorer for work that no message announced": {
        "task": "activities.tasks.wake_scorer",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "wake the reader of files that no message announced": {
        "task": "activities.tasks.wake_reader",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "ask for thumbnails that no message announced": {
        "task": "activities.tasks.wake_thumbnails",
        "schedule": 10.0,
        "options": {"expires": 10.0},
    },
    "forget photos that were sent and never used": {
        "task": "activities.tasks.forget_stale_photos",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "give back the credits of vouchers that nobody used": {
        "task": "merchants.tasks.expire_vouchers",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "let credits expire whose last day is over": {
        "task": "credits.tasks.expire_vintages",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "forget wrong codes that are no longer counted": {
        "task": "merchants.tasks.forget_wrong_codes",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "end access and sign-in records that are over": {
        "task": "accounts.tasks.forget_stale_sign_ins",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
}
