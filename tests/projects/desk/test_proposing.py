"""Two people of the desk: one proposes an issuance, a cancellation or a loss, another agrees to what was shown."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from common.document_numbers import NotADocumentNumber
from common.editions import ChangedMeanwhile, edition_of
from projects import audit
from projects.desk.proposing import (
    agree,
    decline,
    foreseen,
    propose_cancellation,
    propose_issuance,
    propose_loss,
    withdraw,
)
from projects.models import (
    BlockStatus,
    CarbonProject,
    Issuance,
    MonitoringReport,
    Part,
    Proposal,
    ProposalKind,
    UnitBlock,
)
from projects.refusals import (
    BufferTooSmall,
    NeedsAnother,
    NotAHolder,
    NotAsVerified,
    NothingVerified,
    NotTheirUnits,
    NotYourPart,
    OutsideCrediting,
    OwnOrganisation,
    ProposalDecided,
    WordsMissing,
)
from projects.registry.ordering import release, transfer
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat, suspended
from tests.projects.monitoring.conftest import GROVES
from tests.projects.reported import reported
from tests.projects.test_registry import of, places

pytestmark = pytest.mark.django_db
DOCUMENT = "成环〔2026〕8号"


def proposed(project, by, kilograms: int = 101_999, **more) -> Proposal:
    """An issuance of the project's one report, which is made where there is none yet."""
    report = more.pop("report", None) or project.reports.first() or reported(project, kilograms)
    asked = {"vintage": 2025, "document": DOCUMENT, "now": NOW, "report": report} | more
    return propose_issuance(project=project, kilograms=kilograms, by=by, **asked)


@pytest.fixture
def units(project, clerks) -> UnitBlock:
    return issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)


def test_another_agrees_and_the_units_are_issued_as_foreseen(project, clerks):
    proposal = proposed(project, clerks[0])
    assert not Issuance.objects.exists()
    edition = edition_of(*foreseen(proposal))

    done = agree(proposal=proposal, by=clerks[1], now=NOW, edition=edition)

    issuance = done.issuance
    assert (done.status, issuance.tonnes, issuance.buffer_tonnes, issuance.carried_kg) == ("agreed", 101, 21, 999)
    assert (issuance.document, issuance.by, issuance.agreed_by) == (DOCUMENT, *clerks)
    nothing_found()


def test_whoever_proposed_does_not_decide(project, clerks):
    proposal = proposed(project, clerks[0])
    with pytest.raises(NeedsAnother):
        agree(proposal=proposal, by=clerks[0], now=NOW)
    with pytest.raises(NeedsAnother):
        decline(proposal=proposal, answer="不", by=clerks[0], now=NOW)
    with pytest.raises(NotYourPart):
        withdraw(proposal=proposal, by=clerks[1], now=NOW)
    assert withdraw(proposal=proposal, by=clerks[0], now=NOW).status == "withdrawn"


def test_it_is_decided_once_and_declined_with_a_reason(project, clerks):
    proposal = proposed(project, clerks[0])
    with pytest.raises(WordsMissing):
        decline(proposal=proposal, answer=" ", by=clerks[1], now=NOW)
    decline(proposal=proposal, answer="公斤数与报告不符", by=clerks[1], now=NOW)

    with pytest.raises(ProposalDecided):
        agree(proposal=proposal, by=clerks[1], now=NOW)
    assert not Issuance.objects.exists()


def test_whoever_sits_in_the_owner_proposes_and_decides_nothing(project, forest, clerks):
    own = seat(forest, Part.EDITOR)
    with pytest.raises(OwnOrganisation):
        proposed(project, own)
    proposal = proposed(project, clerks[0])
    for deed in (agree, lambda **given: decline(answer="不", **given)):
        with pytest.raises(OwnOrganisation):
            deed(proposal=proposal, by=own, now=NOW)


@pytest.mark.parametrize("kilograms", [-5, 0])
def test_nothing_is_no_issuance(project, clerks, kilograms):
    with pytest.raises(NothingVerified):
        issued(project, kilograms, clerks)
    assert not Issuance.objects.exists()


@pytest.mark.parametrize("kilograms", [-5, 0, 999, 101_998, 102_000, 10**12])
def test_nothing_is_proposed_but_what_a_report_has_verified(project, clerks, kilograms):
    reported(project, 101_999)
    with pytest.raises(NotAsVerified):
        proposed(project, clerks[0], kilograms)
    assert not Proposal.objects.exists()


def test_less_than_a_tonne_is_carried_on_by_two_people_too(project, clerks):
    little = proposed(project, clerks[0], 650, vintage=2024, report=reported(project, 650, 2024))
    before = agree(proposal=little, by=clerks[1], now=NOW)
    more = proposed(project, clerks[0], 5_400, report=reported(project, 5_400))
    after = agree(proposal=more, by=clerks[1], now=NOW)

    assert (before.issuance.tonnes, before.issuance.carried_kg, before.issuance.serial) == (0, 650, "")
    assert (after.issuance.tonnes, after.issuance.carried_kg) == (6, 50)
    assert after.issuance.serial == "CN-CDCER-LINPAN-0007-2025-02-1-6"
    nothing_found()


def test_nothing_is_issued_to_who_is_suspended(project, forest, clerks):
    proposal = proposed(project, clerks[0])
    suspended(forest)

    with pytest.raises(NotAHolder):
        agree(proposal=proposal, by=clerks[1], now=NOW)
    with pytest.raises(NotAHolder):
        propose_issuance(
            project=CarbonProject.objects.get(), vintage=2025, kilograms=101_999, document=DOCUMENT, by=clerks[0],
            now=NOW, report=MonitoringReport.objects.get(),
        )  # fmt: skip
    assert not Issuance.objects.exists()


