"""Files of notices: taken by what they are, public with their version, there for good, and only as they were."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from city import audit
from city.news import attachments, beginning
from lists import confirming
from lists.models import Edition
from tests.city.test_indicators import desk_of
from tests.city.test_news import NEW, RULES
from tests.common.test_documents import PDF
from tests.conftest import NOW
from tests.credits.adjusting.conftest import png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_here(db, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    beginning.load(NOW)


@pytest.fixture
def drafter(db):
    return desk_of("drafter", "add_edition")


def entered(drafter, *files: tuple[str, bytes], **other: object):
    """What the desk is answered when it enters a notice with these files."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return drafter.post(NEW, {**RULES, **({"added": sent} if sent else {}), **other})


def confirmed() -> Edition:
    checker, _is_new = User.objects.get_or_create(username="checker", is_staff=True)
    return confirming.confirm(Edition.objects.latest("pk"), by=checker, now=NOW)


def address(edition: Edition, number: int = 0) -> str:
    return f"/city/news/files/{edition.document['attachments'][number]['sha256']}/"


def test_what_is_attached_is_public_with_its_notice_and_no_earlier(client, drafter):
    assert entered(drafter, ("管理办法全文.pdf", PDF), ("现场.png", png())).status_code == 302
    edition = Edition.objects.latest("pk")
    assert client.get(address(edition)).status_code == 404
    confirmed()

    page = client.get("/city/news/rules-2026/").content.decode()
    assert "管理办法全文" in page
    assert f"PDF · {len(PDF)}" in page
    document, picture = client.get(address(edition)), client.get(address(edition, 1))
    assert (document.content, document["Content-Type"]) == (PDF, "application/pdf")
    assert document["Content-Disposition"].startswith("attachment; ")
    assert document["X-Content-Type-Options"] == picture["X-Content-Type-Options"] == "nosniff"
    assert (picture["Content-Type"], picture.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_a_correction_keeps_what_is_ticked_and_the_version_before_keeps_all(client, drafter):
    entered(drafter, ("一.pdf", PDF), ("二.png", png()))
    first = confirmed()
    [kept, dropped] = [one["sha256"] for one in first.document["attachments"]]
    form = drafter.get(f"{NEW}&subject=rules-2026").context["form"]
    assert form["kept"].initial == [kept, dropped]

    drafter.post(f"{NEW}&subject=rules-2026", {**RULES, "kept": [kept]})
    assert [one["sha256"] for one in confirmed().document["attachments"]] == [kept]
    assert dropped not in client.get("/city/news/rules-2026/").content.decode()
    assert dropped in client.get("/city/news/rules-2026/v1/").content.decode()
    assert client.get(address(first, 1)).status_code == 200


@pytest.mark.parametrize(
    "files",
    [
        [("办法.pdf", b"MZ\x90\x00" + bytes(64))],
        [("办法.pdf", PDF.replace(b"/Type /Catalog", b"/OpenAction << /S /JavaScript /JS (1) >>"))],
        [("图.png", b"\x89PNG\r\n\x1a\n<script>")],
        [("页面.html", b"<html><script>alert(1)</script>")],
        [(f"{number}.pdf", PDF) for number in range(6)],
    ],
)
def test_what_is_no_document_or_too_many_is_refused_and_nothing_is_kept(drafter, files, tmp_path):
    answer = entered(drafter, *files)

    assert "added" in answer.context["form"].errors
    assert not Edition.objects.filter(subject="rules-2026").exists()
    assert not (tmp_path / "city").exists()


def test_files_that_are_too_large_together_are_said_to_be(drafter):
    answer = entered(drafter, ("大.pdf", b"%PDF-1.7\n" + bytes(6 * 1024**2)))

    assert "这些文件合计超过 5 MB。" in answer.content.decode()
    assert not Edition.objects.filter(subject="rules-2026").exists()


def test_a_form_that_names_a_file_of_another_notice_attaches_nothing(drafter):
    entered(drafter, ("一.pdf", PDF))
    first = confirmed()
    drafter.post(NEW, {**RULES, "code": "other", "kept": [first.document["attachments"][0]["sha256"]]})

    assert Edition.objects.get(subject="other").document["attachments"] == []


def test_another_file_in_its_place_is_not_sent_and_the_audit_finds_it(client, drafter):
    entered(drafter, ("一.pdf", PDF))
    edition = confirmed()
    [one] = attachments.read(edition.document)
    assert [*audit.findings()] == []
    default_storage.delete(one.path)
    default_storage.save(one.path, ContentFile(PDF + b"more"))

    assert client.get(address(edition)).status_code == 404
    assert [finding.code for finding in audit.findings()] == attachments.CODES
