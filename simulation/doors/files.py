"""A file is uploaded, and read to its end as a worker reads it."""

from datetime import datetime

from accounts.models import User
from channels.files import reading
from channels.files.upload import upload


def send(*, citizen: User, name: str, content: bytes, now: datetime) -> None:
    job = upload(citizen=citizen, name=name, content=content, now=now)
    while reading.read_piece(job.pk, now=now):
        pass
