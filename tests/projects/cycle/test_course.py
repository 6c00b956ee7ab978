"""A design goes from draft to registered, each step by whose turn it is; every other way is refused."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse

from accounts.models import Notice
from common.city_time import day_span
from common.text_pairs import LANGUAGES
from projects import audit, refusals
from projects.cycle import commenting, deciding, drafting, submitting, validating
from projects.cycle.content import missing
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.models import (
    CarbonProject,
    Comment,
    DesignStep,
    DesignVersion,
    Hiding,
    Organisation,
    OrganisationStatus,
    Part,
    ProjectDesign,
    Seat,
    Stage,
    StepKind,
)
from tests.common.test_documents import PDF
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import seat, suspended
from tests.projects.cycle.conftest import (
    AFTER,
    CONTENT,
    LAST_DAY,
    commented,
    drafted,
    make_verifier,
    opinion,
    published,
    submitted,
    validated,
    validating_,
)


def steps(design) -> list[str]:
    return list(DesignStep.objects.filter(version__design=design).order_by("pk").values_list("kind", flat=True))


def test_a_project_goes_from_draft_to_registered(cast):
    design = published(cast)
    comment = commented(design)
    commenting.answer(comment=comment, words="没有，边界见附图。", by=cast.by, now=NOW)
    validating.want(design=design, verifier=cast.verifier, by=cast.by, now=NOW)
    validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=AFTER)
    opinion(design, cast)

    project = deciding.register(design=design, by=cast.clerk, now=AFTER)

    design.refresh_from_db()
    assert (design.stage, design.project) == (Stage.REGISTERED, project)
    assert steps(design) == ["submitted", "published", "wanted", "assigned", "validated", "registered"]
    assert (project.number, project.owner, project.method, project.buffer_percent) == (1, cast.owner, "linpan", 20)
    assert project.parameters == {"given": CONTENT["given"], "chosen": {}}
    assert (project.name, project.district) == (CONTENT["name"], "pidu")
    assert (project.credited_from.isoformat(), project.credited_until.isoformat()) == ("2025-01-01", "2029-12-31")
    assert {document.title for document in project.documents.all()} == {"项目设计文件", validating.OPINION}
    assert [*audit.findings()] == []
    assert set(LANGUAGES) == set(project.name)


def test_projects_are_numbered_one_after_the_other(cast, project):
    assert project.number == 7

    assert deciding.register(design=validated(cast), by=cast.clerk, now=AFTER).number == 8


def test_a_returned_one_comes_back_as_its_next_version(cast):
    design = submitted(cast)
    deciding.send_back(design=design, words="缺少边界附图", by=cast.clerk, now=NOW)
    drafting.write(design=design, step="place", values={"address": "郫都区唐昌镇袁家湾 4 组"}, by=cast.by)
    submitting.submit(design=design, by=cast.by, now=NOW)

    first, second = DesignVersion.objects.filter(design=design).order_by("number")
    assert (first.content["address"], second.content["address"]) == (CONTENT["address"], "郫都区唐昌镇袁家湾 4 组")
    assert steps(design) == ["submitted", "returned", "submitted"]
    design.refresh_from_db()
    assert (design.stage, design.version) == (Stage.SUBMITTED, 2)


def test_a_returned_one_is_published_again_before_it_is_registered(cast):
    design = validated(cast, is_favourable=False)
    deciding.send_back(design=design, words="监测计划须补充", by=cast.clerk, now=AFTER)
    design.refresh_from_db()
    assert (design.comments_until, design.verifier) == (None, None)
    submitting.submit(design=design, by=cast.by, now=AFTER)

    with pytest.raises(refusals.NotItsTurn):
        deciding.register(design=design, by=cast.clerk, now=AFTER)
    with pytest.raises(refusals.NotItsTurn):
        validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=AFTER)


def test_a_design_that_lacks_something_is_not_submitted(cast):
    design = drafted(cast.owner, cast.by, additionality="")

    with pytest.raises(refusals.DesignIncomplete):
        submitting.submit(design=design, by=cast.by, now=NOW)
    design.refresh_from_db()
    assert (design.stage, design.version, DesignVersion.objects.count()) == (Stage.DRAFT, 0, 0)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("0001-01-01", "0010-12-31"),
        ("1999-12-31", "2005-12-31"),
        ("2025-01-01", "2045-01-01"),
        ("2025-01-01", "9999-12-31"),
        ("9999-01-01", "9999-12-31"),
    ],
)
@pytest.mark.parametrize("method", ["linpan", "photovoltaics"])
def test_nobody_is_credited_for_ever_or_in_another_age(cast, method, since, until):
    design = drafted(cast.owner, cast.by, method=method, credited_from=since, credited_until=until)

    assert "basics" in {one.step for one in missing(design.draft, has_documents=True)}
    with pytest.raises(refusals.DesignIncomplete):
        submitting.submit(design=design, by=cast.by, now=NOW)


def test_an_editor_writes_and_does_not_submit(cast):
    editor = seat(cast.owner, Part.EDITOR)
    design = drafted(cast.owner, editor)

    with pytest.raises(refusals.NotYourPart):
        submitting.submit(design=design, by=editor, now=NOW)


def test_a_releaser_and_a_stranger_write_nothing(cast):
    design = drafted(cast.owner, cast.by)

    for by in (seat(cast.owner, Part.RELEASER), make_citizen(), cast.judge):
        with pytest.raises(refusals.NotYourPart):
            drafting.write(design=design, step="place", values={"address": "x"}, by=by)


def test_a_suspended_organisation_submits_nothing(cast):
    design = drafted(cast.owner, cast.by)
    suspended(cast.owner)

    with pytest.raises(refusals.NotApproved):
        submitting.submit(design=design, by=cast.by, now=NOW)


def test_what_is_submitted_is_not_written_at(cast):
    with pytest.raises(refusals.NotItsTurn):
        drafting.write(design=submitted(cast), step="place", values={"address": "x"}, by=cast.by)


def test_another_method_asks_for_its_own_parameters(cast):
    design = drafted(cast.owner, cast.by)

    drafting.write(design=design, step="basics", values={"method": "photovoltaics"}, by=cast.by)

    design.refresh_from_db()
    assert not {"given", "chosen", "lines"} & set(design.draft)


@pytest.mark.parametrize("deed", [deciding.send_back, deciding.reject])
@pytest.mark.parametrize("words", ["", "  \n"])
def test_nothing_is_sent_back_without_a_reason(cast, deed, words):
    with pytest.raises(refusals.WordsMissing):
        deed(design=submitted(cast), words=words, by=cast.clerk, now=NOW)
    assert ProjectDesign.objects.get().stage == Stage.SUBMITTED


def test_what_is_rejected_stays_rejected(cast):
    design = submitted(cast)
    deciding.reject(design=design, words="不属于林盘", by=cast.clerk, now=NOW)

    with pytest.raises(refusals.NotItsTurn):
        submitting.submit(design=design, by=cast.by, now=NOW)
    with pytest.raises(InternalError), transaction.atomic():
        ProjectDesign.objects.update(stage=Stage.DRAFT)


def test_its_owner_takes_it_back(cast):
    design = published(cast)

    drafting.withdraw(design=design, words="", by=cast.by, now=NOW)

    design.refresh_from_db()
    assert (design.stage, steps(design)[-1]) == (Stage.WITHDRAWN, "withdrawn")


# Who judges


@pytest.mark.parametrize("side", ["owner", "verifier"])
def test_who_acts_for_either_side_does_not_decide(cast, side):
    design = validated(cast)
    clerk = seat(getattr(cast, side), Part.EDITOR)

    for deed in (deciding.send_back, deciding.reject, deciding.register):
        with pytest.raises(refusals.OwnProject):
            deed(design=design, words="理由", by=clerk, now=AFTER)
    assert not CarbonProject.objects.exists()


def test_who_has_left_the_owner_may_decide(cast):
    clerk = seat(cast.owner, Part.EDITOR)
    cast.owner.seats.filter(user=clerk).update(ended_at=NOW)

    assert deciding.publish(design=submitted(cast), by=clerk, now=NOW).stage == Stage.PUBLISHED


@pytest.mark.parametrize("side", ["by", "judge"])
def test_who_had_a_hand_in_it_and_left_does_not_decide(cast, side):
    design = validated(cast)
    clerk = getattr(cast, side)
    Seat.objects.filter(user=clerk).update(ended_at=NOW)

    for deed in (deciding.send_back, deciding.reject, deciding.register):
        with pytest.raises(refusals.OwnProject):
            deed(design=design, words="理由", by=clerk, now=AFTER)
    assert not CarbonProject.objects.exists()


def test_who_wrote_or_answered_for_the_owner_and_left_gives_no_opinion(cast):
    design = validating_(cast)
    cast.owner.seats.update(ended_at=NOW)
    cast.verifier.seats.create(user=cast.by, part=Part.OWNER, begun_at=NOW)

    with pytest.raises(refusals.OwnProject):
        opinion(design, cast._replace(judge=cast.by))


def test_who_decided_at_the_desk_gives_no_opinion(cast):
    design = validating_(cast)
    cast.verifier.seats.create(user=cast.clerk, part=Part.OWNER, begun_at=NOW)

    with pytest.raises(refusals.OwnProject):
        opinion(design, cast._replace(judge=cast.clerk))


def test_who_has_applied_for_the_owner_does_not_decide(cast):
    Organisation.objects.filter(pk=cast.owner.pk).update(applicant=cast.clerk)

    with pytest.raises(refusals.OwnProject):
        deciding.publish(design=submitted(cast), by=cast.clerk, now=NOW)


def test_a_verifier_of_the_same_group_is_refused(cast):
    Organisation.objects.filter(pk=cast.owner.pk).update(group="蜀绿集团")
    kin = make_verifier("蜀绿认证", "91510100MA00000010", group="蜀绿集团")
    design = published(cast)

    with pytest.raises(refusals.NotIndependent, match="蜀绿认证"):
        validating.want(design=design, verifier=kin, by=cast.by, now=NOW)
    with pytest.raises(refusals.NotIndependent):
        validating.assign(design=design, verifier=kin, by=cast.clerk, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectDesign.objects.update(verifier=kin)
    assert ProjectDesign.objects.get().verifier is None


def test_the_owner_does_not_verify_itself(cast):
    Organisation.objects.filter(pk=cast.owner.pk).update(is_verifier=True)
    cast.owner.refresh_from_db()
    design = published(cast)

    with pytest.raises(refusals.NotIndependent):
        validating.assign(design=design, verifier=cast.owner, by=cast.clerk, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectDesign.objects.update(verifier=cast.owner)


@pytest.mark.parametrize(
    "change", [{"is_verifier": False}, {"status": OrganisationStatus.SUSPENDED, "suspension": "材料不实"}]
)
def test_only_an_accredited_organisation_verifies(cast, change):
    design = published(cast)
    Organisation.objects.filter(pk=cast.verifier.pk).update(**change)
    cast.verifier.refresh_from_db()

    with pytest.raises(refusals.NotAVerifier):
        validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=AFTER)


def test_who_comes_into_the_group_meanwhile_validates_and_registers_nothing(cast):
    design = validating_(cast)
    Organisation.objects.update(group="蜀绿集团")

    with pytest.raises(refusals.NotIndependent):
        opinion(design, cast)
    assert DesignStep.objects.filter(kind=StepKind.VALIDATED).count() == 0


def test_who_acts_for_the_owner_as_well_gives_no_opinion(cast):
    design = validating_(cast)
    cast.owner.seats.create(user=cast.judge, part=Part.EDITOR, begun_at=NOW)

    with pytest.raises(refusals.OwnProject):
        opinion(design, cast)


def test_an_editor_of_the_verifier_gives_no_opinion(cast):
    design = validating_(cast)

    with pytest.raises(refusals.NotYourPart):
        opinion(design, cast._replace(judge=seat(cast.verifier, Part.EDITOR)))


def test_another_verifier_gives_no_opinion(cast):
    other = make_verifier("天府认证", "91510100MA00000011")

    with pytest.raises(refusals.NotYourPart):
        opinion(validating_(cast), cast._replace(judge=seat(other, Part.OWNER)))


def test_from_a_silent_verifier_the_desk_goes_on_to_another_for_a_reason(cast):
    design, other = validating_(cast), make_verifier("天府认证", "91510100MA00000011")
    judge = seat(other, Part.OWNER)

    with pytest.raises(refusals.WordsMissing):
        validating.assign(design=design, verifier=other, by=cast.clerk, now=AFTER)
    validating.assign(design=design, verifier=other, words="逾期未出具意见", by=cast.clerk, now=AFTER)

    with pytest.raises(refusals.NotYourPart):
        opinion(design, cast)
    assert Notice.objects.filter(citizen=judge, code="design_stage").count() == 1
    opinion(design, cast._replace(judge=judge))
    deciding.register(design=design, by=cast.clerk, now=AFTER)
    assert steps(design)[-4:] == ["assigned", "assigned", "validated", "registered"]
    assert [*audit.findings()] == []


@pytest.mark.parametrize("deed", [deciding.send_back, deciding.reject])
@pytest.mark.parametrize("brought", [published, validating_])
def test_nobody_holds_a_project_up_for_ever(cast, deed, brought):
    design = brought(cast)
    Organisation.objects.filter(pk=cast.verifier.pk).update(is_verifier=False)

    ended = deed(design=design, words="逾期未答复", by=cast.clerk, now=AFTER)

    assert ended.stage in (Stage.RETURNED, Stage.REJECTED)
    assert [*audit.findings()] == []


@pytest.mark.parametrize("deed", [deciding.send_back, deciding.reject])
def test_while_comments_are_taken_nothing_is_decided(cast, deed):
    with pytest.raises(refusals.StillPublished):
        deed(design=published(cast), words="不完整", by=cast.clerk, now=NOW)


def test_a_version_that_another_verifier_judged_before_is_no_lie(cast):
    design, other = validated(cast), make_verifier("天府认证", "91510100MA00000011")
    deciding.send_back(design=design, words="监测计划须补充", by=cast.clerk, now=AFTER)
    submitting.submit(design=design, by=cast.by, now=AFTER)
    design = deciding.publish(design=design, by=cast.clerk, now=AFTER)
    later = day_span(design.comments_until)[1]
    validating.assign(design=design, verifier=other, by=cast.clerk, now=later)
    sent = Sent("again.pdf", PDF + b"\n")
    said = {"is_favourable": True, "words": "符合", "by": seat(other, Part.OWNER), "now": later}
    validating.validate(design=design, sent=sent, **said)
    deciding.register(design=design, by=cast.clerk, now=later)

    assert [*audit.findings()] == []


def test_the_opinion_is_no_version_of_what_the_owner_calls_so(cast):
    design = drafted(cast.owner, cast.by)
    own = keep(Sent("own.pdf", PDF + b"\n"), validating.OPINION, design, cast.by, now=NOW)
    submitting.submit(design=design, by=cast.by, now=NOW)
    deciding.publish(design=design, by=cast.clerk, now=NOW)
    validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=AFTER)

    said = opinion(design, cast).document

    assert said.document != own.document
    assert (said.number, said.document.is_public, own.document.is_public) == (1, True, False)


def test_the_same_opinion_is_given_of_the_next_version(cast):
    design = validated(cast)
    deciding.send_back(design=design, words="再补充", by=cast.clerk, now=AFTER)
    submitting.submit(design=design, by=cast.by, now=AFTER)
    design = deciding.publish(design=design, by=cast.clerk, now=AFTER)
    later = day_span(design.comments_until)[1]
    validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=later)

    opinion(design, cast, now=later)

    opinions = DesignStep.objects.filter(kind=StepKind.VALIDATED).order_by("pk")
    assert [step.document.document.title for step in opinions] == [validating.OPINION, f"{validating.OPINION} 2"]


def test_everybody_reads_the_opinion_once_it_is_given(client, cast):
    version = opinion(validating_(cast), cast).document

    assert client.get(reverse("projects:document", args=[version.public_id])).status_code == 200


def test_against_the_opinion_nothing_is_registered(cast):
    design = validated(cast, is_favourable=False)

    with pytest.raises(refusals.AgainstOpinion):
        deciding.register(design=design, by=cast.clerk, now=AFTER)


# Comments


def test_comments_are_taken_until_the_end_of_the_last_day(cast):
    design = published(cast)
    assert design.comments_until == LAST_DAY
    said = {"design": design, "by": make_citizen()}

    commenting.comment(words="最后一刻", now=AFTER - timedelta(seconds=1), **said)
    with pytest.raises(refusals.CommentsClosed, match="2026年12月2日"):
        commenting.comment(words="太晚", now=AFTER, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(version=design.versions.get(), by=make_citizen(), words="太晚", commented_at=AFTER)
    assert [comment.words for comment in Comment.objects.all()] == ["最后一刻"]


def test_after_the_publication_a_comment_is_told_until_when_it_was(cast):
    with pytest.raises(refusals.CommentsClosed, match="2026年12月2日"):
        commented(validating_(cast))


def test_what_is_not_published_takes_no_comment(cast):
    with pytest.raises(refusals.NoComments):
        commented(submitted(cast))


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("", refusals.WordsMissing), (" \u200b", refusals.WordsMissing), ("长" * 1001, refusals.CommentTooLong)],
)
def test_a_comment_of_nothing_or_too_much_is_refused(cast, words, refusal):
    with pytest.raises(refusal):
        commented(published(cast), words)
    assert not Comment.objects.exists()


def test_the_same_words_of_one_person_stand_once(cast):
    design, by = published(cast), make_citizen()

    assert commented(design, "同样的话", by) == commented(design, " 同样的话 ", by)
    commented(design, "同样的话")

    assert Comment.objects.count() == 2


def test_one_person_says_so_much_and_no_more(cast):
    design, by = published(cast), make_citizen()
    for number in range(commenting.MOST_OF_ONE):
        commented(design, f"第 {number} 条", by)

    with pytest.raises(refusals.TooManyComments):
        commented(design, "再来一条", by)


def test_before_the_last_day_no_verifier_is_assigned(cast):
    with pytest.raises(refusals.StillPublished, match="2026年12月2日"):
        validating.assign(
            design=published(cast), verifier=cast.verifier, by=cast.clerk, now=AFTER - timedelta(seconds=1)
        )


def test_each_comment_is_answered_before_the_next_step(cast):
    design = published(cast)
    comment = commented(design)
    assigned = {"design": design, "verifier": cast.verifier, "by": cast.clerk, "now": AFTER}

    with pytest.raises(refusals.CommentsUnanswered):
        validating.assign(**assigned)
    commenting.answer(comment=comment, words="见附图", by=cast.by, now=AFTER)

    assert validating.assign(**assigned).stage == Stage.VALIDATING


def test_a_comment_is_answered_once_and_by_its_owner(cast):
    comment = commented(published(cast))
    with pytest.raises(refusals.NotYourPart):
        commenting.answer(comment=comment, words="我来答", by=make_citizen(), now=NOW)
    commenting.answer(comment=comment, words="见附图", by=cast.by, now=NOW)

    with pytest.raises(refusals.AnsweredAlready):
        commenting.answer(comment=comment, words="再答", by=cast.by, now=NOW)


def test_what_the_desk_hides_waits_for_no_answer(cast):
    design = published(cast)
    comment = commented(design, "骂人的话")
    with pytest.raises(refusals.OwnProject):
        commenting.hide(comment=comment, words="辱骂", by=cast.by, now=NOW)
    with pytest.raises(refusals.WordsMissing):
        commenting.hide(comment=comment, words=" ", by=cast.clerk, now=NOW)
    commenting.hide(comment=comment, words="辱骂", by=cast.clerk, now=NOW)

    with pytest.raises(refusals.HiddenAlready):
        commenting.hide(comment=comment, words="辱骂", by=cast.clerk, now=NOW)
    assert not commenting.unanswered(design.versions.get()).exists()


@pytest.mark.parametrize("end", ["registered", "rejected", "withdrawn"])
def test_a_comment_is_hidden_after_the_end_too(cast, end):
    design = published(cast)
    comment = commented(design, "电话 13800138000")
    commenting.answer(comment=comment, words="已核实。", by=cast.by, now=NOW)
    if end == "withdrawn":
        drafting.withdraw(design=design, words="", by=cast.by, now=NOW)
    else:
        validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=AFTER)
        opinion(design, cast)
        decide = {"registered": deciding.register, "rejected": partial(deciding.reject, words="不符合")}[end]
        decide(design=design, by=cast.clerk, now=AFTER)

    commenting.hide(comment=comment, words="含个人信息", by=cast.clerk, now=AFTER)

    assert Hiding.objects.get(comment=comment).words == "含个人信息"
    assert [*audit.findings()] == []


@pytest.mark.parametrize("days", [0, 6, 31])
def test_a_publication_is_neither_short_nor_endless(cast, days):
    with pytest.raises(refusals.TooFewWorkingDays):
        deciding.publish(design=submitted(cast), by=cast.clerk, now=NOW, working_days=days)


def test_a_publication_into_a_year_without_a_calendar_is_refused(cast):
    late = NOW + timedelta(days=30)

    with pytest.raises(refusals.CalendarUnknown, match="2027"):
        deciding.publish(design=submitted(cast), by=cast.clerk, now=late)
    assert ProjectDesign.objects.get().stage == Stage.SUBMITTED


# What stays


@pytest.mark.parametrize("table", ["designversion", "designstep", "comment", "designthing"])
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET id = id", "TRUNCATE {table} CASCADE"])
def test_what_was_submitted_said_and_done_stays(cast, table, statement):
    commented(published(cast))

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(InternalError), transaction.atomic():
            cursor.execute(statement.format(table=f"projects_{table}"))
