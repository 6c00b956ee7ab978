"""The page of an act: what one has now and what is next, and a reckoning whose words say what happened."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils.html import strip_tags

from activities.gate.drafts import Draft
from activities.models import Activity
from activities.telling.explanation import explain
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.conftest import NOW, RELEASED, TODAY, record, ride, score_everything, walk
from tests.merchants.conftest import make_merchant, make_offer

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def latest() -> Activity:
    return Activity.objects.with_outcome().order_by("-pk")[0]


def page_of(client, act: Activity, part: str = "") -> str:
    client.force_login(act.citizen)
    answer = client.get(f"{act.get_absolute_url()}{part}")
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def test_the_page_says_what_one_has_now_and_what_is_next(client, alice):
    record(alice, walk(8000, days_ago=1), walk(7000))
    score_everything()

    assert "+14 碳积分 减少二氧化碳 140 克 现在共 30 积分。" in page_of(client, latest())


def test_what_is_brought_slides_in_and_a_page_opened_later_stands_still(client, alice):
    record(alice, walk(8000))
    score_everything()
    client.force_login(alice)
    address = latest().get_absolute_url()

    assert "is-brought" in client.get(f"{address}outcome/").text
    assert "is-brought" not in client.get(address).text


def test_a_larger_total_says_what_it_is_in_all_and_what_was_credited_before(client, alice):
    record(alice, walk(9000))
    score_everything()
    record(alice, walk(12_000))
    score_everything()

    assert "共 240 克，其中 180 克之前已经计过，这次只计多出的部分。" in page_of(client, latest())


def test_where_no_limit_cut_no_limit_is_spoken_of(alice):
    record(alice, ride(4000, minutes=20), evidence=Evidence.PROVIDER)
    record(alice, ride(2000, minutes=10, ago=timedelta(minutes=55)), evidence=Evidence.PROVIDER)
    score_everything()

    words = [step.words for step in explain(latest()).steps]
    assert "这段时间已计入另一行为" in words
    assert "按上限计入" not in words


def test_a_limit_that_cut_is_spoken_of(alice):
    record(alice, walk(20_000))
    score_everything()

    assert "按上限计入" in [step.words for step in explain(latest()).steps]


@pytest.mark.parametrize(("draft", "told"), [(walk(8000, now=RELEASED), True), (ride(2000, now=RELEASED), False)])
def test_a_better_proof_is_named_only_where_one_can_be_sent(client, alice, time_machine, draft, told):
    time_machine.move_to(RELEASED, tick=False)
    record(alice, draft, evidence=Evidence.SELF_DECLARED, now=RELEASED)
    score_everything(RELEASED)

    assert ("证明越充分，计入越多" in page_of(client, latest())) is told


def test_each_source_is_said_once_for_all_numbers_that_share_it(client, alice):
    client.force_login(alice)
    counting = client.get("/act/walking/").context["counting"]

    stated = [*counting.factors, *counting.proofs, *counting.limits]
    assert len(counting.sources) == len({number.authority for number in stated}) < len(stated)
    assert client.get("/act/walking/").text.count("湖北日报") == 1


def test_what_an_act_earned_last_time_stands_beside_how_it_counts(client, alice):
    record(alice, walk(8000, days_ago=1))
    score_everything()
    client.force_login(alice)

    text = " ".join(strip_tags(client.get("/act/walking/").text).split())
    assert f"按每步 0.02 克计算；每 10 克换 1 积分。 11月{TODAY.day - 1}日这样做得了 16 积分。" in text


def test_a_reward_within_reach_is_shown_after_an_act(client, alice):
    make_offer(make_merchant("teahouse"), price=10)
    record(alice, walk(8000))
    score_everything()

    assert "现在就能换" in page_of(client, latest())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ride(2000, client_id="one"), ride(1000, ago=timedelta(minutes=55), client_id="other")),
        (walk(9000, client_id="phone"), walk(12_000, client_id="watch")),
        (walk(9000, client_id="phone"), walk(8000, client_id="watch")),
    ],
)
def test_an_act_that_earned_less_for_another_links_it(client, alice, first, second):
    earlier, later = (act_of(alice, draft) for draft in (first, second))

    assert linked(client, later) == [earlier.get_absolute_url()]
    assert linked(client, earlier) == []


def test_an_act_that_made_way_links_the_one_in_its_place(client, alice):
    inside = act_of(alice, ride(2000, ago=timedelta(hours=20)))
    beside = act_of(alice, ride(2000, ago=timedelta(hours=30)))
    odometer = {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}
    day = Draft("idle-car", Span.PERIOD, NOW - timedelta(days=1), NOW, odometer)
    idle = act_of(alice, day)

    assert linked(client, inside) == [idle.get_absolute_url()]
    assert linked(client, idle) == [inside.get_absolute_url()]
    assert linked(client, beside) == []


def test_nobody_elses_act_of_the_same_time_is_linked(client, alice, bob):
    act_of(bob, ride(2000, client_id="bobs"))
    first = act_of(alice, ride(2000, client_id="one"))
    second = act_of(alice, ride(2000, client_id="other"))

    assert linked(client, second) == [first.get_absolute_url()]


def act_of(citizen, draft) -> Activity:
    record(citizen, draft)
    score_everything()
    return latest()


def linked(client, act: Activity) -> list[str]:
    """The acts that the page of one says had counted already."""
    client.force_login(act.citizen)
    return re.findall(r'class="card-link" href="([^"]+)"', client.get(act.get_absolute_url()).text)
