"""Files from programs: taken, read and answered row by row as those of the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from channels.files.models import ImportJob
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def program(alice, token_of):
    return Client(headers={**token_of(alice), "accept-language": "en"})


def sent(program, content: bytes):
    return program.post("/api/v1/files", {"file": SimpleUploadedFile("steps.csv", content)})


def test_file_is_sent_and_followed(program, bob, token_of):
    answer = sent(program, b"date,steps\n2026-11-22,8000\n2026-11-21,-5\n")

    job = ImportJob.objects.get()
    assert (answer.status_code, answer.json()["file"], answer.json()["rows"]) == (201, job.public_id, 2)
    address = f"/api/v1/files/{job.public_id}"
    assert Client(headers=token_of(bob)).get(address).status_code == 404
    told = program.get(address).json()
    assert (told["pending"], told["credits"]) == (told["recorded"], 0)
    rows = program.get(f"{address}/refused").json()["rows"]
    assert all(row["detail"] for row in rows)
    assert [one["file"] for one in program.get("/api/v1/files").json()["files"]] == [job.public_id]


@pytest.mark.parametrize(("content", "code"), [(b"", "empty_file"), (b"nothing", None), (b"date,steps\n", "no_rows")])
def test_file_that_cannot_be_read_is_refused_as_on_the_page(program, client, alice, content, code):
    answer = sent(program, content)
    client.force_login(alice)
    page = client.post("/files/", {"file": SimpleUploadedFile("steps.csv", content)}, headers={"accept-language": "en"})

    assert code in (None, answer.json()["code"])
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["detail"] in page.context["form"].errors["file"]
    assert not ImportJob.objects.exists()
