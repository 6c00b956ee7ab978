"""Scoring: the published numbers, exact caps, the order of recording, budgets that wait, unreadable rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Count, JSONField, Sum, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from activities.models import SHARDS, Activity, Assessment, Status
from activities.scoring import queue, scorer
from activities.telling.explanation import explain
from credits import audit as credits_audit
from credits import budgets, statements
from scenarios import rulebook
from scenarios.models import RuleVersion, Scenario
from tests.audits import of_acts
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk
from tests.credits.test_ledger import in_own_connection

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def earned(citizen):
    """Grams and credits of each of a citizen's acts, in the order of recording."""
    own = Assessment.objects.filter(activity__citizen=citizen).order_by("activity_id")
    return list(own.values_list("grams", "credits"))


def findings():
    return [*credits_audit.findings(), *of_acts()]


def test_8000_steps_are_160_grams_and_16_credits(alice):
    record(alice, walk(8000))

    assert score_everything() == 1

    assert earned(alice) == [(160, 16)]
    assert statements.available(alice.pk, today=TODAY) == 16
    assert Activity.objects.get().status == Status.SCORED
    assert findings() == []


def test_two_km_ride_is_67_grams_and_6_credits(alice):
    record(alice, ride(2000))

    score_everything()

    assert earned(alice) == [(67, 6)]
    assert Assessment.objects.get().facts == {"quantified": "67.76"}


def test_facts_of_before_that_name_no_cuts_tell_the_same(alice):
    record(alice, ride(2000))
    score_everything()
    told = explain(Activity.objects.with_outcome().get())

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Assessment.objects.update(facts={"quantified": "67.76", "cuts": []})
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert explain(Activity.objects.with_outcome().get()) == told


def test_walk_is_cut_at_296_grams_a_day(alice):
    record(alice, walk(30_000))

    score_everything()

    assert earned(alice) == [(296, 29)]
    assert Assessment.objects.get().cuts == [{"code": "grams_per_day", "limit": 296, "used": 0}]


def test_later_total_of_a_day_earns_only_what_it_has_more(alice):
    record(alice, walk(5250), walk(8000), walk(6000), walk(30_000))

    score_everything()

    assert earned(alice) == [(105, 10), (55, 6), (0, 0), (136, 13)]
    assert statements.available(alice.pk, today=TODAY) == 29


def test_seventh_ride_of_a_day_earns_nothing(alice):
    record(alice, *(ride(1000, ago=timedelta(minutes=15 * number)) for number in range(1, 8)))

    score_everything()

    assert earned(alice) == [(33, 3)] * 6 + [(0, 0)]
    assert findings() == []


def test_rides_are_cut_at_1016_grams_a_day(alice):
    record(alice, *(ride(15_000, minutes=45, ago=timedelta(minutes=50 * number)) for number in range(1, 4)))

    score_everything()

    assert earned(alice) == [(508, 50), (508, 50), (0, 0)]


def test_ride_at_the_time_of_another_that_counted_earns_nothing(alice, bob):
    record(alice, ride(2000, client_id="operator-7"), ride(2000), ride(1000, ago=timedelta(minutes=55), minutes=5))
    record(bob, ride(2000))
    score_everything()
    record(alice, ride(2100, ago=timedelta(minutes=69)))
    record(alice, ride(1000, ago=timedelta(minutes=50), minutes=5))
    score_everything()

    # The fourth and the third beside it are worth 104 g and 10 credits, more than the first by itself.
    assert earned(alice) == [(67, 6), (0, 0), (0, 0), (37, 4), (33, 3)]
    assert earned(bob) == [(67, 6)]
    assert Assessment.objects.filter(activity__citizen=alice).order_by("activity_id")[1].cuts[0]["code"] == "overlaps"
    assert findings() == []


def test_ride_over_midnight_overlaps_the_next_days_ride(alice):
    midnight = timedelta(hours=12)
    record(alice, ride(2000, ago=midnight - timedelta(minutes=3)), ride(2000, ago=midnight + timedelta(minutes=5)))

    score_everything()

    assert earned(alice) == [(67, 6), (0, 0)]


def test_caps_of_one_citizen_day_or_scenario_leave_the_others_alone(alice, bob):
    record(alice, walk(30_000), walk(30_000, days_ago=1), ride(2000))
    record(bob, walk(30_000))

    score_everything()

    assert earned(alice) == [(296, 29), (296, 29), (67, 6)]
    assert earned(bob) == [(296, 29)]


