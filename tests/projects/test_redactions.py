"""The desk redacts for whom a retirement was, or a document: who may, and what the public reads then."""

import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from common.editions import ChangedMeanwhile, NothingShown
from desk import roles
from projects import refusals
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.models import BlockStatus, Order, Part, Purpose, Redaction
from projects.public import certificate, reading
from projects.redactions import redacting
from projects.registry.ordering import release, retire
from tests.common.test_documents import PDF
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, seat
from tests.second_factors import take_second_step

pytestmark = pytest.mark.django_db
NAME, WHY = "王小明 身份证 510104199001011234", "含个人信息"
ADD = "/admin/projects/redaction/add/"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner(forest) -> User:
    return seat(forest, Part.OWNER)


@pytest.fixture
def used(project, forest, clerks, owner) -> Order:
    block = issued(project, 50_000, clerks).blocks.get(status=BlockStatus.HELD)
    asked = {"by": seat(forest, Part.EDITOR), "words": f"为{NAME}", "now": NOW}
    order = retire(block=block, tonnes=20, beneficiary=NAME, purpose=Purpose.GIFT, **asked)
    return release(order=order, by=owner, now=NOW)


@pytest.fixture
def plan(project, owner):
    return keep(Sent("plan.pdf", PDF), f"{NAME}的承诺书", project, owner, now=NOW, is_public=True)


@pytest.fixture
def official():
    """A browser of a member of staff, in roles."""
    roles.load()

    def made(name: str, *of: str) -> Client:
        user = User(username=name, is_staff=True)
        user.set_password("correct horse battery staple")
        user.save()
        user.groups.set(Group.objects.filter(name__in=of))
        browser = Client()
        browser.post("/admin/login/", {"username": name, "password": "correct horse battery staple"})
        take_second_step(browser, user)
        return browser

    return made


def redacted(thing, by: User | None = None) -> Redaction:
    return redacting.redact(number=thing.public_id, reason=WHY, by=by or make_citizen(), now=NOW)


def public_texts(client, used: Order) -> list[str]:
    """Everything in which the public reads of a retirement."""
    pages = [
        reverse("projects:retirement", args=[used.public_id]),
        reverse("projects:project", args=[used.move.issuance.project.public_id]),
        reverse("projects:changes"),
    ]
    files = [reverse(f"projects:data_{form}", args=["retirements"]) for form in ("csv", "json")]
    return [
        *(client.get(page).content.decode() for page in pages),
        *(b"".join(client.get(file)).decode("utf-8-sig") for file in files),
    ]


def test_what_was_for_somebody_is_read_no_more_and_the_rest_stays(client, used):
    assert any(NAME in text for text in public_texts(client, used))

    redacted(used)

    texts = public_texts(client, used)
    assert not [text for text in texts if NAME in text]
    assert WHY not in "".join(texts)
    assert "CN-CDCER-LINPAN-0007-2025-01-1-20" in texts[0]
    assert "隐去" in texts[0]
    [row] = csv.DictReader(StringIO(texts[3]))
    assert (row["beneficiary"], row["words"], row["tonnes"], row["redacted_on"]) == ("", "", "20", f"{NOW:%Y-%m-%d}")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_who_has_the_open_data_from_before_gets_them_anew(client, used, form):
    """A copy that is asked for with its mark must not go on telling what is redacted."""
    address = reverse(f"projects:data_{form}", args=["retirements"])
    before = client.get(address)
    mark = {"HTTP_IF_NONE_MATCH": before["ETag"]}
    assert client.get(address, **mark).status_code == 304

    redacted(used)

    after = client.get(address, **mark)
    assert after.status_code == 200
    assert NAME not in b"".join(after).decode("utf-8-sig")


def test_the_certificate_on_paper_says_so_too(client, used):
    redacted(used)

    answer = client.get(reverse("projects:retirement_pdf", args=[used.public_id]))
    assert answer.status_code == 200
    used.refresh_from_db()
    said = dict(certificate._facts(reading.retirements().get(pk=used.pk)))
    assert NAME not in "".join(said.values())


def test_a_document_is_handed_out_no_more_and_its_hash_stays(client, plan):
    address = reverse("projects:document", args=[plan.public_id])
    assert client.get(address).status_code == 200

    redacted(plan)

    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 451
    assert plan.sha256 in page
    assert NAME not in page


