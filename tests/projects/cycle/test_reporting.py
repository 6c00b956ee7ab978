"""A reader reports a comment once, with a reason; the desk keeps or hides it, and author and reader are told why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notice
from projects.cycle import commenting, reporting
from projects.cycle.telling import OF_MINE, OF_MY_REPORT
from projects.models import CommentReport, Hiding, KeptComment
from projects.refusals import (
    AlreadyReported,
    CommentTooLong,
    HiddenAlready,
    NothingReported,
    OwnComment,
    OwnProject,
    WordsMissing,
)
from projects.worklist import waiting
from tests.conftest import NOW, make_citizen
from tests.desk_pages import carried_to
from tests.projects.conftest import nothing_found
from tests.projects.cycle.conftest import commented, published
from tests.second_factors import browser_of_leader

WHY = "写了邻居的手机号"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def author(db):
    return make_citizen()


@pytest.fixture
def comment(cast, author):
    return commented(published(cast), by=author)


def told(user) -> list[tuple[str, bool, str]]:
    rows = Notice.objects.filter(citizen=user, code__in=[OF_MINE, OF_MY_REPORT]).order_by("pk")
    return [(row.code, row.facts["is_hidden"], row.facts["reason"]) for row in rows]


def report(comment, by, words=WHY, now=NOW) -> CommentReport:
    return reporting.report(comment=comment, words=words, by=by, now=now)


def test_a_comment_is_reported_once_by_a_reader_for_a_reason_and_not_by_its_author(comment, author, bob):
    for by, words, refused in (
        (bob, "  ", WordsMissing),
        (bob, "长" * 301, CommentTooLong),
        (author, WHY, OwnComment),
    ):
        with pytest.raises(refused):
            report(comment, by, words)
    made = report(comment, bob)
    with pytest.raises(AlreadyReported):
        report(comment, bob, "又一次")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentReport.objects.create(comment=comment, by=bob, words="又一次", reported_at=NOW)

    assert (made.words, CommentReport.objects.waiting().count()) == (WHY, 1)
    assert told(author) == []


def test_kept_it_stays_and_both_are_told_why(comment, author, alice, bob, cast):
    report(comment, bob)
    report(comment, alice, "看着不舒服")
    reporting.keep(comment=comment, words="未写明个人信息", by=cast.clerk, now=LATER)

    assert not CommentReport.objects.waiting().exists()
    assert not Hiding.objects.exists()
    assert told(author) == [(OF_MINE, False, "未写明个人信息")]
    assert told(alice) == told(bob) == [(OF_MY_REPORT, False, "未写明个人信息")]
    with pytest.raises(NothingReported):
        reporting.keep(comment=comment, words="再次保留", by=cast.clerk, now=LATER)
    nothing_found()


def test_what_was_kept_may_be_reported_by_another_and_hidden(comment, author, alice, bob, cast):
    report(comment, bob)
    reporting.keep(comment=comment, words="未写明个人信息", by=cast.clerk, now=LATER)
    report(comment, alice, "第二句就是", now=LATER + timedelta(seconds=1))
    assert CommentReport.objects.waiting().get().by == alice
    commenting.hide(comment=comment, words="含他人电话", by=cast.clerk, now=LATER + timedelta(hours=1))

    assert not CommentReport.objects.waiting().exists()
    assert told(author) == [(OF_MINE, False, "未写明个人信息"), (OF_MINE, True, "含他人电话")]
    assert told(alice) == [(OF_MY_REPORT, True, "含他人电话")]
    assert told(bob) == [(OF_MY_REPORT, False, "未写明个人信息")]
    with pytest.raises(HiddenAlready):
        report(comment, make_citizen())
    nothing_found()


def test_nobody_judges_what_they_wrote_or_reported_or_what_is_theirs(comment, author, bob, cast):
    report(comment, bob)
    for by, refused in ((author, OwnComment), (bob, OwnComment), (cast.by, OwnProject)):
        for deed in (reporting.keep, commenting.hide):
            with pytest.raises(refused):
                deed(comment=comment, words="理由", by=by, now=LATER)

    assert not KeptComment.objects.exists()
    assert not Hiding.objects.exists()
    assert CommentReport.objects.waiting().count() == 1


@pytest.mark.parametrize("table", [CommentReport, KeptComment])
def test_reports_and_keepings_stay(comment, bob, cast, table):
    report(comment, bob)
    reporting.keep(comment=comment, words="未写明个人信息", by=cast.clerk, now=LATER)
    for change in (lambda: table.objects.update(words="别的"), lambda: table.objects.all().delete()):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


class TestPages:
    @pytest.fixture(autouse=True)
    def _noon(self, time_machine):
        time_machine.move_to(NOW, tick=False)

    @pytest.fixture
    def address(self, comment) -> str:
        return reverse("projects:report_comment", args=[comment.version.design.public_id, comment.public_id])

    def test_a_reader_reports_from_the_page_and_comes_back_to_it(self, client, comment, address, bob):
        page = reverse("projects:published", args=[comment.version.design.public_id])
        assert address in client.get(page).content.decode()
        assert client.post(address, {"words": WHY}).status_code == 302
        assert not CommentReport.objects.exists(), "who is not signed in reports nothing"
        client.force_login(bob)
        assert "这里已经有另一个项目了吗" in client.get(address).content.decode()
        assert "请说明有什么问题" in client.post(address, {"words": ""}).content.decode()
        assert client.post(address, {"words": WHY}).url == page
        assert "您已举报过" in client.post(address, {"words": WHY}).content.decode()
        assert CommentReport.objects.get().by == bob

    def test_a_hidden_comment_is_not_found(self, client, comment, address, bob, cast):
        commenting.hide(comment=comment, words="辱骂", by=cast.clerk, now=NOW)
        client.force_login(bob)
        assert client.get(address).status_code == 404

    def test_whoever_reports_too_often_is_stopped(self, client, comment, address, bob, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "report_comment": "1/h/key"}
        client.force_login(bob)
        client.post(address, {"words": WHY})
        assert "请一小时后再试" in client.post(address, {"words": WHY}).content.decode()

    def test_the_desk_reads_the_reports_and_decides(self, comment, bob, desk, rf):
        report(comment, bob)
        clerk, design = browser_of_leader(desk), comment.version.design
        request = rf.get("/")
        request.user = desk
        assert "被举报的项目意见" in {str(one.title) for one in waiting(request, NOW)}
        listed = clerk.get(reverse("admin:projects_projectdesign_changelist"), {"comments": "reported"})
        assert str(design) in listed.content.decode()
        page, keep = (reverse(f"admin:projects_projectdesign_{name}", args=[design.pk]) for name in ("change", "keep"))
        assert WHY in clerk.get(page).content.decode()
        shown = carried_to(clerk.get(page), keep)
        sent = shown | {"comment": comment.pk, f"keep-{comment.public_id}-words": "未写明个人信息"}
        assert clerk.post(keep, sent | {f"keep-{comment.public_id}-words": ""}).status_code == 200
        assert not KeptComment.objects.exists()
        assert clerk.post(keep, sent).status_code == 302
        assert KeptComment.objects.get().words == "未写明个人信息"
        assert "未写明个人信息" in clerk.get(page).content.decode()
        assert "被举报的项目意见" not in {str(one.title) for one in waiting(request, NOW)}
