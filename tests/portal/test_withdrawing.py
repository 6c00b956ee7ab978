"""A citizen withdraws what they typed wrongly; the desk takes back what was wrongly given."""

import re

import pytest
from django.urls import reverse

from accounts.inbox.models import Notice
from activities.models import Activity, Reason, Revocation
from activities.scoring import taking_back
from city.figures import count
from credits import holds, ledger, statements
from credits.models import Transfer, TransferKind
from scenarios.rules import Evidence
from tests.conftest import NOW, TODAY, record, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def act(alice) -> Activity:
    """Nine thousand steps that alice typed: 18 credits."""
    record(alice, walk(9000), evidence=Evidence.SELF_DECLARED)
    score_everything()
    return Activity.objects.get()


def address(act: Activity) -> str:
    return reverse("portal:withdraw", args=[act.public_id])


def edition(page) -> str:
    return re.search(r'name="edition" value="(\w+)"', page.text)[1]


def test_what_was_typed_is_withdrawn_after_a_page_that_says_what_that_does(client, alice, act):
    client.force_login(alice)
    assert address(act) in client.get(act.get_absolute_url()).text
    page = client.get(address(act))
    assert "退还 18 积分" in page.text

    answer = client.post(address(act), {"edition": edition(page)}, follow=True)

    assert "已撤回，现在可以按实际情况重新填报。" in answer.text
    assert "这条记录是您自己撤回的。 收回 18 积分。" in answer.text
    assert statements.available(alice.pk, today=TODAY) == 0
    assert not Notice.objects.of(alice.pk).exists(), "nobody is told what they did themselves"
    assert address(act) not in answer.text
    assert client.get(address(act)).status_code == 404


def test_nothing_is_withdrawn_that_no_page_has_shown(client, alice, act):
    client.force_login(alice)

    answers = [client.post(address(act), told) for told in ({}, {"edition": "0" * 64})]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not Revocation.objects.exists()


def test_nobody_withdraws_for_another(client, bob, act):
    client.force_login(bob)

    assert [ask(address(act)).status_code for ask in (client.get, client.post)] == [404, 404]
    assert not Revocation.objects.exists()


def test_statement_names_the_act_whose_credits_were_taken_back(client, alice, act):
    client.force_login(alice)
    client.post(address(act), {"edition": edition(client.get(address(act)))})

    page = client.get(reverse("portal:statement")).text

    assert "已收回 · 步行" in page
    assert page.count(act.get_absolute_url()) == 2


def test_home_tells_a_debt_beside_what_is_available(client, alice, bob, act):
    """A voucher that is given back stays spendable; only what is earned repays."""
    chosen = holds.portions(alice.pk, 18, today=TODAY)
    ledger.post_all(holds.held(alice.pk, chosen, reference="hold:1", now=NOW), now=NOW)
    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=bob, now=NOW)
    set_aside = Transfer.objects.filter(kind=TransferKind.HOLD)
    ledger.post_all(holds.released(set_aside, reference="release:1", now=NOW), now=NOW)
    assert statements.available(alice.pk, today=TODAY) == 18

    client.force_login(alice)
    assert "您欠 18 积分" in client.get("/").text


def test_the_citys_total_goes_without_what_was_taken_back(client, alice, act):
    before = count(NOW).total
    client.force_login(alice)
    client.post(address(act), {"edition": edition(client.get(address(act)))})

    assert (before.acts, before.grams, before.credits) == (1, 180, 18)
    assert (count(NOW).total.acts, count(NOW).total.grams, count(NOW).total.credits) == (0, 0, 0)


def test_the_desk_takes_back_after_a_page_that_says_what_that_does(client, desk, alice, act):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:activities_activity_change", args=[act.pk])
    revoke = reverse("admin:activities_activity_revoke", args=[act.pk])
    assert revoke in client.get(page).text

    shown = client.post(revoke, {"reason": "not_done"})
    assert "将收回 18 积分、180 克。" in shown.text
    assert not Revocation.objects.exists()
    answer = client.post(revoke, {"reason": "not_done", "confirm": "1", "edition": edition(shown)}, follow=True)

    assert "已收回，本人会看到原因。" in answer.text
    assert statements.available(alice.pk, today=TODAY) == 0
    assert revoke not in client.get(page).text
    client.force_login(alice)
    assert "收回 2026年11月23日步行的 18 积分。经核实，这件事与填报的不符。" in client.get("/inbox/").text


@pytest.mark.parametrize("told", [{}, {"reason": "withdrawn"}, {"reason": "not_done", "confirm": "1"}])
def test_the_desk_takes_nothing_back_without_a_reason_or_unseen(client, desk, act, told):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")

    client.post(reverse("admin:activities_activity_revoke", args=[act.pk]), told)

    assert not Revocation.objects.exists()