def test_a_copy_of_the_file_is_redacted_with_it(client, plan, project, owner, official):
    copy = keep(Sent("copy.pdf", PDF), "另存的承诺书", project, owner, now=NOW, is_public=True)
    assert copy.sha256 == plan.sha256
    shown = official("clerk", "登记 · Registry").post(ADD, {"number": plan.public_id, "reason": WHY})
    assert "另存的承诺书" in shown.content.decode()

    redacted(plan)

    assert set(Redaction.objects.values_list("version", flat=True)) == {plan.pk, copy.pk}
    for version in (plan, copy):
        assert client.get(reverse("projects:document", args=[version.public_id])).status_code == 451


def test_a_copy_of_ones_own_organisation_redacts_nothing(plan):
    """Whoever may not redact the copy redacts neither."""
    fair = make_organisation("锦江会展", "91510100MA00000002")
    sits = seat(fair, Part.OWNER)
    keep(Sent("copy.pdf", PDF), "另存的承诺书", make_project(fair, 9), sits, now=NOW, is_public=True)
    with pytest.raises(refusals.OwnOrganisation):
        redacted(plan, by=sits)
    assert not Redaction.objects.exists()


def test_its_owner_reads_it_still_and_hears_why(client, plan, owner):
    redacted(plan)

    client.force_login(owner)
    assert client.get(reverse("projects:document", args=[plan.public_id])).status_code == 200
    assert Notice.objects.get(citizen=owner, code="public_text_redacted").facts["reason"] == WHY


def test_nobody_redacts_for_an_organisation_of_their_own(used, plan, owner):
    for thing in (used, plan):
        with pytest.raises(refusals.OwnOrganisation):
            redacted(thing, by=owner)
    assert not Redaction.objects.exists()


def test_what_is_not_public_is_not_found(project, owner, used):
    inner = keep(Sent("inner.pdf", PDF), "内部", project, owner, now=NOW)
    for number in (inner.public_id, "2" * 16, "", used.move.issuance.project.public_id):
        with pytest.raises(refusals.NothingPublic):
            redacting.found(number)


def test_once_is_enough_and_a_reason_is_given(used):
    with pytest.raises(refusals.WordsMissing):
        redacting.redact(number=used.public_id, reason=" ", by=make_citizen(), now=NOW)
    redacted(used)
    with pytest.raises(refusals.RedactedAlready):
        redacted(used)
    assert Redaction.objects.count() == 1


@pytest.mark.parametrize(("edition", "error"), [("", NothingShown), ("0" * 64, ChangedMeanwhile)])
def test_what_was_not_shown_is_not_redacted(used, edition, error):
    with pytest.raises(error):
        redacting.redact(number=used.public_id, reason=WHY, by=make_citizen(), now=NOW, edition=edition)
    assert not Redaction.objects.exists()


def test_a_redaction_stays_whoever_writes(used):
    made = redacted(used)
    for change in (lambda: Redaction.objects.update(words="别的"), lambda: made.delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_the_database_redacts_one_thing_that_is_public(used, plan):
    said = {"by": make_citizen(), "words": WHY, "redacted_at": NOW}
    for of in ({}, {"order": used, "version": plan}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redaction.objects.create(**of, **said)


# At the desk


def test_the_desk_sees_what_it_redacts_before_it_does(official, used, client):
    clerk = official("clerk", "登记 · Registry")
    sent = {"number": f"http://testserver/registry/retirements/{used.public_id}/", "reason": WHY}

    shown = clerk.post(ADD, sent)
    assert NAME in shown.content.decode()
    assert not Redaction.objects.exists()

    done = clerk.post(ADD, sent | {"edition": shown.context["edition"]})
    row = Redaction.objects.get()
    assert done.status_code == 302
    assert (row.order, row.by.username, row.words) == (used, "clerk", WHY)
    assert WHY in clerk.get(f"/admin/projects/redaction/{row.pk}/change/").content.decode()
    assert not [text for text in public_texts(client, used) if NAME in text]


def test_another_reason_than_was_shown_redacts_nothing(official, used):
    clerk = official("clerk", "登记 · Registry")
    shown = clerk.post(ADD, {"number": used.public_id, "reason": WHY})

    answer = clerk.post(ADD, {"number": used.public_id, "reason": "改了", "edition": shown.context["edition"]})

    assert answer.status_code == 409
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("role", ["登记复核 · Registry control", "项目 · Projects", "账户服务 · Account service"])
def test_who_has_not_the_right_redacts_nothing(official, used, role):
    other = official("other", role)

    assert other.post(ADD, {"number": used.public_id, "reason": WHY, "edition": ""}).status_code == 403
    assert not Redaction.objects.exists()