def test_act_is_scored_by_the_version_in_force_on_its_day(alice):
    first = RuleVersion.objects.get(scenario__code="walking", number=1)
    document = {**first.document, "grams_per_credit": {**first.document["grams_per_credit"], "value": 20}}
    second = RuleVersion.objects.create(
        scenario=first.scenario, number=9, effective_from=NOW.date(), document=document, published_at=NOW
    )
    record(alice, walk(8000), walk(8000, days_ago=1))

    score_everything()

    assert earned(alice) == [(160, 8), (160, 16)]
    assert list(Assessment.objects.order_by("activity_id").values_list("version", flat=True)) == [second.pk, first.pk]


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_cap_on_the_month_that_begins_amid_it_counts_the_days_before(alice, one_by_one):
    first = RuleVersion.objects.get(scenario__code="bike-share", number=2)
    cap = {**first.document["caps"][0], "per": "month", "value": 1}
    RuleVersion.objects.create(
        scenario=first.scenario,
        number=99,
        effective_from=NOW.date(),
        document={**first.document, "caps": [cap]},
        published_at=NOW,
    )
    for draft in (ride(2000, ago=timedelta(days=1)), ride(2000)):
        record(alice, draft)
        if one_by_one:
            score_everything()

    score_everything()

    assert earned(alice) == [(67, 6), (0, 0)]


def test_withdrawn_version_scores_nothing(alice):
    first = RuleVersion.objects.get(scenario__code="walking", number=1)
    document = {**first.document, "grams_per_credit": {**first.document["grams_per_credit"], "value": 20}}
    RuleVersion.objects.create(
        scenario=first.scenario,
        number=9,
        effective_from=NOW.date(),
        document=document,
        published_at=NOW,
        withdrawn_at=NOW,
    )
    record(alice, walk(8000))

    score_everything()

    assert earned(alice) == [(160, 16)]


def test_scoring_again_changes_nothing(alice):
    record(alice, walk(8000))
    score_everything()

    assert score_everything() == 0
    assert statements.available(alice.pk, today=TODAY) == 16


def test_row_that_cannot_be_read_is_refused_and_stops_no_other(alice, bob):
    record(alice, walk(8000))
    record(bob, walk(8000))
    Activity.objects.filter(citizen=alice).update(values={"steps": "many"})

    score_everything()

    refused = Activity.objects.get(citizen=alice)
    assert (refused.status, refused.refusal) == (Status.REJECTED, "unreadable_claim")
    assert earned(bob) == [(160, 16)]
    assert findings() == []


def test_credits_expire_at_the_end_of_the_year_after_posting(alice):
    record(alice, walk(8000, days_ago=3000))

    score_everything()

    [vintage] = statements.vintages(alice.pk, today=TODAY)
    assert vintage.expires_on.isoformat() == "2027-12-31"


def test_number_of_statements_does_not_grow_with_the_batch(alice, bob, django_assert_max_num_queries):
    record(alice, walk(8000, days_ago=500))
    record(bob, walk(8000, days_ago=500))
    score_everything()
    record(alice, *(walk(8000, days_ago=day) for day in range(300)))

    with django_assert_max_num_queries(20):
        assert scorer.score_batch(alice.pk % SHARDS, now=NOW) == 300


class TestBudgetThatNobodyHasOpened:
    @pytest.fixture
    def budget(self):
        """None: a portal whose desk has not opened it yet."""

    def test_acts_wait_for_it_and_block_nobody(self, alice, bob):
        record(alice, walk(8000))
        record(bob, walk(1))
        score_everything()
        assert Activity.objects.get(citizen=alice).status == Status.WAITING
        assert earned(bob) == [(0, 0)]

        budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
        budgets.fund(budget, 1000, reference="fund:first", now=NOW + timedelta(hours=1))
        scorer.release_waiting(now=NOW + timedelta(hours=1))
        score_everything()

        assert earned(alice) == [(160, 16)]
        assert findings() == []


