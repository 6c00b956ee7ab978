"""Acts of a frozen citizen wait: lifted they are scored, else refused at the end; nobody else waits for them."""

from datetime import timedelta

import pytest

from accounts.models import Freeze
from accounts.standing import freezing
from activities import jobs
from activities.audit import findings
from activities.health import parts
from activities.intake import Repeated
from activities.models import SHARDS, Activity, QueuedAct, Status
from activities.scoring import backlog, queue, scorer
from credits import statements
from tests.accounts.standing.conftest import A_WEEK, frozen
from tests.at_once import at_once, queued_behind
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk
from tests.inboxes import said_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]
LATER = NOW + timedelta(days=1)
OVER = NOW + A_WEEK


def settle(time_machine, now=OVER) -> int:
    time_machine.move_to(now, tick=False)
    return int(jobs.settle_freezes().facts["settled"])


def credits_of(citizen) -> int:
    return statements.available(citizen.pk, today=TODAY)


def test_acts_wait_while_earning_is_frozen_and_others_do_not(alice, bob, desk):
    frozen(alice, desk, spending=False)
    record(alice, walk(8000))
    record(bob, walk(8000))
    assert score_everything() == 1
    assert (credits_of(alice), credits_of(bob)) == (0, 16)
    assert Activity.objects.get(citizen=alice).status == Status.PENDING
    assert list(findings()) == []


def test_who_only_spends_nothing_earns(alice, desk):
    frozen(alice, desk, earning=False)
    record(alice, walk(8000))
    score_everything()
    assert credits_of(alice) == 16


def test_lifted_what_waited_is_scored(alice, desk):
    freeze = frozen(alice, desk)
    record(alice, walk(8000), ride(2000))
    score_everything()
    freezing.lift(freeze=freeze, by=desk, now=LATER)
    score_everything(LATER)
    assert credits_of(alice) == 22
    assert list(findings()) == []


def test_what_stayed_to_its_end_refuses_what_was_recorded_meanwhile(alice, desk, time_machine):
    record(alice, ride(2000), now=NOW - timedelta(minutes=1))
    frozen(alice, desk)
    record(alice, walk(8000))
    assert settle(time_machine, OVER - timedelta(seconds=1)) == 0
    assert [settle(time_machine), settle(time_machine)] == [1, 0]
    refused = Activity.objects.get(scenario__code="walking")
    assert (refused.status, refused.refusal) == (Status.REJECTED, "frozen")
    score_everything(OVER)
    assert credits_of(alice) == 6, "what was recorded before it began only waited"
    told = "Your account is free again. What you reported in the meantime does not count."
    assert said_to(alice)[1:] == [f"{told} You can ask that somebody looks at it again."]
    assert list(findings()) == []


def test_what_comes_after_the_end_is_scored_though_nobody_has_settled_it_yet(alice, desk, time_machine):
    frozen(alice, desk)
    record(alice, walk(5000, now=OVER), now=OVER)
    assert score_everything(OVER) == 0
    settle(time_machine, OVER + timedelta(minutes=1))
    score_everything(OVER + timedelta(minutes=1))
    assert credits_of(alice) == 10


def test_what_was_refused_so_is_not_tried_again_when_it_is_sent_again(alice, desk, time_machine):
    frozen(alice, desk)
    record(alice, walk(8000))
    settle(time_machine)
    [outcome] = record(alice, walk(8000), now=OVER)
    assert isinstance(outcome, Repeated)
    assert score_everything(OVER) == 0
    assert credits_of(alice) == 0


def test_a_freeze_of_spending_that_ran_out_refuses_no_act(alice, desk, time_machine):
    frozen(alice, desk, earning=False)
    record(alice, walk(8000))
    settle(time_machine)
    score_everything(OVER)
    assert credits_of(alice) == 16
    assert not Freeze.objects.open().exists()


def test_frozen_acts_starve_nobody_and_keep_no_health_down(alice, desk):
    frozen(alice, desk)
    record(alice, *(walk(500 + ago, days_ago=ago) for ago in range(30)))
    other = next(who for who in (make_citizen() for _ in range(SHARDS)) if who.pk % SHARDS == alice.pk % SHARDS)
    record(other, walk(8000))
    shard = alice.pk % SHARDS
    assert queue.busy_shards() == [shard]
    assert [scorer.score_batch(shard, now=NOW, limit=1), scorer.score_batch(shard, now=NOW, limit=1)] == [1, 0]
    assert credits_of(other) == 16
    assert (queue.busy_shards(), queue.oldest_pending()) == ([], None)
    assert backlog.figures(NOW).oldest_pending_at is None
    [part] = parts(NOW)
    assert part.facts == {"oldest_pending_act_s": 0}
    assert QueuedAct.objects.filter(citizen_id=alice.pk).count() == 30


def test_where_nobody_is_frozen_a_batch_asks_no_more(alice, bob, desk, django_assert_num_queries):
    """Whose acts are next, their locks, and the acts: as without freezes."""
    record(alice, walk(8000))
    with django_assert_num_queries(3):
        [act] = queue.take(alice.pk % SHARDS, 10)
    assert act.citizen_id == alice.pk
    frozen(bob, desk)
    with django_assert_num_queries(3):
        assert queue.take(alice.pk % SHARDS, 10) == [act]


@pytest.mark.django_db(transaction=True)
def test_who_is_frozen_amid_a_batch_is_scored_whole_or_waits_whole(desk):
    citizens = [make_citizen() for _ in range(12)]
    for citizen in citizens:
        record(citizen, walk(8000), ride(2000))
    score = [lambda shard=shard: scorer.score_batch(shard, now=NOW) for shard in {who.pk % SHARDS for who in citizens}]
    at_once([*(lambda who=who: frozen(who, desk, spending=False) for who in citizens), *score])
    for citizen in citizens:
        statuses = set(Activity.objects.filter(citizen=citizen).values_list("status", flat=True))
        assert statuses in ({Status.SCORED}, {Status.PENDING})
        assert credits_of(citizen) == (22 if statuses == {Status.SCORED} else 0)
    score_everything()
    assert Freeze.objects.count() == 12
    assert list(findings()) == []


@pytest.mark.django_db(transaction=True)
def test_lifting_and_settling_at_once_end_it_one_way(alice, desk, time_machine):
    """Which of both is first decides, and the acts follow."""
    freeze = frozen(alice, desk)
    record(alice, walk(8000))
    time_machine.move_to(OVER, tick=False)
    before = OVER - timedelta(seconds=1)
    works = [lambda: freezing.lift(freeze=freeze, by=desk, now=before), lambda: jobs.settle_freezes()]
    queued_behind(type(alice).objects.filter(pk=alice.pk), works)
    score_everything(OVER)
    freeze.refresh_from_db()
    act = Activity.objects.get()
    assert (act.status == Status.SCORED) == (freeze.lifted_by_id is not None)
    assert (act.refusal == "frozen") == (freeze.lifted_by_id is None)
    assert list(findings()) == []