def test_audit_finds_what_two_issued_without_a_report(project, clerks):
    proposal = proposed(project, clerks[0])
    issuance = issued(project, 101_999, clerks)
    decided = {"status": "agreed", "decided_by": clerks[1], "decided_at": NOW, "issuance": issuance}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Proposal.objects.filter(pk=proposal.pk).update(document=issuance.document, **decided)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    assert [str(finding) for finding in audit.findings() if "no report has verified it" in str(finding)] != []


def test_a_document_and_a_year_of_the_project_are_asked(project, clerks):
    with pytest.raises(NotADocumentNumber):
        proposed(project, clerks[0], document="：")
    for vintage in (2023, 0, 99_999):
        with pytest.raises(OutsideCrediting):
            proposed(project, clerks[0], vintage=vintage)


def test_nothing_is_issued_when_other_numbers_were_given_since_the_page(project, forest, clerks):
    proposal = proposed(project, clerks[0])
    edition = edition_of(*foreseen(proposal))
    issued(make_project(forest, 8), 5_000, clerks)

    with pytest.raises(ChangedMeanwhile):
        agree(proposal=proposal, by=clerks[1], now=NOW, edition=edition)
    assert Issuance.objects.count() == 1


def test_exactly_the_units_that_were_proposed_are_cancelled(units, clerks):
    proposal = propose_cancellation(block=units, document=DOCUMENT, words="误发", by=clerks[0], now=NOW)
    agree(proposal=proposal, by=clerks[1], now=NOW)

    assert places() == [("cancelled", "", 80), ("buffer", "", 20)]
    nothing_found()


def test_units_that_went_elsewhere_since_are_not_cancelled(units, buyer, forest, clerks):
    proposal = propose_cancellation(block=units, document=DOCUMENT, words="误发", by=clerks[0], now=NOW)
    order = transfer(block=units, tonnes=30, taker=buyer, by=seat(forest, Part.EDITOR), words="", now=NOW)
    release(order=order, by=seat(forest, Part.RELEASER), now=NOW)

    with pytest.raises(NotTheirUnits):
        agree(proposal=proposal, by=clerks[1], now=NOW)
    assert "cancelled" not in [place for place, *_rest in places()]


def test_a_loss_is_taken_from_the_buffer_by_two(project, units, clerks):
    with pytest.raises(WordsMissing):
        propose_loss(project=project, tonnes=5, document=DOCUMENT, words="", by=clerks[0], now=NOW)
    with pytest.raises(BufferTooSmall):
        propose_loss(project=project, tonnes=21, document=DOCUMENT, words="火灾", by=clerks[0], now=NOW)
    proposal = propose_loss(project=project, tonnes=5, document=DOCUMENT, words="火灾", by=clerks[0], now=NOW)

    agree(proposal=proposal, by=clerks[1], now=NOW)

    assert places()[1:] == [("cancelled", "", 5), ("buffer", "", 15)]
    nothing_found()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_proposal SET status = 'agreed', decided_by_id = by_id, decided_at = now()",
        "UPDATE projects_proposal SET status = 'declined', decided_by_id = by_id, decided_at = now()",
        "UPDATE projects_proposal SET decided_by_id = by_id",
    ],
)
def test_the_database_holds_it(project, clerks, statement):
    proposed(project, clerks[0])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("kilograms", [None, 0])
def test_the_database_takes_no_issuance_of_nothing(project, clerks, kilograms):
    said = {"project": project, "document": "成环〔2026〕8号", "vintage": 2025, "kilograms": kilograms}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(kind=ProposalKind.ISSUE, by=clerks[0], proposed_at=NOW, **said)


@pytest.mark.parametrize("change", ["kilograms = kilograms + 1", "document = 'x'", "by_id = NULL", "vintage = 2024"])
def test_what_is_proposed_stays_while_it_waits(project, clerks, change):
    proposed(project, clerks[0])
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE projects_proposal SET {change}")


def test_what_is_decided_stays(project, clerks):
    agree(proposal=proposed(project, clerks[0]), by=clerks[1], now=NOW)
    for statement in ("UPDATE projects_proposal SET words = 'x'", "DELETE FROM projects_proposal"):
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_agree_at_once_one_does():
    clerks = [make_citizen() for _ in range(6)]
    project = make_project(make_organisation("林盘合作社", "91510100MA00000001"), 7, parameters=GROVES)
    proposal = proposed(project, clerks[0])

    def agreeing(by):
        try:
            return agree(proposal=proposal, by=by, now=NOW).status
        except ProposalDecided as refused:
            return refused.code

    outcomes = at_once([lambda by=by: agreeing(by) for by in clerks[1:]])

    assert sorted(outcomes) == ["agreed", *["proposal_decided"] * 4]
    assert of(Issuance.objects.get()) == (1, 101)
    nothing_found()


@pytest.mark.parametrize("part", Part)
def test_nobody_of_the_holder_decides_on_a_cancellation_of_its_units(units, forest, buyer, clerks, part):
    order = transfer(block=units, tonnes=80, taker=buyer, by=seat(forest, Part.EDITOR), words="", now=NOW)
    release(order=order, by=seat(forest, Part.RELEASER), now=NOW)
    block = UnitBlock.objects.get(holder=buyer)
    proposal = propose_cancellation(block=block, document=DOCUMENT, words="误发", by=clerks[0], now=NOW)
    own = seat(buyer, part)

    for deed in (agree, lambda **given: decline(answer="不", **given)):
        with pytest.raises(OwnOrganisation):
            deed(proposal=proposal, by=own, now=NOW)
    proposal.refresh_from_db()
    assert proposal.status == "waiting"
