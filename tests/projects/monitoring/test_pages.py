"""Pages of monitoring reports: what each side sees and does, that strangers find nothing, and files of lines."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from projects.models import Finding, FindingKind, MonitoringReport, Part, ReportStatus, VerificationStatement
from projects.monitoring import finding
from tests.common.test_documents import PDF
from tests.conftest import make_citizen
from tests.projects.conftest import nothing_found, seat
from tests.projects.monitoring.conftest import begun, sampled, verified
from tests.projects.monitoring.test_reports import issued, opened
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db
HEAD = "地块（小班）编号,起始日期,截止日期,面积 [亩],成活（保存）率 [%],不确定度（90% 置信水平，半宽 ÷ 均值）"


@pytest.fixture
def at_owner(owner) -> Client:
    return browser_of_leader(owner)


@pytest.fixture
def at_verifier(auditor) -> Client:
    return browser_of_leader(auditor)


def address(name: str, organisation, report=None, *more) -> str:
    ids = [organisation.public_id, *([report.public_id] if report else []), *more]
    return reverse(f"projects:{name}", args=ids)


def of_owner(name: str, report, *more) -> str:
    return address(name, report.project.owner, report, *more)


def of_verifier(name: str, report, *more) -> str:
    return address(name, report.verifier, report, *more)


def page(client: Client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200, at
    return answer.content.decode()


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def line(**more) -> dict[str, str]:
    days = {"starts_on": "2025-01-01", "ends_on": "2025-12-31"}
    return {"source": "A", **days, "area": "6", "area_unit": "mu", "survival": "95", "survival_unit": "percent",
            "uncertainty": "0", "uncertainty_unit": "share"} | more  # fmt: skip


def test_a_report_is_begun_for_a_gap_and_filled_line_by_line(at_owner, grove, forest):
    listed = page(at_owner, address("reports", forest))
    assert "尚未报告" in listed
    begin = reverse("projects:begin_report", args=[forest.public_id, grove.public_id])
    assert page(at_owner, begin).count("2024") >= 2

    answer = at_owner.post(begin, {"starts_on": "2025-01-01", "ends_on": "2025-12-31"})
    report = MonitoringReport.objects.get()
    assert answer.url == of_owner("report", report)
    wrong = at_owner.post(of_owner("report_lines", report, "areas"), line(survival="950"))
    assert "存活" in wrong.content.decode() or "成活" in wrong.content.decode()
    assert report.versions.get().lines.count() == 0
    at_owner.post(of_owner("report_lines", report, "areas"), line())

    shown = page(at_owner, of_owner("report", report))
    assert report.versions.get().kilograms == 2940
    assert "2,940" in shown
    assert "样地调查 2020、2025" in shown
    assert "6 亩" in page(at_owner, of_owner("report_lines", report, "areas"))
    at_owner.post(of_owner("remove_report_line", report, 1), {"table": "areas"})
    assert report.versions.get().lines.count() == 0


def test_a_period_that_ends_before_it_begins_or_is_taken_is_refused_in_the_form(at_owner, grove, forest, draft):
    begin = reverse("projects:begin_report", args=[forest.public_id, grove.public_id])

    for days, words in ((("2024-06-30", "2024-06-01"), "不早于"), (("2025-12-31", "2026-01-31"), "2025")):
        answer = at_owner.post(begin, dict(zip(("starts_on", "ends_on"), days, strict=True)))
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert MonitoringReport.objects.count() == 1


class TestFiles:
    def test_a_file_takes_the_place_of_its_tables_lines(self, at_owner, draft):
        content = "\n".join([HEAD, "C,2025-01-01,2025-12-31,12,95,0"])
        answer = at_owner.post(
            of_owner("report_file", draft), {"file": sent("a.csv", content.encode()), "table": "areas"}
        )

        assert answer.url == of_owner("report", draft)
        version = draft.versions.get()
        assert list(version.lines.order_by("nth").values_list("table", "source")) == [("trees", "B"), ("areas", "C")]
        [upload] = {each.file for each in version.lines.filter(table="areas")}
        assert upload.document.project_id == draft.project_id
        nothing_found()

    def test_nothing_is_kept_when_one_line_is_wrong_and_all_are_told(self, at_owner, draft):
        rows = ["C,2025-01-01,2025-12-31,12,950,0", "D,昨天,2025-12-31,12,95,0", "B,2025-06-01,2025-06-30,1,95,0"]
        answer = at_owner.post(
            of_owner("report_file", draft),
            {"file": sent("a.csv", "\n".join([HEAD, *rows]).encode()), "table": "areas"},
        )

        words = answer.content.decode()
        assert [f"第 {row} 行\n" in words for row in (2, 3, 4)] == [True] * 3
        assert "与第 2（已有） 行的日期重叠" in words
        assert "E 列" in words
        assert list(draft.versions.get().lines.values_list("source", flat=True)) == ["A", "B"]
        assert not draft.project.documents.exists()

    def test_the_filled_in_template_is_taken_over_table_by_table(self, at_owner, grove, owner):
        report = begun(grove, owner)
        book = load_workbook(BytesIO(b"".join(at_owner.get(of_owner("report_template", report)).streaming_content)))
        days = ["2025-01-01", datetime(2025, 12, 31)]  # noqa: DTZ001, sheets know no zone
        book["按面积与年固碳率"].append(["A", *days, 0.4, 0.95, 0])
        book["按株数与单株年固碳量"].append(["B", *days, "０．１", 120, 0.9, 0])
        filled = BytesIO()
        book.save(filled)

        upload = {"file": sent("林盘.xlsx", filled.getvalue()), "table": "strata"}
        answer = at_owner.post(of_owner("report_file", report), upload)
        assert answer.status_code == 302, answer.context["form"].errors
        version = report.versions.get()
        assert (version.kilograms, version.lines.count()) == (4440, 2)

    def test_what_is_no_table_and_what_is_too_large_is_refused_plainly(self, at_owner, draft, settings):
        address = of_owner("report_file", draft)
        for content in (PDF, b"\x00", b""):
            answer = at_owner.post(address, {"file": sent("a.xlsx", content), "table": "areas"})
            assert answer.status_code == 200
            assert "field-error" in answer.content.decode()
        settings.PROJECT_FILE_MAX_BYTES = 1000
        answer = at_owner.post(address, {"file": sent("a.csv", b"x" * 2000), "table": "areas"})
        assert "field-error" in answer.content.decode()

    def test_templates_and_lines_are_files_that_are_taken_back(self, at_owner, draft):
        book = load_workbook(BytesIO(b"".join(at_owner.get(of_owner("report_template", draft)).streaming_content)))
        assert "按面积与年固碳率" in book.sheetnames
        template = b"".join(at_owner.get(of_owner("report_table_template", draft, "areas")).streaming_content)
        assert next(csv.reader(StringIO(template.decode("utf-8-sig"))))[0] == "地块（小班）编号"
        lines = b"".join(at_owner.get(of_owner("report_lines_file", draft, "areas")).streaming_content)
        [row] = csv.DictReader(StringIO(lines.decode("utf-8-sig")))
        assert (row["地块（小班）编号"], row["面积 [公顷]"]) == ("A", "0.4")

        at_owner.post(of_owner("report_file", draft), {"file": sent("a.csv", lines), "table": "areas"})
        assert draft.versions.get().kilograms == 4440


def test_submitted_found_answered_and_stated_by_pages(at_owner, at_verifier, draft, verifier):
    answer = at_owner.post(of_owner("submit_report", draft), {"verifier": verifier.pk, "words": "请核查"})
    assert answer.url == of_owner("report", draft)
    draft.refresh_from_db()
    assert draft.project.name["zh-hans"] in page(at_verifier, address("reports", verifier))
    at_verifier.post(of_verifier("sample_report", draft), {"size": "2"})
    assert draft.versions.get().sample.seed in page(at_verifier, of_verifier("report", draft))
    at_verifier.post(
        of_verifier("new_finding", draft),
        {"kind": "car", "words": "面积与测绘图不符", "line": "1", "due_on": "2099-01-01"},
    )
    assert not Finding.objects.exists()
    found = opened(draft, verifier.seats.get().user, line=1)

    at_owner.post(of_owner("finding", draft, found.public_id), {"words": "附测绘图", "file": sent("map.pdf", PDF)})
    shown = page(at_verifier, of_verifier("finding", draft, found.public_id))
    assert "附测绘图" in shown
    [upload] = [step.file for step in found.steps.all() if step.file]
    assert at_verifier.get(reverse("projects:document", args=[upload.public_id])).status_code == 200
    assert Client().get(reverse("projects:document", args=[upload.public_id])).status_code == 404
    at_verifier.post(of_verifier("finding", draft, found.public_id), {"words": "一致", "deed": "close"})
    stated = {"kilograms": "4440", "words": "", "number": "核〔2026〕1号", "file": sent("s.pdf", PDF)}
    at_verifier.post(of_verifier("state_report", draft), stated)

    assert VerificationStatement.objects.get().kilograms == 4440
    for client, at in ((at_owner, of_owner("report", draft)), (at_verifier, of_verifier("report", draft))):
        assert "核〔2026〕1号" in page(client, at)
    nothing_found()


def test_a_new_version_is_begun_and_the_report_withdrawn_by_pages(at_owner, submitted):
    at_owner.post(of_owner("revise_report", submitted))
    assert submitted.versions.count() == 2
    assert "第 1 版" in page(at_owner, of_owner("report", submitted))
    page(at_owner, of_owner("report", submitted) + "?version=1")
    at_owner.post(of_owner("withdraw_report", submitted), {"words": ""})

    submitted.refresh_from_db()
    assert submitted.status == ReportStatus.WITHDRAWN


PAGES = ("report", "submit_report", "report_file", "report_template", "withdraw_report", "new_finding", "state_report")


class TestAccess:
    @pytest.mark.parametrize("name", PAGES)
    def test_a_stranger_and_who_has_left_find_nothing(self, name, submitted, forest, buyer):
        left = seat(forest, Part.EDITOR)
        forest.seats.filter(user=left).update(ended_at=submitted.begun_at)
        for stranger in (make_citizen(), left, seat(buyer, Part.EDITOR)):
            client = Client()
            client.force_login(stranger)
            for organisation in (forest, submitted.verifier, buyer):
                assert client.get(address(name, organisation, submitted)).status_code == 404

    @pytest.mark.parametrize("name", ["submit_report", "report_file", "withdraw_report"])
    def test_the_verifier_does_nothing_of_the_owners(self, name, submitted, at_verifier):
        assert at_verifier.get(of_verifier(name, submitted)).status_code == 404

    @pytest.mark.parametrize("name", ["new_finding", "state_report"])
    def test_the_owner_does_nothing_of_the_verifiers(self, name, submitted, at_owner):
        assert at_owner.get(of_owner(name, submitted)).status_code == 404

    def test_an_owner_shows_the_second_factor_first_and_an_editor_does_not_submit(self, draft, owner, forest, verifier):
        client = Client()
        client.force_login(owner)
        assert client.get(of_owner("report", draft)).url.startswith("/me/second-factor/")
        editor = Client()
        editor.force_login(seat(forest, Part.EDITOR))
        shown = page(editor, of_owner("report", draft))
        assert of_owner("submit_report", draft) not in shown
        editor.post(of_owner("submit_report", draft), {"verifier": verifier.pk, "words": ""})
        assert not draft.versions.get().is_frozen

    def test_a_verifier_sees_no_version_that_is_being_drawn_up(self, submitted, owner, at_owner, at_verifier):
        at_owner.post(of_owner("revise_report", submitted))
        at_owner.post(of_owner("report_lines", submitted, "areas"), line(source="秘密地块"))

        assert at_verifier.get(of_verifier("report_lines", submitted, "areas") + "?version=2").status_code == 404
        assert "秘密地块" not in page(at_verifier, of_verifier("report_lines", submitted, "areas"))
        assert "秘密地块" in page(at_owner, of_owner("report_lines", submitted, "areas"))

    def test_a_report_of_another_project_is_none_of_theirs(self, submitted, buyer):
        client = browser_of_leader(seat(buyer, Part.OWNER))

        assert client.get(address("report", buyer, submitted)).status_code == 404


class TestEverybody:
    def test_figures_and_documents_are_public_once_units_were_issued(self, submitted, auditor, clerks):
        statement = verified(sampled(submitted, auditor), auditor, 4440)
        public = reverse("projects:project", args=[submitted.project.public_id])
        file = reverse("projects:document", args=[statement.file.public_id])
        report = reverse("projects:public_report", args=[submitted.public_id])
        assert Client().get(file).status_code == 404
        assert Client().get(report).status_code == 404
        assert report not in page(Client(), public)

        issued(submitted, clerks)

        assert report in page(Client(), public)
        shown = page(Client(), report)
        assert "4,440" in shown
        assert file in shown
        assert Client().get(file).status_code == 200

    def test_what_was_found_stays_between_the_two(self, submitted, auditor, clerks, owner):
        found = opened(sampled(submitted, auditor), auditor, kind=FindingKind.CL, words="内部疑问")
        finding.answer(finding=found, words="内部回答", sent=None, by=owner, now=found.opened_at)
        finding.close(finding=found, words="好", by=auditor, now=found.opened_at)
        verified(submitted, auditor, 4440)
        issued(submitted, clerks)

        shown = page(Client(), reverse("projects:public_report", args=[submitted.public_id]))
        assert "内部" not in shown


def test_pages_ask_as_much_for_many_lines_as_for_few(at_owner, draft, django_assert_max_num_queries):
    rows = [f"P-{n},2025-01-01,2025-12-31,1,95,0" for n in range(200)]
    at_owner.post(
        of_owner("report_file", draft),
        {"file": sent("a.csv", "\n".join([HEAD, *rows]).encode()), "table": "areas"},
    )

    with django_assert_max_num_queries(40):
        page(at_owner, of_owner("report", draft))


def test_an_empty_room_says_so(at_owner, forest):
    assert "还没有" in page(at_owner, address("reports", forest))
