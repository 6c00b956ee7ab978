"""The page of an act in doubt: every doubt is said, to its citizen and to the desk, whatever came of it."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from activities.models import Activity
from activities.scoring import under_review
from tests.activities.doubting_rules import doubt_from_now_on
from tests.conftest import NOW, record, ride, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

FAST, FAR = "这段路走得比几乎所有人都快。", "这个数量几乎没有人能做到。"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def doubtful(citizen, **thresholds) -> Activity:
    doubt_from_now_on("bike-share", **thresholds)
    [outcome] = record(citizen, ride(14_500, minutes=36, client_id="fast"))
    score_everything()
    return Activity.objects.get(pk=outcome.activity.pk)


def page_of(client, act: Activity) -> str:
    client.force_login(act.citizen)
    return " ".join(unescape(strip_tags(client.get(act.get_absolute_url()).content.decode())).split())


def test_in_review_it_says_what_is_unusual_and_until_when_one_waits(client, alice):
    told = page_of(client, doubtful(alice, lower=None, review=50))

    assert "最迟 2026年12月7日 会有结果。" in told
    assert FAST in told
    assert FAR in told


def test_what_waits_for_it_leads_to_it(client, alice):
    act = doubtful(alice, lower=None, review=50)
    [outcome] = record(alice, ride(2_000, ago=timedelta(minutes=50), client_id="meets"))
    score_everything()
    behind = outcome.activity
    told = page_of(client, behind)

    assert "您同一时间的另一条记录正在由工作人员核实" in told
    assert f'href="{act.get_absolute_url()}"' in client.get(behind.get_absolute_url()).text


def test_refused_it_says_why_to_the_citizen(client, alice, desk):
    act = doubtful(alice, lower=None, review=50)
    under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be")
    told = page_of(client, act)

    assert "工作人员核实后，这条记录不能计分。" in told
    assert FAR in told


def test_counted_for_less_it_says_what_for(client, alice):
    told = page_of(client, doubtful(alice, lower=50, review=None))

    assert "因此按这种凭证计入：自行填报。" in told
    assert FAST in told
    assert "+8 碳积分" in told


def test_a_doubt_that_came_to_nothing_is_said_too(client, alice):
    told = page_of(client, doubtful(alice, lower=None, review=None))

    assert "仍照常计入" in told
    assert FAST in told
    assert "+49 碳积分" in told


def test_another_citizen_learns_nothing(client, alice, bob):
    act = doubtful(alice, lower=None, review=50)
    client.force_login(bob)

    assert client.get(act.get_absolute_url()).status_code == 404


def test_the_desk_sees_codes_weights_and_facts(client, alice, desk):
    act = doubtful(alice, lower=None, review=50)
    client.force_login(desk)
    told = " ".join(strip_tags(client.get(reverse("admin:activities_activity_change", args=[act.pk])).text).split())

    assert f"疑点 留待人工核实 20 {FAST} 24 公里/小时 40 {FAR} 14.5 公里 合计 60" in told
