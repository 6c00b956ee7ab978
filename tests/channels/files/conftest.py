"""Uploads and readings of files, at noon."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounts.models import User
from channels.files import reading
from channels.files.models import ImportJob
from channels.files.upload import upload
from tests.conftest import NOW


def send(citizen: User, content: str | bytes, name: str = "file.csv", now: datetime = NOW) -> ImportJob:
    """Takes a file in, without reading a row of it."""
    raw = content.encode() if isinstance(content, str) else content
    return upload(citizen=citizen, name=name, content=raw, now=now)


def read_all(job: ImportJob, now: datetime = NOW) -> ImportJob:
    """Reads a file to its end."""
    while reading.read_piece(job.pk, now=now):
        pass
    job.refresh_from_db()
    return job


def sent_and_read(citizen: User, content: str | bytes, now: datetime = NOW) -> ImportJob:
    return read_all(send(citizen, content, now=now), now)


def counts(job: ImportJob) -> dict[str, int]:
    """How the rows of a file came out; what did not occur is left out."""
    names = ("recorded", "repeated", "refused", "passed_over")
    return {name: getattr(job, name) for name in names if getattr(job, name)}


def reasons(job: ImportJob) -> list[tuple[int, str]]:
    """The refused rows' lines and sentences, in Chinese."""
    rows = job.rows.filter(outcome="refused").order_by("line")
    with translation.override("zh-hans"):
        return [(row.line, row.error.sentence) for row in rows]


@pytest.fixture
def post(client, alice) -> Callable:
    """Posts a file in alice's browser, in English."""
    client.force_login(alice)
    client.cookies["django_language"] = "en"

    def send_form(content: bytes, name: str = "file.csv", content_type: str = "text/csv"):
        sent = SimpleUploadedFile(name, content, content_type)
        return client.post("/files/", {"file": sent})

    return send_form
