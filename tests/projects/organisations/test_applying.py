"""Applying for an organisation: its applicant owns it, a licence is one organisation's, and the desk decides."""

from datetime import timedelta

import pytest

from accounts.models import Notice
from common.editions import ChangedMeanwhile, edition_of
from projects.desk.deciding import accredit, approve, end_accreditation, refuse, shown_of, suspend
from projects.models import Contact, Organisation, OrganisationStatus, Part, Seat
from projects.organisations.applying import Application, apply, correct, open_application_of
from projects.refusals import (
    AppliedAlready,
    LicenceTaken,
    NotApplied,
    NotApproved,
    NothingToCorrect,
    OwnOrganisation,
    WordsMissing,
)
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen
from tests.inboxes import led_to, said_to
from tests.projects.conftest import seat

pytestmark = pytest.mark.django_db
LICENCE = "91350100M000100Y43"
OF_FOREST = Application({"zh-hans": "郫都林盘合作社"}, LICENCE, "蜀都集团", "周敏", "028-8666 1234")


@pytest.fixture
def applied(alice) -> Organisation:
    return apply(citizen=alice, application=OF_FOREST, now=NOW)


@pytest.fixture
def clerk():
    return make_citizen()


def status_of(organisation: Organisation) -> str:
    return Organisation.objects.get(pk=organisation.pk).status


def test_who_applies_owns_it_and_who_answers_for_it_stands_apart(applied, alice):
    assert (applied.status, applied.group, applied.is_verifier) == (OrganisationStatus.APPLIED, "蜀都集团", False)
    assert list(applied.seats.values_list("user", "part")) == [(alice.pk, Part.OWNER)]
    assert list(Contact.objects.values_list("organisation", "name", "phone")) == [(applied.pk, "周敏", "028-8666 1234")]


def test_one_application_waits_at_a_time(applied, alice):
    with pytest.raises(AppliedAlready):
        apply(citizen=alice, application=OF_FOREST, now=NOW)
    assert open_application_of(alice) == applied


def test_a_licence_is_one_organisations_until_it_is_refused(applied, bob, clerk):
    with pytest.raises(LicenceTaken):
        apply(citizen=bob, application=OF_FOREST, now=NOW)
    assert not Seat.objects.filter(user=bob).exists()

    refuse(organisation=applied, reason="不是你们的执照", by=clerk, now=NOW)
    own = apply(citizen=bob, application=OF_FOREST, now=NOW)

    with pytest.raises(LicenceTaken):
        correct(organisation=applied, application=OF_FOREST, now=NOW)
    assert [status_of(applied), status_of(own)] == ["refused", "applied"]


def test_a_refused_application_is_corrected_and_no_other(applied, clerk):
    with pytest.raises(NothingToCorrect):
        correct(organisation=applied, application=OF_FOREST, now=NOW)
    with pytest.raises(WordsMissing):
        refuse(organisation=applied, reason=" ", by=clerk, now=NOW)
    refuse(organisation=applied, reason="名称与执照不符", by=clerk, now=NOW)

    corrected = Application({"zh-hans": "郫都区林盘合作社"}, LICENCE, "", "周敏", "028-8666 1234")
    again = correct(organisation=applied, application=corrected, now=NOW)

    assert (again.status, again.refusal, str(again), again.group) == ("applied", "", "郫都区林盘合作社", "")


def test_desk_approves_suspends_and_approves_again(applied, clerk):
    approve(organisation=applied, by=clerk, now=NOW)
    with pytest.raises(NotApplied):
        refuse(organisation=applied, reason="晚了", by=clerk, now=NOW)
    with pytest.raises(WordsMissing):
        suspend(organisation=applied, reason=" ", by=clerk, now=NOW)
    suspended = suspend(organisation=applied, reason="材料不实", by=clerk, now=NOW)
    assert (suspended.status, suspended.suspension) == ("suspended", "材料不实")
    approved = approve(organisation=applied, by=clerk, now=NOW)
    assert (approved.status, approved.suspension) == ("approved", "")


def test_whoever_applied_reads_what_was_decided_and_why(applied, clerk):
    owner, hours = applied.applicant, [NOW + timedelta(hours=hour) for hour in range(4)]
    seat(applied, Part.EDITOR)
    approve(organisation=applied, by=clerk, now=hours[0])
    approve(organisation=applied, by=clerk, now=hours[1])
    suspend(organisation=applied, reason="材料不实", by=clerk, now=hours[2])
    approve(organisation=applied, by=clerk, now=hours[3])

    assert said_to(owner, "zh-hans") == [
        "主管部门已通过“郫都林盘合作社”的入驻申请，可以开始办理业务。",
        "主管部门已暂停“郫都林盘合作社”办理业务，原因：材料不实",
        "主管部门已通过“郫都林盘合作社”的入驻申请，可以开始办理业务。",
    ]
    assert set(led_to(owner)) == {f"/enterprise/{applied.public_id}/"}
    assert Notice.objects.count() == 3


def test_whose_application_is_refused_reads_why(applied, clerk):
    refuse(organisation=applied, reason="名称与执照不符", by=clerk, now=NOW)

    assert said_to(applied.applicant, "zh-hans") == ["主管部门未通过“郫都林盘合作社”的入驻申请，原因：名称与执照不符"]


def test_only_an_approved_one_is_accredited_by_a_document(applied, clerk):
    with pytest.raises(NotApproved):
        accredit(organisation=applied, document="成环〔2026〕7号", by=clerk, now=NOW)
    with pytest.raises(NotApproved):
        suspend(organisation=applied, reason="材料不实", by=clerk, now=NOW)
    approve(organisation=applied, by=clerk, now=NOW)

    done = accredit(organisation=applied, document="成环[2026]7号", by=clerk, now=NOW)
    assert (done.is_verifier, done.accreditation) == (True, "成环〔2026〕7号")

    ended = end_accreditation(organisation=applied, by=clerk, now=NOW)
    assert (ended.is_verifier, ended.accreditation) == (False, "")


def test_who_sits_in_it_or_applied_for_it_decides_nothing(applied, alice):
    editor = seat(applied, Part.EDITOR)
    for own in (alice, editor):
        for deed in (approve, end_accreditation):
            with pytest.raises(OwnOrganisation):
                deed(organisation=applied, by=own, now=NOW)
    assert status_of(applied) == "applied"


def test_what_was_written_anew_since_it_was_shown_is_not_approved(applied, clerk):
    seen = edition_of(*shown_of(applied))
    Contact.objects.update(phone="028-1111 1111")

    with pytest.raises(ChangedMeanwhile):
        approve(organisation=applied, by=clerk, now=NOW, seen=seen)
    assert status_of(applied) == "applied"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_apply_with_one_licence_at_once_one_is_refused():
    def applying():
        try:
            return apply(citizen=make_citizen(), application=OF_FOREST, now=NOW).status
        except LicenceTaken as refused:
            return refused.code

    assert sorted(at_once([applying] * 4)) == ["applied", *["licence_taken"] * 3]
