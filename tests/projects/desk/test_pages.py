"""The desk's pages of the second path: organisations are decided on, and units by two people, as they were shown."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from desk import roles
from projects.desk.proposing import propose_issuance
from projects.models import BlockStatus, CarbonProject, Contact, Issuance, Organisation, Part, Proposal, Seat, UnitBlock
from projects.registry.ordering import release, transfer
from projects.worklist import waiting
from tests.conftest import NOW, make_citizen
from tests.desk_pages import carried_to
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat
from tests.projects.monitoring.conftest import GROVES
from tests.projects.reported import reported
from tests.second_factors import take_second_step

pytestmark = pytest.mark.django_db
REGISTRY, CONTROL = "登记 · Registry", "登记复核 · Registry control"
DOCUMENT = "成环〔2026〕8号"


@pytest.fixture
def official():
    """A browser of a member of staff, in roles."""
    roles.load()

    def made(name: str, *of: str) -> tuple[User, Client]:
        user = User(username=name, is_staff=True)
        user.set_password("correct horse battery staple")
        user.save()
        user.groups.set(Group.objects.filter(name__in=of))
        browser = Client()
        browser.post("/admin/login/", {"username": name, "password": "correct horse battery staple"})
        take_second_step(browser, user)
        return user, browser

    return made


@pytest.fixture
def clerk(official):
    return official("clerk", REGISTRY)[1]


@pytest.fixture
def controller(official):
    return official("controller", CONTROL)[1]


@pytest.fixture
def applied(alice) -> Organisation:
    made = make_organisation("郫都林盘合作社", "91350100M000100Y43")
    Organisation.objects.update(status="applied", applicant=alice)
    Contact.objects.create(organisation=made, name="周敏", phone="028-8666 1234")
    return made


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def does(browser: Client, row, deed: str, entered: dict[str, object] | None = None):
    """Opens the page of a row and sends the form of a deed, with what it carries."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{deed}", args=[row.pk])
    shown = browser.get(page_of(row))
    carried = carried_to(shown, address)
    if isinstance(row, UnitBlock):
        carried["serial"] = row.serial
    return browser.post(address, {**carried, **(entered or {})}, follow=True)


def proposed(project: CarbonProject, by: User) -> Proposal:
    asked = {"vintage": 2025, "kilograms": 5_000, "document": DOCUMENT, "report": reported(project, 5_000)}
    return propose_issuance(project=project, by=by, now=NOW, **asked)


