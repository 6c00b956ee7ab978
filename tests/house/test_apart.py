"""Test processes that run beside each other share nothing that is written to."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.apart import PROCESS, broker_beside


@pytest.mark.parametrize(
    ("first", "third"),
    [
        ("unix:///run/redis.sock?db=0", "unix:///run/redis.sock?db=2"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock?db=2"),
        ("redis://:secret@broker:6379", "redis://:secret@broker:6379/2"),
        ("rediss://broker/5", "rediss://broker/7"),
    ],
)
def test_each_process_has_a_database_of_the_broker(first: str, third: str) -> None:
    assert broker_beside(first, 2) == third


def test_database_broker_and_uploads_are_those_of_this_process(db) -> None:
    assert settings.DATABASES["default"]["NAME"].endswith(f"_{PROCESS}" if PROCESS else "test_chengdu_carbon")
    assert connection.settings_dict["NAME"] == settings.DATABASES["default"]["NAME"]
    assert os.environ["REDIS_URL"] == settings.REDIS_URL
    assert Path(os.environ["PORTAL_DATA"]) / "uploads" == settings.MEDIA_ROOT
    assert not PROCESS or settings.MEDIA_ROOT.parent.name == PROCESS