class TestExhaustedBudget:
    @pytest.fixture
    def budget(self, db):
        """Eight slots of four credits."""
        budget = budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})
        budgets.fund(budget, 32, reference="fund:small", now=NOW)
        return budget

    def test_act_waits_and_is_scored_when_the_budget_is_filled(self, alice, budget):
        record(alice, walk(8000))
        score_everything()
        assert Activity.objects.get().status == Status.WAITING
        assert budgets.remaining("citizens") == 32

        budgets.fund(budget, 8000, reference="fund:more", now=NOW + timedelta(minutes=5))
        assert scorer.release_waiting(now=NOW + timedelta(minutes=5)) == 1
        score_everything()

        assert earned(alice) == [(160, 16)]
        assert budgets.remaining("citizens") == 32 + 8000 - 16
        assert findings() == []

    def test_waiting_act_stays_until_the_budget_is_filled(self, alice):
        record(alice, walk(8000))
        score_everything()

        assert scorer.release_waiting(now=NOW + timedelta(minutes=5)) == 1  # filled a moment before it began to wait
        score_everything(NOW + timedelta(minutes=5))

        assert scorer.release_waiting(now=NOW + timedelta(minutes=6)) == 0
        assert Activity.objects.get().status == Status.WAITING

    @pytest.mark.parametrize(
        "way",
        [timedelta(days=1), timedelta(hours=2), timedelta(minutes=6, seconds=59), timedelta(minutes=6, seconds=30)],
        ids=["a day", "hours", "two minutes before the filling", "a minute and a half before it"],
    )
    def test_act_that_began_to_wait_before_the_clock_was_set_back_is_scored_when_the_budget_is_filled(
        self, alice, budget, way
    ):
        record(alice, walk(8000), now=NOW + way)
        score_everything(NOW + way)
        assert Activity.objects.get().status == Status.WAITING

        budgets.fund(budget, 8000, reference="fund:more", now=NOW + timedelta(minutes=5))
        assert scorer.release_waiting(now=NOW + timedelta(minutes=6)) == 1
        score_everything(NOW + timedelta(minutes=6))

        assert earned(alice) == [(160, 16)]

    def test_later_acts_wait_behind_a_waiting_one_but_other_citizens_go_on(self, alice, bob, budget):
        record(alice, walk(5250), walk(8000), ride(300, minutes=4))
        record(bob, ride(1000))

        score_everything()

        statuses = Activity.objects.filter(citizen=alice).order_by("pk").values_list("status", flat=True)
        assert list(statuses) == [Status.WAITING, Status.WAITING, Status.SCORED]
        assert earned(bob) == [(33, 3)]

        record(alice, walk(8050))
        score_everything(NOW + timedelta(minutes=2))
        assert earned(alice) == [(10, 1)]

        budgets.fund(budget, 8000, reference="fund:more", now=NOW + timedelta(minutes=5))
        assert scorer.release_waiting(now=NOW + timedelta(minutes=5)) == 3
        score_everything()

        assert earned(alice) == [(105, 10), (55, 6), (10, 1), (1, 0)]
        assert findings() == []

    def test_last_credits_are_given_away_before_anyone_waits(self, alice, bob):
        record(alice, *(ride(1200, ago=timedelta(minutes=15 * number)) for number in range(1, 7)))
        record(bob, *(ride(1200, ago=timedelta(minutes=15 * number)) for number in range(1, 4)))

        score_everything()

        assert budgets.remaining("citizens") == 0
        assert Activity.objects.waiting().count() == 1
        assert findings() == []


class TestPoison:
    """One faulty act or rule beside good ones: only its own acts are refused."""

    @pytest.fixture
    def good_and_bad(self, db):
        """Two citizens of one shard; the first rides, the second walks."""
        first = make_citizen()
        second = next(c for c in (make_citizen() for _ in range(SHARDS)) if c.pk % SHARDS == first.pk % SHARDS)
        record(first, ride(2000))
        record(second, walk(8000))
        return second, Activity.objects.filter(citizen=first)

    def assert_only_the_bad_one_is_refused(self, good, bad, code):
        score_everything()

        assert list(bad.values_list("status", "refusal")) == [(Status.REJECTED, code)]
        assert earned(good) == [(160, 16)]
        assert findings() == []

    @pytest.mark.parametrize("values", [[], {}, "x", 5, {"distance_m": "far"}, {"distance_m": None}, {"other": 1}])
    def test_claim_that_is_none(self, good_and_bad, values):
        good, bad = good_and_bad
        bad.update(values=Value(values, JSONField()))

        self.assert_only_the_bad_one_is_refused(good, bad, "unreadable_claim")

    def test_methodology_that_is_gone(self, good_and_bad):
        Scenario.objects.filter(code="bike-share").update(methodology_code="gone")

        self.assert_only_the_bad_one_is_refused(*good_and_bad, "unreadable_rule")

    def test_document_that_is_half(self, good_and_bad):
        version = RuleVersion.objects.filter(scenario__code="bike-share").latest("effective_from")
        document = {name: part for name, part in version.document.items() if name != "caps"}
        RuleVersion.objects.create(
            scenario=version.scenario, number=9, effective_from=NOW.date(), document=document, published_at=NOW
        )

        self.assert_only_the_bad_one_is_refused(*good_and_bad, "unreadable_rule")

    def test_refused_act_is_scored_once_more_when_it_is_sent_again(self, good_and_bad):
        _good, bad = good_and_bad
        Scenario.objects.filter(code="bike-share").update(methodology_code="gone")
        score_everything()
        Scenario.objects.filter(code="bike-share").update(methodology_code="bike-share")
        # The gate learns of a change within a second.
        rulebook.forget()

        record(bad.get().citizen, ride(2000))
        score_everything()

        assert earned(bad.get().citizen) == [(67, 6)]
        assert bad.get().status == Status.SCORED
        assert findings() == []


