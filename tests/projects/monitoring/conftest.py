"""The cast of a report: a grove and a solar roof with their parameters, who draws up, and who verifies."""

from datetime import date

import pytest

from accounts.models import User
from methodologies.projects.stated import Line
from projects.documents.kinds import Sent
from projects.models import CarbonProject, MonitoringReport, Organisation, Part
from projects.monitoring import drafting, sampling, stating, submitting
from tests.common.test_documents import PDF
from tests.conftest import NOW
from tests.projects.conftest import make_organisation, make_project, seat

GROVES = {
    "given": {
        "area_rate": {"value": "9", "document": "样地调查 2020、2025"},
        "tree_rate": {"value": "15", "document": "样地调查 2020、2025"},
        "anyway": {"value": "1.2", "document": "未管护林盘 2020、2025"},
    },
    "chosen": {},
}
ROOF = {"given": {"capacity": {"value": "10", "document": "铭牌"}}, "chosen": {}}
GROVE = Line(
    "areas", "A", "2025-01-01", "2025-12-31", {"area": "6", "survival": "95", "uncertainty": "0"},
    {"area": "mu", "survival": "percent"},
)  # fmt: skip
TREES = Line(
    "trees", "B", "2025-01-01", "2025-12-31",
    {"area": "0.1", "trees": "120", "survival": "0.9", "uncertainty": "0"},
)  # fmt: skip
SENT = Sent("statement.pdf", PDF)


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def grove(forest) -> CarbonProject:
    return make_project(forest, 7, parameters=GROVES)


@pytest.fixture
def roof(forest) -> CarbonProject:
    return make_project(forest, 8, method="photovoltaics", buffer_percent=0, parameters=ROOF)


@pytest.fixture
def owner(forest) -> User:
    return seat(forest, Part.OWNER)


@pytest.fixture
def verifier(db) -> Organisation:
    made = make_organisation("蓉城核查", "91510100MA00000009")
    Organisation.objects.filter(pk=made.pk).update(is_verifier=True)
    made.refresh_from_db()
    return made


@pytest.fixture
def auditor(verifier) -> User:
    return seat(verifier, Part.OWNER)


def begun(project: CarbonProject, by: User, since=date(2025, 1, 1), until=date(2025, 12, 31)) -> MonitoringReport:
    return drafting.begin(project=project, starts_on=since, ends_on=until, by=by, now=NOW)


def written(report: MonitoringReport, by: User, *lines: Line) -> MonitoringReport:
    for line in lines:
        assert drafting.write_line(report=report, line=line, by=by, now=NOW) == ()
    return report


def handed_in(report: MonitoringReport, verifier: Organisation, by: User) -> MonitoringReport:
    submitting.submit(report=report, verifier=verifier, by=by, words="", now=NOW)
    report.refresh_from_db()
    return report


def sampled(report: MonitoringReport, by: User) -> MonitoringReport:
    sampling.draw(report=report, size=report.versions.latest("nth").lines.count(), by=by, now=NOW)
    return report


def verified(report: MonitoringReport, by: User, kilograms: int, words: str = ""):
    return stating.state(
        report=report, kilograms=kilograms, words=words, number="核〔2026〕1号", sent=SENT, by=by, now=NOW
    )


@pytest.fixture
def draft(grove, owner) -> MonitoringReport:
    """The grove's 4,440 kg of 2025."""
    return written(begun(grove, owner), owner, GROVE, TREES)


@pytest.fixture
def submitted(draft, verifier, owner) -> MonitoringReport:
    return handed_in(draft, verifier, owner)
