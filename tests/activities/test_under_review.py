"""An act in doubt: kept for a person, lowered, refused; what meets its time waits; who decides, and what follows."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, InternalError, connection, connections, transaction
from psycopg2 import errors

from accounts.models import Notice
from activities import audit
from activities.models import Activity, Assessment, Came, Decision, Doubted, QueuedAct, Status
from activities.refusals import AlreadyDecided, OwnAct
from activities.scoring import scorer, under_review
from activities.scoring.doubts import is_drawn
from common.audit import Extent
from credits import statements
from scenarios.rules import Evidence
from tests.activities.doubting_rules import doubt_from_now_on
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

FAST = {"distance_m": 14_500, "minutes": 36}
"""24 km/h over 14.5 km: fast, and far; 60 in weight."""


def audited() -> list[str]:
    return [finding.code for finding in audit.findings(Extent(citizens=100))]


def in_review(citizen, **more):
    doubt_from_now_on("bike-share", lower=None, review=50, **more)
    [outcome] = record(citizen, ride(**FAST, client_id="fast"))
    score_everything()
    return Activity.objects.get(pk=outcome.activity.pk)


def told(citizen) -> list[tuple[str, str]]:
    return [(notice.code, notice.facts["refusal"]) for notice in Notice.objects.of(citizen.pk)]


def earned(citizen) -> int:
    return statements.available(citizen.pk, today=TODAY)


def test_an_act_in_doubt_counts_for_nobody_until_somebody_decides(alice):
    act = in_review(alice)

    assert act.status == Status.REVIEW
    assert list(Activity.objects.in_review()) == [act]
    assert (act.doubted.weight, act.doubted.came) == (60, Came.REVIEW)
    assert [doubt["code"] for doubt in act.doubted.doubts] == ["fast", "far"]
    assert act.doubted.due_at == NOW + timedelta(days=14)
    assert not Assessment.objects.exists()
    assert not QueuedAct.objects.exists()
    assert earned(alice) == 0
    assert audited() == []


def test_cleared_it_is_scored_without_its_doubts(alice, desk):
    act = in_review(alice)
    under_review.clear(activity=act, by=desk, now=NOW + timedelta(hours=1))
    score_everything(NOW + timedelta(hours=1))

    act.refresh_from_db()
    assert act.status == Status.SCORED
    assert act.assessment.grams == 491
    assert earned(alice) == 49
    assert (act.doubted.decision, act.doubted.decided_by) == (Decision.CLEARED, desk)
    assert not Activity.objects.in_review().exists()
    assert audited() == []


def test_refused_it_earns_nothing_and_says_so(alice, desk):
    act = in_review(alice)
    under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be")
    score_everything()

    act.refresh_from_db()
    assert (act.status, act.refusal) == (Status.REJECTED, "refused_in_review")
    assert (act.doubted.decision, act.doubted.reason) == (Decision.REFUSED, "cannot_be")
    assert earned(alice) == 0
    assert audited() == []
    assert told(alice) == [("act_rejected", "refused_in_review")]


def test_sent_again_it_stays_refused(alice, desk):
    act = in_review(alice)
    under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be")
    record(alice, ride(**FAST, client_id="fast"))
    score_everything()

    act.refresh_from_db()
    assert act.status == Status.REJECTED
    assert not QueuedAct.objects.exists()


def test_what_is_decided_is_decided_once(alice, desk):
    act = in_review(alice)
    under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be")

    for again in (
        lambda: under_review.clear(activity=act, by=desk, now=NOW),
        lambda: under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be"),
    ):
        with pytest.raises(AlreadyDecided):
            again()
    act.refresh_from_db()
    assert act.status == Status.REJECTED


def test_nobody_decides_on_an_own_act(alice):
    act = in_review(alice)

    for attempt in (
        lambda: under_review.clear(activity=act, by=alice, now=NOW),
        lambda: under_review.refuse(activity=act, by=alice, now=NOW, reason=""),
        lambda: under_review.reopen(activity=act, by=alice, now=NOW),
    ):
        with pytest.raises(OwnAct):
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Doubted.objects.update(decision="cleared", decided_by=alice, decided_at=NOW)


def test_what_nobody_decides_in_time_is_refused(alice):
    act = in_review(alice)
    due_at = act.doubted.due_at

    assert under_review.refuse_overdue(now=due_at - timedelta(seconds=1)) == 0
    assert under_review.refuse_overdue(now=due_at) == 1
    assert under_review.refuse_overdue(now=due_at) == 0

    act.refresh_from_db()
    assert (act.status, act.refusal) == (Status.REJECTED, "refused_unreviewed")
    assert told(alice) == [("act_rejected", "refused_unreviewed")]
    assert act.doubted.decision == Decision.UNREVIEWED
    assert audited() == []


def test_a_won_appeal_has_it_scored_after_all_once(alice, desk):
    act = in_review(alice)
    under_review.refuse_overdue(now=act.doubted.due_at)
    later = NOW + timedelta(days=20)
    under_review.reopen(activity=act, by=desk, now=later)
    with pytest.raises(AlreadyDecided):
        under_review.reopen(activity=act, by=desk, now=later)
    score_everything(later)

    act.refresh_from_db()
    assert act.status == Status.SCORED
    assert earned(alice) == 49
    assert audited() == []


@pytest.mark.parametrize("is_cleared", [True, False])
def test_what_meets_its_time_waits_for_the_decision(alice, desk, is_cleared):
    act = in_review(alice)
    [meets] = record(alice, ride(2_000, ago=timedelta(minutes=50), client_id="meets"))
    [beside] = record(alice, ride(2_000, ago=timedelta(hours=5), client_id="beside"))
    score_everything()
    behind = Activity.objects.get(pk=meets.activity.pk)
    assert behind.status == Status.BEHIND
    assert QueuedAct.objects.get(pk=behind.pk).waits_for == act.pk
    assert Activity.objects.get(pk=beside.activity.pk).status == Status.SCORED
    assert earned(alice) == 6
    assert audited() == []

    if is_cleared:
        under_review.clear(activity=act, by=desk, now=NOW)
    else:
        under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be")
    score_everything()

    behind.refresh_from_db()
    assert behind.status == Status.SCORED
    assert behind.assessment.credits == (0 if is_cleared else 6)
    assert earned(alice) == (55 if is_cleared else 12)
    assert not QueuedAct.objects.exists()
    assert audited() == []


def test_a_budget_that_is_filled_releases_nobody_who_waits_for_a_decision(alice):
    in_review(alice)
    record(alice, ride(2_000, ago=timedelta(minutes=50), client_id="meets"))
    score_everything()

    assert scorer.release_waiting(now=NOW + timedelta(minutes=1)) == 0
    assert Activity.objects.filter(status=Status.BEHIND).count() == 1
    assert not Activity.objects.waiting().exists()


def test_so_much_doubt_refuses_at_once(alice, desk):
    doubt_from_now_on("bike-share", review=None, refuse=50)
    [outcome] = record(alice, ride(**FAST, client_id="fast"))
    score_everything()

    act = Activity.objects.get(pk=outcome.activity.pk)
    assert (act.status, act.refusal, act.doubted.came) == (Status.REJECTED, "refused_over_doubts", Came.REFUSED)
    with pytest.raises(AlreadyDecided):
        under_review.clear(activity=act, by=desk, now=NOW)
    under_review.reopen(activity=act, by=desk, now=NOW)
    score_everything()
    assert earned(alice) == 49
    assert audited() == []


def test_some_doubt_has_it_counted_as_proven_less_well(alice):
    doubt_from_now_on("bike-share", lower=50, review=70)
    [outcome] = record(alice, ride(**FAST, client_id="fast"))
    score_everything()

    act = Activity.objects.get(pk=outcome.activity.pk)
    assert act.doubted.came == Came.LOWER
    assert act.evidence == "device"
    assert act.assessment.facts["counted_as"] == "self_declared"
    assert (act.assessment.grams, earned(alice)) == (84, 8)
    assert audited() == []


@pytest.mark.parametrize("is_refused", [True, False])
def test_what_was_refused_in_review_is_no_less_of_a_pattern(alice, desk, is_refused):
    """A desk that decides finds no less than one that does not."""
    doubt_from_now_on("walking", lower=None, review=60, refuse=None)
    told = [walk(14_800 + 31 * day, days_ago=5 - day) for day in range(6)]
    record(alice, *told[:5], evidence=Evidence.SELF_DECLARED)
    score_everything()
    [doubtful] = Activity.objects.in_review()
    if is_refused:
        under_review.refuse(activity=doubtful, by=desk, now=NOW, reason="cannot_be")
    else:
        under_review.clear(activity=doubtful, by=desk, now=NOW)

    assert doubts_of_next(alice, told[5], Evidence.SELF_DECLARED) == [("at_the_limit", {"days": 5})]


def test_what_was_refused_makes_nothing_usual(alice, desk):
    doubt_from_now_on("walking", lower=None, review=40, refuse=None)
    steps = [6_100, 7_250, 5_480, 8_020, 6_960, 52_000]
    record(alice, *[walk(each, days_ago=6 - day) for day, each in enumerate(steps)])
    score_everything()
    [huge] = Activity.objects.in_review()
    under_review.refuse(activity=huge, by=desk, now=NOW, reason="cannot_be")

    assert doubts_of_next(alice, walk(41_000), Evidence.DEVICE) == [("jump", {"amount": 41_000, "usual": 6_762})]


def doubts_of_next(citizen, draft, evidence) -> list[tuple[str, dict[str, int]]]:
    """What speaks against a further act of the citizen."""
    [outcome] = record(citizen, draft, evidence=evidence)
    score_everything()
    doubted = Doubted.objects.get(activity=outcome.activity.pk)
    return [(doubt["code"], doubt["facts"]) for doubt in doubted.doubts]


def test_a_lowered_act_is_counted_anew_as_lowered(alice):
    """A ride that was lowered to what is only told meets a shorter one: both reckonings believe it no more."""
    doubt_from_now_on("bike-share", lower=50, review=70)
    record(alice, ride(**FAST, client_id="fast"))
    score_everything()
    assert earned(alice) == 8
    record(alice, ride(4_000, minutes=20, ago=timedelta(minutes=50), client_id="meets"))
    score_everything()

    assert earned(alice) == 13
    assert audited() == []


def test_the_draw_can_be_repeated_by_whoever_knows_the_act(alice):
    doubt_from_now_on("walking", drawn=500)
    record(alice, *(walk(5_000 + day, days_ago=day, client_id=f"{day}") for day in range(20)))
    score_everything()

    drawn = set(Activity.objects.drawn_for_audit())
    version = Assessment.objects.first().version
    again = {act for act in Activity.objects.all() if is_drawn(act.public_id, version.rule.doubting, version.pk)}
    assert drawn == again
    assert Doubted.objects.count() == len(drawn)
    assert Activity.objects.filter(status=Status.SCORED).count() == 20


def test_what_is_drawn_is_scored_at_once_and_looked_at_once(alice, desk):
    doubt_from_now_on("walking", drawn=1000)
    [outcome] = record(alice, walk(5_000))
    score_everything()
    act = outcome.activity
    assert earned(alice) == 10

    under_review.look_at(activity=act, by=desk, now=NOW, is_sound=True)
    with pytest.raises(AlreadyDecided):
        under_review.look_at(activity=act, by=desk, now=NOW, is_sound=False)
    assert not Activity.objects.drawn_for_audit().exists()
    assert earned(alice) == 10


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM activities_doubted",
        "UPDATE activities_doubted SET weight = 0",
        "UPDATE activities_doubted SET doubts = '[]'",
        "UPDATE activities_doubted SET came = 'noted', due_at = NULL",
        "UPDATE activities_doubted SET decision = 'cleared'",
        "UPDATE activities_doubted SET reason = 'another'",
    ],
)
def test_what_was_found_and_decided_stays(alice, desk, change):
    act = in_review(alice)
    under_review.refuse(activity=act, by=desk, now=NOW, reason="cannot_be")

    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_holds(desk):
    citizen, other = make_citizen(), make_citizen()
    act = in_review(citizen)
    together, outcomes = Barrier(2), []

    def decide(step) -> None:
        together.wait()
        try:
            step()
            outcomes.append("done")
        except AlreadyDecided:
            outcomes.append("decided")
        finally:
            connections.close_all()

    steps = [
        lambda: under_review.clear(activity=act, by=desk, now=NOW),
        lambda: under_review.refuse(activity=act, by=other, now=NOW, reason="cannot_be"),
    ]
    threads = [Thread(target=decide, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["decided", "done"]
    score_everything()
    act.refresh_from_db()
    cleared = act.doubted.decision == Decision.CLEARED
    assert act.status == (Status.SCORED if cleared else Status.REJECTED)
    assert earned(citizen) == (49 if cleared else 0)


def test_evidence_of_the_weakest_grade_is_noted_and_not_lowered(alice):
    doubt_from_now_on("bike-share", lower=50, review=None, refuse=None)
    [outcome] = record(alice, ride(**FAST, client_id="fast"), evidence=Evidence.SELF_DECLARED)
    score_everything()

    act = Activity.objects.get(pk=outcome.activity.pk)
    assert (act.doubted.came, act.assessment.facts.get("counted_as")) == (Came.NOTED, None)


@pytest.mark.django_db(transaction=True)
def test_the_role_that_runs_the_portal_decides_and_changes_nothing_else(runtime):
    runtime.execute("SELECT FROM activities_doubted FOR UPDATE")
    runtime.execute("UPDATE activities_doubted SET decision = '', reopened_at = NULL WHERE false")
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute("UPDATE activities_doubted SET weight = 0 WHERE false")
