"""Cases of organisations: handed in by who speaks for one, decided by somebody who doesn't, public until withdrawn."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from django.test import Client
from django.utils.html import strip_tags
from PIL import Image

from accounts.models import Notice
from city.cases import beginning, book, deciding, submitting
from city.cases.model import CaseSubmission, SubmissionStatus
from city.cases.refusals import CaseDecided, ReasonMissing, TooManyCases
from projects.models import Part
from projects.refusals import NotApproved, NotYourPart, OwnOrganisation
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import make_organisation, seat, suspended
from tests.second_factors import browser_of_leader, take_second_step

pytestmark = pytest.mark.django_db
SAID = {
    "name": {"zh-hans": "厂房屋顶光伏"},
    "summary": {"zh-hans": "屋顶光伏供全厂用电的三成。"},
    "category": "energy",
    "district": "pidu",
    "year": "2025",
    "proof": "竣工验收报告（2025-06-01）",
}
FORM = {
    "name": "厂房屋顶光伏",
    "category": "energy",
    "district": "pidu",
    "year": "2025",
    "summary": "屋顶光伏供全厂用电的三成。",
    "proof": "竣工验收报告（2025-06-01）",
    "consent": "on",
}


def picture() -> bytes:
    whole = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    Image.effect_noise((800, 600), 80).convert("RGB").save(whole, "JPEG", exif=exif)
    return whole.getvalue()


@pytest.fixture
def works(db):
    return make_organisation("郫都机械", "91510100MA00000091")


@pytest.fixture
def owner(works):
    return seat(works, Part.OWNER)


@pytest.fixture
def judge(db):
    return make_citizen()


@pytest.fixture
def handed_in(works, owner) -> CaseSubmission:
    return submitting.submit(organisation=works, document=SAID, photo=picture(), by=owner, now=NOW)


def accepted(submission: CaseSubmission, judge) -> CaseSubmission:
    return deciding.decide(submission, is_accepted=True, reason="材料齐全", by=judge, now=NOW)


def test_an_owner_hands_in_a_case_in_the_room_and_nobody_else_reads_it(works, owner):
    room = browser_of_leader(owner)
    photo = SimpleUploadedFile("roof.jpg", picture(), "image/jpeg")
    answer = room.post(f"/enterprise/{works.public_id}/cases/new/", {**FORM, "photo": photo})
    assert answer.status_code == 302, answer.context["form"].errors

    made = CaseSubmission.objects.get()
    assert (made.status, made.document["summary"]) == (SubmissionStatus.WAITING, SAID["summary"])
    assert "厂房屋顶光伏" in room.get(f"/enterprise/{works.public_id}/cases/").content.decode()
    assert "厂房屋顶光伏" not in Client().get("/city/cases/").content.decode()
    for address in (f"/city/cases/{made.public_id}/", f"/city/cases/{made.public_id}/photo.jpg"):
        assert Client().get(address).status_code == 404
    assert room.get(f"/city/cases/{made.public_id}/photo.jpg").status_code == 200


def test_a_stranger_learns_nothing_of_a_room(works):
    stranger = browser_of_leader(make_citizen())
    for page in ("", "new/"):
        assert stranger.get(f"/enterprise/{works.public_id}/cases/{page}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"category": "nonsense"}, "category"),
        ({"district": "nonsense"}, "district"),
        ({"year": "25"}, "year"),
        ({"proof": ""}, "proof"),
        ({"summary": "请致电 13812345678"}, "summary"),
        ({"consent": ""}, "consent"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_handed_in(works, owner, wrong, field):
    answer = browser_of_leader(owner).post(f"/enterprise/{works.public_id}/cases/new/", {**FORM, **wrong})

    assert field in answer.context["form"].errors
    assert not CaseSubmission.objects.exists()


def test_what_is_no_photo_is_not_taken(works, owner):
    photo = SimpleUploadedFile("roof.jpg", b"<script>", "image/jpeg")
    answer = browser_of_leader(owner).post(f"/enterprise/{works.public_id}/cases/new/", {**FORM, "photo": photo})

    assert "photo" in str(answer.context["form"].errors) or answer.context["form"].non_field_errors()
    assert not CaseSubmission.objects.exists()


def test_a_photo_keeps_its_pixels_alone(handed_in):
    with default_storage.open(handed_in.photo_path, "rb") as file:
        kept = Image.open(file)
        assert (kept.format, dict(kept.getexif())) == ("JPEG", {})


def test_an_accepted_case_stands_in_the_book_with_who_handed_it_in(handed_in, judge, owner):
    beginning.load(NOW)
    accepted(handed_in, judge)

    page = strip_tags(Client().get(f"/city/cases/{handed_in.public_id}/").content.decode())
    for said in ("厂房屋顶光伏", "郫都机械", "竣工验收报告", "由企业提交"):
        assert said in page
    narrowed = Client().get("/city/cases/?category=energy&district=pidu&year=2025&q=光伏").content.decode()
    assert ("厂房屋顶光伏" in narrowed, "大运会" in narrowed) == (True, False)
    assert Client().get(f"/city/cases/{handed_in.public_id}/photo.jpg")["Content-Type"] == "image/jpeg"
    assert f"/city/cases/{handed_in.public_id}/" in Client().get("/search/", {"q": "屋顶光伏"}).content.decode()
    (notice,) = Notice.objects.filter(citizen=owner)
    assert notice.facts["reason"] == "材料齐全"


def test_one_that_was_sent_back_is_corrected_and_handed_in_anew(handed_in, judge, works, owner):
    deciding.decide(handed_in, is_accepted=False, reason="请附竣工验收报告", by=judge, now=NOW)

    room = browser_of_leader(owner)
    assert "请附竣工验收报告" in room.get(f"/enterprise/{works.public_id}/cases/").content.decode()
    form = room.get(f"/enterprise/{works.public_id}/cases/new/?after={handed_in.public_id}").context["form"]
    assert form.initial["name"] == "厂房屋顶光伏"
    assert book.submitted() == []


def test_nobody_decides_for_an_organisation_of_their_own(handed_in, owner):
    with pytest.raises(OwnOrganisation):
        accepted(handed_in, owner)
    handed_in.refresh_from_db()
    assert handed_in.status == SubmissionStatus.WAITING


def test_a_decision_has_a_reason_and_is_made_once(handed_in, judge):
    with pytest.raises(ReasonMissing):
        deciding.decide(handed_in, is_accepted=True, reason=" ", by=judge, now=NOW)
    accepted(handed_in, judge)
    with pytest.raises(CaseDecided):
        deciding.decide(handed_in, is_accepted=False, reason="改判", by=judge, now=NOW)


def test_what_is_withdrawn_leaves_the_book_with_its_photo(handed_in, judge, works, owner):
    accepted(handed_in, judge)
    browser_of_leader(owner).post(f"/enterprise/{works.public_id}/cases/{handed_in.public_id}/withdraw/")

    for address in (f"/city/cases/{handed_in.public_id}/", f"/city/cases/{handed_in.public_id}/photo.jpg"):
        assert Client().get(address).status_code == 404
    assert book.submitted() == []


def test_an_editor_hands_in_and_withdraws_nothing(works, handed_in):
    editor = seat(works, Part.EDITOR)
    with pytest.raises(NotYourPart):
        submitting.submit(organisation=works, document=SAID, photo=b"", by=editor, now=NOW)
    with pytest.raises(NotYourPart):
        submitting.withdraw(handed_in, by=editor, now=NOW)


def test_a_suspended_organisation_hands_in_nothing(works, owner):
    suspended(works)
    with pytest.raises(NotApproved):
        submitting.submit(organisation=works, document=SAID, photo=b"", by=owner, now=NOW)


def test_no_more_wait_than_may(works, owner):
    for _number in range(submitting.MOST_WAITING):
        submitting.submit(organisation=works, document=SAID, photo=b"", by=owner, now=NOW)
    with pytest.raises(TooManyCases):
        submitting.submit(organisation=works, document=SAID, photo=b"", by=owner, now=NOW)
    assert CaseSubmission.objects.count() == submitting.MOST_WAITING


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE city_casesubmission SET document = '{}'",
        "UPDATE city_casesubmission SET reason = 'other'",
        "UPDATE city_casesubmission SET organisation_id = organisation_id + 1",
        "DELETE FROM city_casesubmission",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE city_casesubmission",
    ],
)
def test_the_database_keeps_what_was_handed_in_and_decided(handed_in, judge, statement):
    accepted(handed_in, judge)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_knows_no_decision_without_a_reason(handed_in):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseSubmission.objects.update(status="accepted", decided_at=NOW)


@pytest.fixture
def office(desk) -> Client:
    client = Client()
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    take_second_step(client, desk)
    return client


def test_the_desk_accepts_what_it_saw(handed_in, office):
    page = office.get(f"/admin/city/casesubmission/{handed_in.pk}/change/")
    assert "厂房屋顶光伏" in page.content.decode()
    given = {"edition": page.context["edition"], "reason": "材料齐全"}
    assert office.post(f"/admin/city/casesubmission/{handed_in.pk}/accept/", given).status_code == 302

    handed_in.refresh_from_db()
    assert (handed_in.status, handed_in.reason) == (SubmissionStatus.ACCEPTED, "材料齐全")


def test_what_was_not_seen_is_not_accepted(handed_in, office):
    office.post(f"/admin/city/casesubmission/{handed_in.pk}/accept/", {"reason": "材料齐全"})

    handed_in.refresh_from_db()
    assert handed_in.status == SubmissionStatus.WAITING