def words_of(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


class TestOrganisations:
    def test_a_clerk_approves_and_a_controller_accredits(self, applied, clerk, controller):
        does(clerk, applied, "approve")
        does(controller, applied, "accredit", {"document": "成环[2026]7号"})

        applied.refresh_from_db()
        assert (applied.status, applied.is_verifier, applied.accreditation) == ("approved", True, "成环〔2026〕7号")
        does(controller, applied, "end_accreditation")
        unsaid = does(clerk, applied, "suspend", {"reason": ""})
        assert list(unsaid.context["suspension_form"].errors) == ["reason"]
        shown = does(clerk, applied, "suspend", {"reason": "材料不实"}).content.decode()
        applied.refresh_from_db()
        assert (applied.status, applied.is_verifier, applied.suspension) == ("suspended", False, "材料不实")
        assert "材料不实" in shown

    def test_a_refusal_asks_for_the_reason(self, applied, clerk):
        unsaid = does(clerk, applied, "refuse", {"reason": ""})
        assert list(unsaid.context["reason_form"].errors) == ["reason"]
        does(clerk, applied, "refuse", {"reason": "名称与执照不符"})
        applied.refresh_from_db()
        assert (applied.status, applied.refusal) == ("refused", "名称与执照不符")

    def test_what_changed_since_the_page_is_not_approved(self, applied, clerk):
        address = reverse("admin:projects_organisation_approve", args=[applied.pk])
        carried = carried_to(clerk.get(page_of(applied)), address)
        Organisation.objects.update(group="另一集团")

        assert "没有" in words_of(clerk.post(address, carried, follow=True))
        assert "核对页面" in words_of(clerk.post(address, follow=True))
        applied.refresh_from_db()
        assert applied.status == "applied"

    def test_a_refused_one_whose_code_is_anothers_by_now_is_not_approved(self, applied, clerk):
        does(clerk, applied, "refuse", {"reason": "名称与执照不符"})
        make_organisation("郫都林盘联合社", applied.licence)

        assert "已在本平台开户" in words_of(does(clerk, applied, "approve"))
        applied.refresh_from_db()
        assert applied.status == "refused"

    def test_who_acts_for_it_is_told_so_and_offered_nothing(self, applied, official):
        user, browser = official("own", REGISTRY, CONTROL)
        Seat.objects.create(organisation=applied, user=user, part=Part.EDITOR, begun_at=NOW)

        page = browser.get(page_of(applied)).content.decode()

        assert "应由他人决定" in page
        assert reverse("admin:projects_organisation_approve", args=[applied.pk]) not in page

    def test_the_phone_of_who_answers_for_it_is_hidden(self, applied, clerk, desk):
        page = clerk.get(page_of(applied)).content.decode()
        assert "8666" not in page
        assert "周敏" not in page

    def test_the_other_role_decides_nothing(self, applied, clerk, controller):
        for browser, deed in ((controller, "approve"), (clerk, "accredit")):
            address = reverse(f"admin:projects_organisation_{deed}", args=[applied.pk])
            assert browser.post(address).status_code == 403


class TestUnits:
    def test_two_issue_what_the_second_saw(self, project, clerk, controller):
        report = reported(project, 101_999)
        assert page_of(report) in clerk.get(page_of(project)).content.decode()
        does(clerk, report, "propose", {"year": "2025", "document": DOCUMENT})
        [proposal] = Proposal.objects.all()

        page = controller.get(page_of(proposal)).content.decode()
        for told in ("CN-CDCER-LINPAN-0007-2025-01-1-80", "CN-CDCER-LINPAN-0007-2025-01-81-101", "999"):
            assert told in page
        statement = reverse("projects:document", args=[report.statement.file.public_id])
        assert controller.get(statement).status_code == 200
        for evidence in (statement, page_of(report), "核〔2026〕1号", "蓉城核查"):
            assert evidence in page
        does(controller, proposal, "agree")

        assert Issuance.objects.get().tonnes == 101
        nothing_found()

    def test_nothing_is_issued_by_hand(self, project, clerk):
        reported(project, 101_999)
        asked = {"vintage": "2025", "kilograms": "101999", "document": DOCUMENT}
        assert clerk.post(f"/admin/projects/carbonproject/{project.pk}/issue/", asked, follow=True).status_code == 404
        assert not Proposal.objects.exists()

    def test_who_proposed_is_offered_no_agreement(self, project, official):
        user, browser = official("both", REGISTRY, CONTROL)
        proposal = proposed(project, user)
        address = reverse("admin:projects_proposal_agree", args=[proposal.pk])

        assert address not in browser.get(page_of(proposal)).content.decode()
        browser.post(address, follow=True)
        assert not Issuance.objects.exists()
        does(browser, proposal, "withdraw")
        proposal.refresh_from_db()
        assert proposal.status == "withdrawn"

    def test_a_proposal_is_declined_with_a_reason(self, project, clerks, controller):
        proposal = proposed(project, clerks[0])
        does(controller, proposal, "decline", {"answer": "公斤数与报告不符"})
        assert "公斤数与报告不符" in controller.get(page_of(proposal)).content.decode()

    def test_units_are_frozen_thawed_and_cancelled(self, project, clerks, clerk, controller):
        block = issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)
        does(clerk, block, "freeze", {"words": "复核"})
        assert block.serial in clerk.get(page_of(block)).content.decode().split("<main", 1)[-1]
        does(clerk, block, "thaw", {"words": "复核完毕"})
        does(clerk, block, "cancel", {"words": "误发", "document": DOCUMENT})
        does(controller, Proposal.objects.get(), "agree")

        block.refresh_from_db()
        assert block.status == BlockStatus.CANCELLED
        nothing_found()

    @pytest.mark.parametrize("concerned", ["forest", "buyer"])
    def test_nobody_of_the_owner_or_the_holder_freezes(
        self, request, project, forest, buyer, clerks, official, concerned
    ):
        block = issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)
        order = transfer(block=block, tonnes=80, taker=buyer, by=seat(forest, Part.EDITOR), words="", now=NOW)
        release(order=order, by=seat(forest, Part.RELEASER), now=NOW)
        user, browser = official("own", REGISTRY)
        organisation = request.getfixturevalue(concerned)
        Seat.objects.create(organisation=organisation, user=user, part=Part.EDITOR, begun_at=NOW)
        block = UnitBlock.objects.get(holder=buyer)
        address = reverse("admin:projects_unitblock_freeze", args=[block.pk])

        assert address not in browser.get(page_of(block)).content.decode()
        browser.post(address, {"serial": block.serial, "words": "复核"})
        block.refresh_from_db()
        assert not block.is_frozen

    def test_a_loss_is_proposed_where_there_is_a_buffer(self, project, clerks, clerk, controller):
        issued(project, 100_000, clerks)
        does(clerk, project, "lose", {"tonnes": "5", "words": "火灾", "document": DOCUMENT})
        page = controller.get(page_of(Proposal.objects.get())).content.decode()
        assert "CN-CDCER-LINPAN-0007-2025-01-81-85" in page
        does(controller, Proposal.objects.get(), "agree")
        assert UnitBlock.objects.filter(status=BlockStatus.CANCELLED).count() == 1

    def test_a_block_that_was_cut_since_is_not_frozen(self, project, clerks, clerk):
        block = issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)
        address = reverse("admin:projects_unitblock_freeze", args=[block.pk])
        clerk.post(address, {"words": "复核", "serial": "CN-CDCER-LINPAN-0007-2025-01-1-30"}, follow=True)
        block.refresh_from_db()
        assert not block.is_frozen

    def test_time_line_and_lists_tell_it(self, project, clerks, clerk, controller, desk, client):
        does(clerk, reported(project, 5_000), "propose", {"year": "2025", "document": DOCUMENT})
        does(controller, Proposal.objects.get(), "agree")
        client.force_login(desk)
        client.post("/admin/login/", {"username": "desk", "password": "correct horse battery staple"})
        take_second_step(client, desk)
        trail = client.get("/admin/trail/").content.decode()
        assert DOCUMENT in trail
        for name in ("organisation", "carbonproject", "unitblock", "proposal", "organisationevent", "seatevent"):
            assert client.get(reverse(f"admin:projects_{name}_changelist")).status_code == 200


def test_worklist_tells_what_waits_for_whom(applied, project, rf, official):
    user, _browser = official("both", REGISTRY, CONTROL)
    proposed(project, user)
    proposed(make_project(project.owner, 8, parameters=GROVES), make_citizen())
    request = rf.get("/admin/")
    request.user = user

    with translation.override("zh-hans"):
        assert [(one.title, one.count) for one in waiting(request, NOW)] == [("单位开户申请", 1), ("登记提议", 1)]


def test_time_line_leaves_what_a_project_was_registered_with_to_its_design(official):
    make_project(make_organisation("青城林盘", "91510100MA00000005"), 9, parameters={"given": {"capacity": "500"}})
    _user, auditor = official("auditor", "审计 · Audit")
    page = auditor.get("/admin/trail/", {"kind": "projects.carbonprojectevent"}).content.decode()
    assert "项目 9" in page
    assert "capacity" not in page
