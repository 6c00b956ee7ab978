"""Documents of projects: taken by what they are, versions that stay, and a changed file that is not handed out."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse

from common import read_only, spreadsheets
from common.pictures import refusals as pictures
from projects import audit, refusals
from projects.documents import keeping
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.models import Document, DocumentVersion, Part
from tests.common.test_documents import PDF, document
from tests.common.test_workbooks import archive
from tests.conftest import NOW, make_citizen
from tests.evidence.pictures import as_file, drawn
from tests.projects.conftest import seat

TABLE = "日期,读数\n2026-01-01,12\n"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner(forest):
    return seat(forest, Part.EDITOR)


def kept(project, owner, content: bytes = PDF, title: str = "监测计划", name: str = "plan.pdf", **more):
    return keep(Sent(name, content), title, project, owner, **{"now": NOW, **more})


def book() -> bytes:
    with spreadsheets.written(["日期", "读数"], [["2026-01-01", 12]]) as file:
        return file.read()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (as_file(drawn()), "jpg"),
        (as_file(drawn(), "PNG"), "png"),
        (book(), "xlsx"),
        (TABLE.encode(), "csv"),
        (TABLE.encode("utf-8-sig"), "csv"),
        (TABLE.encode("gb18030"), "csv"),
    ],
    ids=["pdf", "jpeg", "png", "xlsx", "csv", "csv of excel", "csv in gb18030"],
)
def test_what_a_file_is_its_content_says(project, owner, content, kind):
    version = kept(project, owner, content, name="一份文件.exe")

    assert (version.kind, version.number, version.name) == (kind, 1, "一份文件.exe")
    assert (version.size_bytes, version.sha256) == (len(content), sha256(content).hexdigest())
    assert default_storage.open(version.path).read() == content


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "plan.pdf", refusals.EmptyDocument),
        (b"MZ\x90\x00\x03\x00 a program", "plan.pdf", refusals.NotTaken),
        (b"<html><script>alert(1)</script>, </html>", "plan.csv", refusals.NotATable),
        (b"<html>, </html>", "plan.pdf", refusals.NotTaken),
        (b"words without columns", "plan.csv", refusals.NotATable),
        (b"words without columns", "plan.txt", refusals.NotTaken),
        (b"\xff\xfe\x00\x01", "plan.csv", refusals.NotTaken),
        (archive(parts=("word/document.xml",)), "plan.xlsx", refusals.NotTaken),
        (archive("xl/vbaProject.bin"), "plan.xlsx", refusals.ActingWorkbook),
        (document(b"<< /S /JavaScript >>"), "plan.pdf", read_only.ActingDocument),
        (PDF + archive(), "plan.pdf", read_only.NoDocument),
        (b"\xff\xd8\xff and no picture", "plan.jpg", pictures.NotAPhoto),
    ],
    ids=[
        *("empty", "program", "page as csv", "page", "no columns", "text", "binary", "letter", "macros"),
        *("script in pdf", "pdf and archive", "torn picture"),
    ],
)
def test_what_is_none_of_the_kinds_is_refused_and_nothing_is_kept(project, owner, content, name, refusal, tmp_path):
    with pytest.raises(refusal):
        kept(project, owner, content, name=name)

    assert not Document.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_of_fifty_megabytes_is_refused(project, owner):
    with pytest.raises(refusals.DocumentTooLarge, match="20 MB"):
        kept(project, owner, b"%PDF-1.7\n" + bytes(50 * 1024**2))
    assert not DocumentVersion.objects.exists()


def test_the_same_title_is_a_new_version_and_the_old_one_stays(project, owner):
    first = kept(project, owner, is_public=True)
    second = kept(project, owner, TABLE.encode(), title=" 监测计划 ", name="plan.csv")

    assert (first.document, first.number) == (second.document, second.number - 1)
    assert second.document.is_public
    assert default_storage.open(first.path).read() == PDF


def test_the_same_file_again_is_refused(project, owner):
    kept(project, owner)

    with pytest.raises(refusals.SameDocument):
        kept(project, owner)
    assert DocumentVersion.objects.count() == 1


def test_a_document_without_a_title_is_refused(project, owner):
    with pytest.raises(refusals.TitleMissing):
        kept(project, owner, title=" \u200b ")


def test_who_sends_many_files_holds_up_themselves_until_tomorrow(project, owner):
    for number in range(keeping.MOST_IN_A_DAY):
        kept(project, owner, PDF + b"\n" * number)

    with pytest.raises(refusals.TooManyDocuments):
        kept(project, owner, TABLE.encode(), title="读数")
    assert kept(project, make_citizen(), TABLE.encode(), title="读数").number == 1
    assert kept(project, owner, TABLE.encode(), title="台账", now=NOW + timedelta(days=1)).number == 1


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"name": "another"}, {"number": 2}])
def test_a_version_stays_as_it_is(project, owner, change):
    version = kept(project, owner)

    with pytest.raises(InternalError), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        version.delete()


def test_a_version_without_a_hash_is_refused_by_the_database(project, owner):
    document = kept(project, owner).document

    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentVersion.objects.create(
            document=document, number=2, name="x", kind="csv", size_bytes=1, sha256="none", by=owner, kept_at=NOW
        )


# Handing out


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(version) -> str:
    return reverse("projects:document", args=[version.public_id])


def test_a_document_is_a_download_of_no_page(project, owner):
    version = kept(project, owner, TABLE.encode(), title="读数", name="../../x.html")

    answer = browser(owner).get(address(version))

    assert b"".join(answer.streaming_content) == TABLE.encode()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%BB%E6%95%B0-v1.csv"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/csv; charset=utf-8", "nosniff")
    assert "no-store" in answer["Cache-Control"]


def test_who_may_not_read_it_finds_nothing(project, owner, buyer, desk, client):
    inner, shown = kept(project, owner), kept(project, owner, TABLE.encode(), title="读数", is_public=True)
    others = [client, browser(make_citizen()), browser(seat(buyer, Part.OWNER))]

    assert {one.get(address(inner)).status_code for one in others} == {404}
    assert {one.get(address(shown)).status_code for one in [*others, browser(owner)]} == {200}
    assert browser(desk).get(address(inner)).status_code == 200


def test_who_no_longer_acts_for_the_owner_reads_nothing(project, owner, forest):
    version = kept(project, owner)
    forest.seats.update(ended_at=NOW)

    assert browser(owner).get(address(version)).status_code == 404


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(PDF + b"\n"), Path.unlink], ids=["changed", "gone"])
def test_a_changed_file_under_an_old_hash_is_not_handed_out_and_the_audit_names_it(project, owner, settings, change):
    version = kept(project, owner)
    assert [*audit.findings()] == []

    change(Path(settings.MEDIA_ROOT) / version.path)

    answer = browser(owner).get(address(version))
    assert answer.status_code == 409
    assert "“监测计划”的文件与提交时不一致" in answer.content.decode()
    assert [finding.code for finding in audit.findings()] == ["document_is_not_its_file"]
