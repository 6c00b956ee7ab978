"""What was verified is proposed by one of the desk and agreed to by another, each year of a report once."""

import pytest

from projects.desk.proposing import agree, decline, propose_issuance
from projects.models import Issuance, Part, Proposal, ReportStatus, Seat
from projects.refusals import NotAsVerified, OwnOrganisation, OwnProject, ReportIssued, YearIssued
from tests.conftest import NOW
from tests.projects.conftest import nothing_found, seat
from tests.projects.monitoring.conftest import sampled, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(submitted, auditor):
    """4,440 kg of 2025."""
    verified(sampled(submitted, auditor), auditor, 4440)
    submitted.refresh_from_db()
    return submitted


def proposed(report, by, kilograms=4440, vintage=2025) -> Proposal:
    asked = {"vintage": vintage, "kilograms": kilograms, "document": "成环〔2026〕8号", "by": by, "now": NOW}
    return propose_issuance(project=report.project, report=report, **asked)


def test_one_proposes_and_another_agrees(report, clerks):
    agree(proposal=proposed(report, clerks[0]), by=clerks[1], now=NOW)

    report.refresh_from_db()
    assert (report.status, report.issuances.get().tonnes) == (ReportStatus.ISSUED, 4)
    with pytest.raises(YearIssued):
        proposed(report, clerks[0])
    nothing_found()


def test_a_year_is_proposed_once_unless_it_was_declined(report, clerks):
    first = proposed(report, clerks[0])
    with pytest.raises(ReportIssued):
        proposed(report, clerks[0])
    decline(proposal=first, answer="重写", by=clerks[1], now=NOW)
    agree(proposal=proposed(report, clerks[0]), by=clerks[1], now=NOW)
    assert Issuance.objects.count() == 1


@pytest.mark.parametrize(("kilograms", "vintage"), [(4441, 2025), (4000, 2025), (4440, 2026)])
def test_nothing_but_what_was_verified_is_proposed(report, clerks, kilograms, vintage):
    with pytest.raises(NotAsVerified):
        proposed(report, clerks[0], kilograms, vintage)
    assert not Proposal.objects.exists()


def test_who_had_a_hand_in_the_report_and_left_neither_proposes_nor_agrees(report, owner, auditor, clerks):
    Seat.objects.filter(user__in=[owner, auditor]).update(ended_at=NOW)
    for by in (owner, auditor):
        with pytest.raises(OwnProject):
            proposed(report, by)
    proposal = proposed(report, clerks[0])
    for by in (owner, auditor):
        with pytest.raises(OwnProject):
            agree(proposal=proposal, by=by, now=NOW)
    assert not Issuance.objects.exists()


def test_nobody_of_the_owner_or_the_verifier_proposes_or_agrees(report, verifier, forest, clerks):
    for organisation in (verifier, forest):
        with pytest.raises(OwnOrganisation):
            proposed(report, seat(organisation, Part.EDITOR))
    proposal = proposed(report, clerks[0])
    for organisation in (verifier, forest):
        with pytest.raises(OwnOrganisation):
            agree(proposal=proposal, by=seat(organisation, Part.EDITOR), now=NOW)
    assert not Issuance.objects.exists()
