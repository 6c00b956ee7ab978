"""Pages of pooling: a citizen agrees and sees their share, two of the desk decide, a verifier sees acts, no names."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import Profile, User
from activities.models import Activity
from desk import roles
from projects.models import MonthStatus, PoolConsent, PooledMonth, PoolProceeds, ProceedsStatus
from projects.pooling import gathering
from projects.worklist import waiting
from tests.conftest import NOW, make_citizen
from tests.desk_pages import carried_to
from tests.projects.pooling.conftest import agreed, gathered
from tests.projects.pooling.test_course import handed_in, issued, stated, taken_back, worth
from tests.second_factors import browser_of_leader, take_second_step

pytestmark = pytest.mark.django_db
REGISTRY, CONTROL, FUNDING = "登记 · Registry", "登记复核 · Registry control", "预算拨付 · Budget funding"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def official():
    """A browser of a member of staff, in a role."""
    roles.load()

    def made(name: str, role: str) -> Client:
        user = User(username=name, is_staff=True)
        user.set_password("correct horse battery staple")
        user.save()
        user.groups.set(Group.objects.filter(name=role))
        browser = Client()
        browser.post("/admin/login/", {"username": name, "password": "correct horse battery staple"})
        take_second_step(browser, user)
        return browser

    return made


def at(month: PooledMonth, deed: str = "change") -> str:
    return reverse(f"admin:projects_pooledmonth_{deed}", args=[month.pk])


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def does(browser: Client, month: PooledMonth, deed: str, **entered: str) -> None:
    """What the page carries and what is entered, sent to a deed."""
    sent = carried_to(browser.get(at(month)), at(month, deed)) | entered
    assert browser.post(at(month, deed), sent).status_code == 302


def test_a_citizen_agrees_and_stops_and_a_child_cannot(client, alice):
    client.force_login(alice)
    assert "参加汇集" in text_of(client, "/pooling/")
    refused = client.post("/pooling/agree/", {})
    assert "18" in refused.content.decode()
    assert not PoolConsent.objects.exists()
    client.post("/pooling/agree/", {"is_adult": "on"})
    assert PoolConsent.objects.standing().get().citizen == alice
    assert "退出汇集" in text_of(client, "/pooling/")
    client.post("/pooling/withdraw/")
    assert not PoolConsent.objects.standing().exists()


def test_the_share_says_what_is_mine_what_is_all_and_what_it_brought(
    client, pool, riders, clerks, owner, verifier, auditor, official
):
    for citizen in riders:
        worth(citizen, 500_000)
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    client.force_login(riders[0])
    assert "正由独立机构核查" in text_of(client, "/pooling/")
    stated(handed_in(month, verifier, owner), auditor)
    issued(month, clerks)
    assert "已签发 3 吨，尚未售出" in text_of(client, "/pooling/")
    registry, funding = official("registry", REGISTRY), official("funding", FUNDING)
    sold = {"tonnes": "3", "fen": "180.50", "bank_reference": "B-7"}
    given = {**sold, "document": "成财环〔2026〕7号", "credits": "1800"}
    does(registry, month, "enter", **given)
    entry = PoolProceeds.objects.get()
    assert (entry.tonnes, entry.fen, entry.credits) == (3, 18_050, 1800)
    assert registry.post(at(month, "fund"), {"serial": "B-7"}).status_code == 403
    does(funding, month, "fund", serial="B-7")
    entry.refresh_from_db()
    assert entry.status == ProceedsStatus.AGREED
    told = text_of(client, "/pooling/")
    assert "180.50 元" in told
    assert "1,800 积分" in told


def test_a_month_is_gathered_and_agreed_to_by_two_of_the_desk_as_it_was_shown(pool, riders, official, client):
    registry, control = official("registry", REGISTRY), official("control", CONTROL)
    project = reverse("admin:projects_carbonproject_change", args=[pool.pk])
    asked = {"year": "2026", "month": "10", "document": "成碳〔2026〕9号"}
    registry.post(reverse("admin:projects_carbonproject_gather", args=[pool.pk]), asked)
    month = PooledMonth.objects.get()
    while gathering.go_on(now=NOW, batches=5)[1]:
        pass
    assert "2026-10" in text_of(registry, project)
    assert registry.post(at(month, "agree")).status_code == 403
    assert "共享单车 · 武侯区" in text_of(control, at(month))
    control.post(at(month, "agree"), {"edition": "another"})
    month.refresh_from_db()
    assert month.status == MonthStatus.DRAWN
    does(control, month, "agree")
    month.refresh_from_db()
    assert month.status == MonthStatus.AGREED


def test_a_month_is_declined_with_a_reason(pool, riders, clerks, official):
    month, control = gathered(pool, clerks[0]), official("control", CONTROL)
    control.post(at(month, "decline"), {"answer": " "})
    month.refresh_from_db()
    assert month.status == MonthStatus.DRAWN
    control.post(at(month, "decline"), {"answer": "先核对重叠"})
    month.refresh_from_db()
    assert (month.status, month.answer) == (MonthStatus.DECLINED, "先核对重叠")


def test_a_verifier_sees_the_drawn_acts_and_nobodys_name(pool, riders, clerks, owner, verifier, auditor):
    Profile.objects.filter(user=riders[0]).update(display_name="王桂芳")
    for citizen in riders:
        worth(citizen, 500_000)
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    report = handed_in(month, verifier, owner)
    address = reverse("projects:sampled_acts", args=[verifier.public_id, report.public_id])
    browser = browser_of_leader(auditor)
    assert browser.get(address).status_code == 404, "nothing is drawn yet"
    stated(report, auditor)
    told = text_of(browser, address)
    assert "抽中 5 次行为" in told
    assert "王桂芳" not in told
    assert browser_of_leader(make_citizen()).get(address).status_code == 404
    assert browser_of_leader(owner).get(address).status_code == 404


def test_what_waits_for_the_desk_is_told(pool, riders, clerks, rf):
    gathered(pool, clerks[0])
    request = rf.get("/")
    request.user = User.objects.create_superuser("chief", "correct horse battery staple")

    assert "待复核的汇集月份" in {str(one.title) for one in waiting(request, NOW)}


def test_a_month_of_which_too_few_are_left_is_closed_at_the_desk(pool, riders, clerks, owner, verifier, official, rf):
    for citizen in riders:
        worth(citizen, 500_000)
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    handed_in(month, verifier, owner)
    registry, control = official("registry", REGISTRY), official("control", CONTROL)
    assert "不出报告，关闭本月" in text_of(control, at(month))
    shown_before = carried_to(control.get(at(month)), at(month, "close"))
    for act in Activity.objects.filter(citizen__in=riders[:2]):
        taken_back(act, clerks[0])

    assert "不足以出具报告" in text_of(control, at(month))
    request = rf.get("/")
    request.user = User.objects.create_superuser("chief", "correct horse battery staple")
    assert "无法再出具报告的汇集月份" in {str(one.title) for one in waiting(request, NOW)}
    assert registry.post(at(month, "close"), {"answer": "不足五人"}).status_code == 403
    control.post(at(month, "close"), {"answer": " "})
    control.post(at(month, "close"), shown_before | {"answer": "不足五人"})
    month.refresh_from_db()
    assert month.status == MonthStatus.AGREED, "a reason is asked for, and what was shown is gone by"
    does(control, month, "close", answer="不足五人")
    month.refresh_from_db()
    assert month.status == MonthStatus.CLOSED
    told = text_of(control, at(month))
    assert "不足五人" in told
    assert "不出报告，关闭本月" not in told
    assert "不足五人" in text_of(control, reverse("admin:projects_pooledmonth_history", args=[month.pk]))
