"""The desk's one field finds what is of the second path, by name, number and code, for who may look at it."""

import pytest

from projects.desk.proposing import propose_issuance
from projects.models import BlockStatus, Part
from tests.conftest import NOW, make_citizen
from tests.desk.test_find import found
from tests.desk.test_timeline import as_role
from tests.projects.conftest import issued, make_organisation, make_project, seat, text
from tests.projects.cycle.conftest import drafted
from tests.projects.monitoring.conftest import GROVES, begun
from tests.projects.reported import reported

pytestmark = pytest.mark.django_db

REGISTRY, SERVICE = "登记 · Registry", "账户服务 · Account service"


def address(row) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def grove(forest):
    return make_project(forest, 7, name=text("袁家湾林盘"), parameters=GROVES)


def addresses(wanted: str, role: str = REGISTRY) -> list[str]:
    return [where for _words, where in found(as_role(role), wanted)]


def test_an_organisation_is_found_by_name_code_and_public_id(forest):
    for wanted in ("合作社", "91510100ma000000 01", forest.public_id):
        assert addresses(wanted) == [address(forest)]


def test_a_project_its_design_and_its_reports_are_found_by_its_name_or_number(forest, grove):
    owner = seat(forest, Part.OWNER)
    design, report = drafted(forest, owner), begun(grove, owner)

    assert addresses("袁家湾") == [address(design), address(grove), address(report)]
    assert addresses("0007") == addresses("07") == [address(grove), address(report)]
    assert addresses(design.public_id) == [address(design)]
    assert addresses(report.public_id.upper()) == [address(report)]


def test_units_are_found_by_a_serial_number_as_it_is_printed(grove, clerks):
    blocks = issued(grove, 100_000, clerks).blocks
    held, buffer = blocks.get(status=BlockStatus.HELD), blocks.get(status=BlockStatus.BUFFER)

    assert addresses("CN-CDCER-LINPAN-0007-2025-01-3-3") == [address(held)]
    assert addresses("cn-cdcer-linpan-0007-2025-01-70-90 ") == [address(held), address(buffer)]
    for wanted in ("CN-CDCER-LINPAN-0007-2025-01-101-200", "CN-CDCER-LINPAN-0007-2025-01-9-3", "CN-CDCER-LINPAN"):
        assert addresses(wanted) == []


def test_a_proposal_is_found_by_the_number_of_its_decision(grove):
    asked = {"vintage": 2025, "kilograms": 5000, "document": "成环〔2026〕8号", "report": reported(grove, 5000)}
    proposal = propose_issuance(project=grove, by=make_citizen(), now=NOW, **asked)

    assert addresses("成环〔2026〕8号") == [address(proposal)]


def test_whoever_may_not_look_at_them_finds_none(forest, grove, clerks):
    issued(grove, 100_000, clerks)
    make_organisation("锦江会展", "91510100MA00000002")

    for wanted in ("合作社", "袁家湾", "0007", "CN-CDCER-LINPAN-0007-2025-01-3-3", forest.public_id):
        assert addresses(wanted, SERVICE) == []