@pytest.mark.django_db(transaction=True)
def test_citizens_behind_a_busy_one_are_scored_meanwhile():
    busy = make_citizen()
    behind = next(c for c in (make_citizen() for _ in range(SHARDS)) if c.pk % SHARDS == busy.pk % SHARDS)
    record(busy, *(walk(8000, days_ago=day) for day in range(10)))
    record(behind, walk(8000))

    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=busy.pk)
        with ThreadPoolExecutor(1) as pool:
            score = pool.submit(in_own_connection, lambda: scorer.score_batch(behind.pk % SHARDS, now=NOW, limit=5))
            assert score.result() == 1

    assert earned(behind) == [(160, 16)]
    assert earned(busy) == []


@pytest.mark.django_db(transaction=True)
def test_release_does_not_wait_for_a_busy_citizen(alice, bob, budget):
    record(alice, walk(8000))
    record(bob, walk(8000))
    Activity.objects.update(status=Status.WAITING)
    queue.wait_for_budget(Activity.objects.values_list("pk", flat=True), now=NOW)

    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=alice.pk)
        with ThreadPoolExecutor(1) as pool:
            release = pool.submit(in_own_connection, lambda: scorer.release_waiting(now=NOW))
            assert release.result() == 1

    assert list(Activity.objects.waiting().values_list("citizen", flat=True)) == [alice.pk]


def test_shard_that_has_waited_longest_comes_first():
    citizens = sorted((make_citizen() for _ in range(3)), key=lambda citizen: -(citizen.pk % SHARDS))
    for citizen in citizens:
        record(citizen, walk(8000))

    assert queue.busy_shards() == [citizen.pk % SHARDS for citizen in citizens]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(totals=st.lists(st.integers(1, 40_000), min_size=1, max_size=8), cuts=st.lists(st.integers(1, 8), max_size=3))
def test_day_total_earns_the_same_however_it_is_batched(totals, cuts, django_db_blocker):
    citizen = make_citizen()
    place = 0
    for size in [*cuts, len(totals)]:
        record(citizen, *(walk(steps) for steps in totals[place : place + size]))
        score_everything()
        place += size

    best = min(max(totals) * 2 // 100, 296)
    assert sum(grams for grams, _credits in earned(citizen)) == best
    assert statements.available(citizen.pk, today=TODAY) == best // 10


@pytest.mark.django_db(transaction=True)
def test_caps_are_exact_when_six_score_the_same_citizens_at_once():
    citizens = [make_citizen() for _ in range(20)]
    for citizen in citizens:
        record(citizen, *(ride(1000, ago=timedelta(minutes=15 * number)) for number in range(1, 11)))

    def score(_number):
        def until_nothing_is_pending():
            while Activity.objects.pending().exists():
                for shard in range(SHARDS):
                    scorer.score_batch(shard, now=NOW, limit=7)

        return in_own_connection(until_nothing_is_pending)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(score, range(6)))

    credited = Assessment.objects.filter(grams__gt=0)
    per_citizen = credited.values("activity__citizen").annotate(
        acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits")
    )
    assert {(row["acts"], row["grams"], row["credits"]) for row in per_citizen} == {(6, 198, 18)}
    # The first six recorded are the six that count.
    for citizen in citizens:
        assert [credits for _grams, credits in earned(citizen)] == [3] * 6 + [0] * 4
    assert findings() == []
