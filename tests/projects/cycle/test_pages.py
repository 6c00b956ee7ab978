"""The pages of a project on its way: written step by step, read by everybody, judged by verifier and desk."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from desk import roles
from projects.cycle import commenting, deciding, drafting, submitting, validating
from projects.cycle.content import missing
from projects.jobs import remind_of_designs
from projects.models import Comment, Contact, Part, ProjectDesign, Stage
from tests.common.test_documents import PDF
from tests.conftest import NOW, make_citizen
from tests.credits.adjusting.conftest import official
from tests.projects.conftest import make_organisation, make_project, seat
from tests.projects.cycle.conftest import (
    AFTER,
    CONTENT,
    SQUARE,
    commented,
    drafted,
    published,
    submitted,
    validated,
    validating_,
)
from tests.second_factors import browser_of_leader

PROJECTS = "项目 · Projects"


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def room(cast) -> Client:
    return browser_of_leader(cast.by)


@pytest.fixture
def clerk(cast) -> Client:
    roles.load()
    return signed_in(official("projects-clerk", PROJECTS))


def address(name: str, design: ProjectDesign, *more) -> str:
    return reverse(f"projects:{name}", args=[design.owner.public_id, design.public_id, *more])


def desk_address(design: ProjectDesign, deed: str = "change") -> str:
    return reverse(f"admin:projects_projectdesign_{deed}", args=[design.pk])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Written


BASICS = {
    "name": "袁家湾林盘",
    "summary": "两处林盘的管护",
    "method": "linpan",
    "district": "pidu",
    "credited_from": "2025-01-01",
    "credited_until": "2029-12-31",
}
REASONS = {key: CONTENT[key] for key in ("baseline", "additionality", "monitoring")}
PARAMETERS = {
    "area_rate.value": "9",
    "area_rate.document": "样地调查 2025",
    "anyway.value": "1.2",
    "anyway.document": "样地调查 2025",
}
LINE = {
    "source": "袁家湾 A",
    "starts_on": "2025-01-01",
    "ends_on": "2025-12-31",
    "area.value": "600",
    "area.unit": "mu",
    "survival.value": "95",
    "survival.unit": "percent",
    "uncertainty.value": "0.1",
}


def test_a_design_is_written_page_by_page_and_submitted(room, cast):
    begun = room.post(reverse("projects:begin_design", args=[cast.owner.public_id]), BASICS)
    design = ProjectDesign.objects.get()
    assert begun.url == address("write_design", design, "place")
    place = {"address": CONTENT["address"], "boundary": json.dumps(SQUARE)}
    assert room.post(begun.url, place).url == address("write_design", design, "reasons")
    assert room.post(address("write_design", design, "reasons"), REASONS).status_code == 302
    assert room.post(address("write_design", design, "parameters"), PARAMETERS).url == address("design_lines", design)
    assert room.post(f"{address('design_lines', design)}?table=areas", LINE).status_code == 302
    counted = room.get(address("design_lines", design)).content.decode()
    # 40 ha × 0.95 × 9 t, less 40 ha × 1.2 t that would have grown anyway.
    assert "294,000 千克 CO₂e，可签发整吨 235 吨" in counted
    assert "面积 600 亩 · 成活（保存）率 95 %" in counted
    assert room.post(address("write_design", design, "things"), {"plot": "YJW-A\nYJW-B"}).status_code == 302
    sent = {"title": "项目设计文件", "file": SimpleUploadedFile("d.pdf", PDF), "is_public": "on"}
    assert room.post(address("design_documents", design), sent).status_code == 302

    design.refresh_from_db()
    assert [*missing(design.draft, has_documents=True)] == []
    assert "袁家湾林盘" in room.get(address("submit_design", design)).content.decode()
    assert room.post(address("submit_design", design)).url == address("design", design)
    design.refresh_from_db()
    assert (design.stage, design.version) == (Stage.SUBMITTED, 1)
    shown = room.get(address("design", design)).content.decode()
    assert "完整性审查中" in shown
    assert "主管部门" in shown


def test_without_a_method_its_parameters_are_not_called_complete(room, cast):
    design = drafted(cast.owner, cast.by, method="")

    pages = {step.code: missing for step, missing in room.get(address("design", design)).context["pages"]}

    assert [str(one.sentence) for one in pages["parameters"]] == ["请先选择方法学。"]


def test_the_owner_is_told_that_it_is_their_turn_and_others_whose_it_is(room, client, cast):
    design = drafted(cast.owner, cast.by)
    assert "现在轮到您" in room.get(address("design", design)).content.decode()
    submitting.submit(design=design, by=cast.by, now=NOW)
    deciding.publish(design=design, by=cast.clerk, now=NOW)
    commented(design)
    ProjectDesign.objects.filter(pk=design.pk).update(comments_until=NOW.date() - timedelta(days=1))

    assert "现在轮到您" in room.get(address("design", design)).content.decode()
    assert "现在轮到：业主" in client.get(reverse("projects:published", args=[design.public_id])).content.decode()


def test_what_is_validated_is_not_called_to_be_validated(cast):
    validated(cast)
    validating_(cast, things={"plot": ["BT-1"]})
    page = browser_of_leader(cast.judge).get(reverse("projects:designs", args=[cast.verifier.public_id]))

    assert [(str(title), len(rows)) for title, rows in page.context["validations"]] == [
        ("待您单位审定", 1),
        ("您单位已审定", 1),
    ]


def test_half_a_page_is_kept_and_the_overview_says_what_is_missing(room, cast):
    room.post(reverse("projects:begin_design", args=[cast.owner.public_id]), {"name": "袁家湾林盘"})
    design = ProjectDesign.objects.get()

    page = room.get(address("design", design)).content.decode()

    assert "请选择方法学。" in page
    assert "请至少附上一份作为依据的文件。" in page
    assert "提交给主管部门" not in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"area_rate.value": "9"}, "由项目自定，请写明依据的文件"),
        ({"area_rate.value": "九", "area_rate.document": "x"}, "项目取值要填数字。"),
        ({"anyway.value": "-1", "anyway.document": "x"}, "不应小于 0"),
    ],
)
def test_parameters_are_refused_with_the_words_of_the_method(room, cast, sent, words):
    design = drafted(cast.owner, cast.by)

    page = room.post(address("write_design", design, "parameters"), sent)

    assert page.status_code == 200
    assert words in page.content.decode()


def test_a_line_that_cannot_be_is_refused_with_the_words_of_the_method(room, cast):
    design = drafted(cast.owner, cast.by)

    page = room.post(f"{address('design_lines', design)}?table=areas", {**LINE, "survival.value": "120"})

    assert "不应大于 100 %" in page.content.decode()
    design.refresh_from_db()
    assert len(design.draft["lines"]) == 1


def test_a_line_is_taken_out_again_and_no_other_when_tapped_twice(room, cast):
    line = CONTENT["lines"][0]
    design = drafted(cast.owner, cast.by, lines=[{**line, "source": name} for name in ("甲", "甲", "乙")])
    seen = room.get(address("design_lines", design)).context["edition"]

    for _tap in range(2):
        room.post(address("remove_design_line", design, 0), {"edition": seen})
    room.post(address("remove_design_line", design, 0))

    design.refresh_from_db()
    assert [line["source"] for line in design.draft["lines"]] == ["甲", "乙"]


def test_a_form_that_arrives_twice_begins_one_design(room, cast, time_machine):
    page, sent = reverse("projects:begin_design", args=[cast.owner.public_id]), {"name": "袁家湾林盘"}
    for _tap in range(2):
        assert room.post(page, sent).status_code == 302
    assert ProjectDesign.objects.count() == 1

    time_machine.move_to(NOW + drafting.TAPPED_TWICE + timedelta(seconds=1), tick=False)
    room.post(page, sent)
    assert ProjectDesign.objects.count() == 2


def test_parameters_are_asked_once_the_method_is_chosen(room, cast):
    room.post(reverse("projects:begin_design", args=[cast.owner.public_id]), {"name": "袁家湾林盘"})
    design = ProjectDesign.objects.get()

    assert room.get(address("write_design", design, "parameters")).url == address("write_design", design, "basics")


@pytest.mark.parametrize("method", ["photovoltaics", "energy-retrofit", "kitchen-waste-recycling", "waste-plastics"])
def test_the_pages_of_every_kind_of_method_open(room, cast, method):
    design = drafted(cast.owner, cast.by, method=method, given={}, chosen={}, lines=[])

    assert room.get(address("write_design", design, "parameters")).status_code == 200
    tables = room.get(address("design_lines", design)).context["tables"]
    for code, _label in tables:
        assert room.get(f"{address('design_lines', design)}?table={code}").context["form"] is not None


def test_a_file_of_fifty_megabytes_is_refused_in_words(room, cast):
    design = drafted(cast.owner, cast.by)
    sent = {"title": "大文件", "file": SimpleUploadedFile("d.pdf", b"%PDF-1.7\n" + bytes(50 * 1024**2))}

    page = room.post(address("design_documents", design), sent)

    assert "文件超过 20 MB" in page.content.decode()
    assert design.documents.count() == 1


def test_what_is_submitted_takes_no_other_document(room, cast):
    design = submitted(cast)
    sent = {"title": "补充", "file": SimpleUploadedFile("d.csv", b"a,b\n1,2\n")}

    assert "项目已处于其他阶段" in room.post(address("design_documents", design), sent, follow=True).content.decode()
    assert design.documents.count() == 1


# Who is let in


def test_strangers_find_no_design_and_who_has_no_factor_is_asked(cast):
    design = drafted(cast.owner, cast.by)
    other = seat(make_organisation("别家", "91510100MA00000031"), Part.OWNER)

    assert browser_of_leader(other).get(address("design", design)).status_code == 404
    assert signed_in(make_citizen()).get(address("design", design)).status_code == 404
    assert "second-factor" in signed_in(cast.by).get(address("design", design)).url
    assert Client().get(address("design", design)).url.startswith("/sign-in/")


def test_another_organisations_design_is_not_found_in_ones_own_room(cast):
    design = drafted(cast.owner, cast.by)
    other = make_organisation("别家", "91510100MA00000031")
    client = browser_of_leader(seat(other, Part.OWNER))

    for name in ("design", "submit_design", "withdraw_design", "design_documents", "design_lines", "want_verifier"):
        assert client.get(reverse(f"projects:{name}", args=[other.public_id, design.public_id])).status_code == 404


def test_an_editor_drafts_and_finds_no_way_to_submit(cast):
    design, editor = drafted(cast.owner, cast.by), signed_in(seat(cast.owner, Part.EDITOR))

    assert "由单位负责人提交" in editor.get(address("design", design)).content.decode()
    assert editor.get(address("submit_design", design)).status_code == 404
    assert editor.post(address("write_design", design, "place"), {"address": "x"}).status_code == 302


def test_only_the_verifier_of_a_design_opens_its_validation(cast):
    design = validating_(cast)
    place = [cast.verifier.public_id, design.public_id]
    other = make_organisation("别家", "91510100MA00000031")

    assert browser_of_leader(cast.judge).get(reverse("projects:validation", args=place)).status_code == 200
    stranger = browser_of_leader(seat(other, Part.OWNER))
    assert stranger.get(reverse("projects:validation", args=[other.public_id, design.public_id])).status_code == 404


# Read by everybody


def test_everybody_reads_what_is_published_and_nothing_before(client, cast):
    design = submitted(cast, things={"plate": ["川A12345"], "plot": ["YJW-A"]})
    page = reverse("projects:published", args=[design.public_id])
    assert client.get(page).status_code == 404
    deciding.publish(design=design, by=cast.clerk, now=NOW)

    shown = client.get(page).content.decode()

    assert "还有 10 天可以提意见" in shown
    assert "项目设计文件" in shown
    assert "川A12345" not in shown
    assert "YJW-A" not in shown
    assert CONTENT["lines"][0]["source"] not in shown
    assert "№ 1：林木固碳" in shown
    listed = client.get(reverse("projects:registry")).content.decode()
    assert "袁家湾林盘" in listed
    assert "还有 10 天" in listed


def test_the_page_of_a_registered_project_leads_to_its_design(client, cast):
    design = validated(cast)
    project = deciding.register(design=design, by=cast.clerk, now=AFTER)
    published_page = reverse("projects:published", args=[design.public_id])

    assert published_page in client.get(reverse("projects:project", args=[project.public_id])).content.decode()
    assert client.get(published_page).status_code == 200


def test_a_published_document_is_everybodys_and_an_inner_one_is_not(client, cast):
    design = published(cast)
    [version] = [document.versions.get() for document in design.documents.all()]
    assert client.get(reverse("projects:document", args=[version.public_id])).status_code == 200

    ProjectDesign.objects.filter(pk=design.pk).update(stage=Stage.WITHDRAWN)

    assert client.get(reverse("projects:document", args=[version.public_id])).status_code == 404


def test_who_is_signed_in_comments_and_reads_the_answer(client, cast, room):
    design, citizen = published(cast), make_citizen()
    page = reverse("projects:comment", args=[design.public_id])
    assert client.get(page).url.startswith("/sign-in/")

    assert signed_in(citizen).post(page, {"words": "边界在哪里？"}).status_code == 302
    [comment] = Comment.objects.all()
    assert Notice.objects.filter(citizen=cast.by, code="design_commented").count() == 1
    assert room.post(address("answer_comment", design, comment.public_id), {"words": "见附图"}).status_code == 302

    shown = client.get(reverse("projects:published", args=[design.public_id])).content.decode()
    assert "边界在哪里？" in shown
    assert "见附图" in shown


def test_a_comment_after_the_last_day_is_refused_in_words(cast, time_machine):
    design = published(cast)
    time_machine.move_to(AFTER, tick=False)

    page = signed_in(make_citizen()).post(reverse("projects:comment", args=[design.public_id]), {"words": "晚了"})

    assert "意见征集已于 2026年12月2日 截止" in page.content.decode()
    assert not Comment.objects.exists()


def test_who_comments_too_often_is_told_to_wait(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "comment": "1/h/key"}
    design, browser = published(cast), signed_in(make_citizen())
    page = reverse("projects:comment", args=[design.public_id])
    browser.post(page, {"words": "一"})

    assert "请一小时后再来" in browser.post(page, {"words": "二"}).content.decode()
    assert Comment.objects.count() == 1


def test_a_hidden_comment_is_off_the_page_with_its_reason(client, cast):
    design = published(cast)
    commenting.hide(comment=commented(design, "骂人的话"), words="辱骂他人", by=cast.clerk, now=NOW)

    shown = client.get(reverse("projects:published", args=[design.public_id])).content.decode()

    assert "骂人的话" not in shown
    assert "辱骂他人" in shown


def test_the_feed_tells_of_publications_and_registrations(client, cast):
    design = validated(cast)
    deciding.register(design=design, by=cast.clerk, now=AFTER)

    feed = client.get(reverse("projects:changes")).content.decode()

    assert "材料齐全，公示" in feed
    assert "已登记" in feed
    assert feed.count("<entry>") == 2


def test_the_registry_asks_as_much_for_many_as_for_few(client, cast, django_assert_max_num_queries):
    make_project(cast.owner, 3)
    for _number in range(3):
        published(cast)

    with django_assert_max_num_queries(6):
        client.get(reverse("projects:registry"))


# Versions


def test_a_version_shows_what_has_changed_since_the_one_before(room, cast):
    design = submitted(cast)
    deciding.send_back(design=design, words="地址不清", by=cast.clerk, now=NOW)
    assert "地址不清" in room.get(address("design", design)).content.decode()
    room.post(address("write_design", design, "place"), {"address": "唐昌镇袁家湾 4 组", "boundary": ""})
    room.post(address("submit_design", design))

    page = room.get(address("design_version", design, 2))

    changed = {one.where: (one.before, one.after) for one in page.context["differences"]}
    assert changed["address"] == (CONTENT["address"], "唐昌镇袁家湾 4 组")
    assert changed["boundary › type"] == ("Polygon", "")


# The verifier


def test_the_verifier_gives_its_opinion_with_a_report(cast, time_machine):
    design = validating_(cast)
    time_machine.move_to(AFTER, tick=False)
    page = reverse("projects:validation", args=[cast.verifier.public_id, design.public_id])
    sent = {"is_favourable": "yes", "words": "符合", "file": SimpleUploadedFile("r.pdf", PDF + b"\n")}

    judge = browser_of_leader(cast.judge)
    assert judge.get(page).content.decode().count('type="radio" name="is_favourable"') == 2
    assert judge.post(page, sent).status_code == 302

    design.refresh_from_db()
    assert design.stage == Stage.DECIDING
    assert Notice.objects.filter(citizen=cast.by, path__endswith=f"/designs/{design.public_id}/").exists()


def test_the_owner_is_offered_no_verifier_of_its_group(room, cast):
    cast.owner.group = cast.verifier.group = "蜀绿集团"
    cast.owner.save()
    cast.verifier.save()
    design = published(cast)

    page = room.get(address("want_verifier", design))
    assert list(page.context["form"].fields["verifier"].queryset) == []
    refused = room.post(address("want_verifier", design), {"verifier": cast.verifier.public_id})
    assert "请选择审核机构" in refused.content.decode()


# The desk


def shown(clerk: Client, design: ProjectDesign) -> str:
    return clerk.get(desk_address(design)).context["edition"]


def test_the_desk_takes_a_project_from_submitted_to_registered(clerk, cast, time_machine):
    design = submitted(cast)
    listed = clerk.get(reverse("admin:projects_projectdesign_changelist")).content.decode()
    assert "袁家湾林盘" in listed
    clerk.post(desk_address(design, "publish"), {"working_days": "7", "edition": shown(clerk, design)})
    design.refresh_from_db()
    assert design.stage == Stage.PUBLISHED
    time_machine.move_to(AFTER, tick=False)
    clerk = signed_in(User.objects.get(username="projects-clerk"))
    given = {"verifier": cast.verifier.public_id, "edition": shown(clerk, design)}
    clerk.post(desk_address(design, "assign"), given)
    validating.validate(
        design=design,
        sent=validating.Sent("r.pdf", PDF + b"\n"),
        is_favourable=True,
        words="符合",
        by=cast.judge,
        now=AFTER,
    )

    clerk.post(desk_address(design, "register"), {"register-words": "", "edition": shown(clerk, design)})

    design.refresh_from_db()
    assert (design.stage, design.project.number) == (Stage.REGISTERED, 1)


def test_what_was_not_shown_is_not_decided(clerk, cast):
    design = submitted(cast)
    edition = shown(clerk, design)
    deciding.send_back(design=design, words="补充", by=cast.clerk, now=NOW)
    submitting.submit(design=design, by=cast.by, now=NOW)

    answer = clerk.post(desk_address(design, "publish"), {"working_days": "7", "edition": edition}, follow=True)

    assert "有人改动了这项内容" in answer.content.decode()
    design.refresh_from_db()
    assert design.stage == Stage.SUBMITTED


def test_a_reason_that_is_missing_is_asked_for(clerk, cast):
    design = submitted(cast)

    page = clerk.post(desk_address(design, "reject"), {"reject-words": "", "edition": shown(clerk, design)})

    assert page.status_code == 200
    assert page.context["reject_form"].errors


def test_the_desk_hides_a_comment_and_rules_on_an_overlap(clerk, cast):
    submitted(cast)
    design = published(cast)
    comment = commented(design, "骂人的话")
    overlap = design.versions.get().overlaps.first()
    prefix = f"comment-{comment.public_id}"
    sent = {f"{prefix}-words": "辱骂", "comment": comment.pk, "edition": shown(clerk, design)}
    clerk.post(desk_address(design, "hide"), sent)
    prefix = f"overlap-{overlap.pk}"
    sent = {f"{prefix}-words": "分期申报", "overlap": overlap.pk, "edition": shown(clerk, design)}
    clerk.post(desk_address(design, "rule"), sent)

    assert (comment.hiding.words, overlap.ruling.words) == ("辱骂", "分期申报")


@pytest.mark.parametrize("key", ["\x00", "", "9" * 400, "x", "0"])
@pytest.mark.parametrize(("deed", "field"), [("hide", "comment"), ("rule", "overlap")])
def test_what_is_no_comment_or_overlap_is_not_found(clerk, cast, deed, field, key):
    assert clerk.post(desk_address(published(cast), deed), {field: key}).status_code == 404


def test_a_clerk_of_the_owner_is_told_so_and_offered_nothing(clerk, cast):
    design = submitted(cast)
    cast.owner.seats.create(user=User.objects.get(username="projects-clerk"), part=Part.EDITOR, begun_at=NOW)

    page = clerk.get(desk_address(design)).content.decode()

    assert "须由他人办理" in page
    assert "材料齐全，予以公示" not in page


def test_from_a_design_the_desk_comes_to_whose_it_is_and_what_it_became(clerk, cast):
    Contact.objects.create(organisation=cast.owner, name="李明", phone="+8613800138000")
    design = validated(cast)
    project = deciding.register(design=design, by=cast.clerk, now=AFTER)
    owner_page = reverse("admin:projects_organisation_change", args=[cast.owner.pk])
    project_page = reverse("admin:projects_carbonproject_change", args=[project.pk])

    shown_page = clerk.get(desk_address(design)).content.decode()

    assert "李**" in shown_page
    assert "****8000" in shown_page
    for page in (owner_page, project_page):
        assert page in shown_page
        assert desk_address(design) in clerk.get(page).content.decode()


def test_who_has_no_right_decides_nothing(desk, cast):
    design = submitted(cast)
    roles.load()
    auditor = signed_in(official("auditor", "审计 · Audit"))

    assert auditor.get(desk_address(design)).status_code == 200
    assert auditor.post(desk_address(design, "publish"), {"working_days": "7"}).status_code == 403


# Reminders


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(citizen=user).order_by("pk").values_list("code", flat=True))


def test_whose_turn_ends_soon_is_told_once_and_again_when_it_is_over(cast, time_machine):
    design = validating_(cast)
    Notice.objects.all().delete()
    for days in (0, 41, 43, 44):
        time_machine.move_to(AFTER + timedelta(days=days), tick=False)
        remind_of_designs()
    assert told(cast.judge) == ["design_due"]
    time_machine.move_to(AFTER + timedelta(days=46), tick=False)
    remind_of_designs()
    remind_of_designs()

    assert told(cast.judge) == ["design_due", "design_due"]
    assert told(cast.by) == []
    assert str(design)


def test_owners_are_told_once_that_comments_are_closed(cast, time_machine):
    published(cast)
    Notice.objects.all().delete()
    remind_of_designs()
    assert told(cast.by) == []
    time_machine.move_to(AFTER, tick=False)
    remind_of_designs()
    remind_of_designs()

    assert told(cast.by) == ["design_comments_closed"]
