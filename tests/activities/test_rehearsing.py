"""A replay with the rules as they were tells what was paid; with another one, what the same acts would have got."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities import reinstating
from activities.models import Activity, Assessment, Doubted, Reason, Revocation, Status
from activities.scoring import taking_back
from activities.scoring.rehearsing.recorded import citizens_of, count_citizens
from activities.scoring.rehearsing.replay import NOT_ACCEPTED, TOO_LATE, WAY_CLOSED, Replayed, replay
from activities.scoring.rehearsing.trials import Trial, trial_of
from activities.scoring.worth import Worth
from scenarios.models import RuleVersion, Scenario
from scenarios.rules import Evidence, Rule
from tests.activities.doubting_rules import SOURCE, doubts
from tests.activities.second_opinion.histories import arrivals, histories
from tests.activities.second_opinion.side_by_side import NOW as SCORED_FROM
from tests.activities.second_opinion.side_by_side import examples, score, tell, undone
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)
FIRST_DAY = date(2025, 12, 1)
pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def in_force(code: str) -> RuleVersion:
    begun = RuleVersion.objects.published().filter(scenario__code=code, effective_from__lte=TODAY)
    return begun.latest("effective_from")


def trial(code: str = "walking", rule: Rule | None = None, *, first_day=FIRST_DAY, until=NOW + A_DAY) -> Trial:
    """By the rule that is given; else each act by its own."""
    scenario = Scenario.objects.get(code=code)
    days = {"first_day": first_day, "last_day": date(2027, 12, 31)}
    return trial_of(scenario, rule, **days, until=until, scenarios=Scenario.objects.all())


def with_change(change, code: str = "walking", **more) -> Trial:
    """A trial of the rule in force, changed."""
    document = deepcopy(in_force(code).document)
    change(document)
    return trial(code, Rule.from_document(document), **more)


def capped_at(grams: int):
    def change(document):
        document["caps"][0]["value"] = grams

    return change


def replayed(of: Trial, *citizens) -> dict[int, Replayed]:
    return {one.act.pk: one for acts in replay([citizen.pk for citizen in citizens], of) for one in acts}


def kept(of: Trial, *citizens) -> list[Worth]:
    return [one.kept for one in replayed(of, *citizens).values()]


def paid(of: Trial) -> dict[int, tuple[Worth, Worth]]:
    """What the acts that a trial reaches were paid since it begins, and gave back."""
    back = {one.pk: Worth(one.grams, one.credits) for one in Revocation.objects.all()}
    reached = Assessment.objects.filter(activity__scenario__in=of.since, activity__city_day__gte=of.first_day)
    return {one.pk: (Worth(one.grams, one.credits), back.get(one.pk, Worth())) for one in reached}


def told(of: Trial, *citizens) -> dict[int, tuple[Worth, Worth]]:
    acts = replayed(of, *citizens).items()
    return {pk: (one.earned, one.given_back) for pk, one in acts if one.act.city_day >= of.first_day}


# As it was


@pytest.mark.slow
@examples(0.4)
@given(history=histories(least=3), data=st.data())
def test_rules_as_they_were_pay_what_was_paid(history, data, django_db_blocker):
    """Whatever is tried and from whichever day on; of what was taken back something is counted again."""
    one_by_one, _at_once, in_pieces = data.draw(arrivals(st.just(history)))
    with undone():
        citizen, staff, other, now = make_citizen(), make_citizen(), make_citizen(), SCORED_FROM
        for acts in data.draw(st.sampled_from([one_by_one, in_pieces])).rounds():
            tell(citizen, acts)
            now += A_SECOND
            score([citizen], now=now)
            scored = list(Activity.objects.filter(citizen=citizen, status=Status.SCORED).order_by("pk"))
            for act in data.draw(st.lists(st.sampled_from(scored), max_size=2, unique=True)) if scored else ():
                now += A_SECOND
                taken = taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=staff, now=now)
                if data.draw(st.booleans()):
                    reinstating.reinstate(revocation=taken, by=other, now=now)

        for code in sorted({act.draft.scenario for act in history}):
            first_day = data.draw(st.sampled_from([FIRST_DAY, *sorted({act.city_day for act in history})]))
            as_it_was = trial(code, first_day=first_day, until=now)
            assert told(as_it_was, citizen) == paid(as_it_was)


def test_the_version_in_force_pays_what_was_paid(alice, bob):
    [first, *_others] = record(alice, walk(8000), ride(2000), walk(9500), walk(20_000, days_ago=1))
    record(bob, walk(3000), ride(4000), evidence=Evidence.DEVICE)
    score_everything()
    taking_back.take_back(activity=first.activity, reason=Reason.MISTAKEN, by=bob, now=NOW + A_SECOND)
    unchanged = trial("walking", in_force("walking").rule, first_day=TODAY - A_DAY)

    assert told(unchanged, alice, bob) == paid(unchanged)
    assert len(paid(unchanged)) == 6


# As it would be


def test_a_lower_cap_pays_less_and_only_of_its_scenario(alice, bob):
    record(alice, walk(8000), walk(20_000, days_ago=1), ride(2000, ago=timedelta(days=3)))
    record(bob, walk(3000))
    score_everything()
    lower = with_change(capped_at(100))

    acts = [(one.act.earned, one.kept) for one in replayed(lower, alice, bob).values()]
    assert acts == [
        (Worth(160, 16), Worth(100, 10)),
        (Worth(296, 29), Worth(100, 10)),
        (Worth(67, 6), Worth(67, 6)),
        (Worth(60, 6), Worth(60, 6)),
    ]


def test_days_outside_of_the_trial_keep_their_rule(alice):
    record(alice, walk(8000), walk(20_000, days_ago=1))
    score_everything()

    assert kept(with_change(capped_at(100), first_day=TODAY), alice) == [Worth(100, 10), Worth(296, 29)]


def test_an_act_that_the_rule_would_not_take_gets_nothing_and_leaves_its_time(alice):
    record(alice, ride(9000, minutes=40), ride(2000, ago=timedelta(hours=5)))
    score_everything()

    def short(document):
        next(bound for bound in document["bounds"] if bound["measure"] == "distance_m")["most"] = 5000

    [far, near] = replayed(with_change(short, "bike-share"), alice).values()
    assert (far.kept, far.refusal) == (Worth(), "out_of_bounds")
    assert (near.kept, near.refusal) == (Worth(67, 6), "")


def test_what_comes_too_late_or_is_proven_too_little_is_not_taken(alice):
    record(alice, walk(8000, days_ago=2))
    record(alice, walk(8000), evidence=Evidence.SELF_DECLARED)
    score_everything()

    def strict(document):
        document["windows"]["device"]["value"] = 1
        for part in ("windows", "worth", "most_grams"):
            document.get(part, {}).pop("self_declared", None)

    refusals = [one.refusal for one in replayed(with_change(strict), alice).values()]
    assert refusals == [TOO_LATE, NOT_ACCEPTED]


def test_what_comes_by_a_way_that_is_closed_is_not_taken(alice):
    record(alice, walk(8000))
    record(alice, walk(5000, days_ago=1), evidence=Evidence.SELF_DECLARED)
    score_everything()

    def by_api(document):
        document["ways"] = ["api"]

    told = {(one.act.channel, one.refusal) for one in replayed(with_change(by_api), alice).values()}
    assert told == {("file", WAY_CLOSED), ("api", "")}


def test_an_act_that_was_refused_may_be_taken(alice):
    [outcome] = record(alice, walk(8000))
    Activity.objects.filter(pk=outcome.activity.pk).update(values={"steps": 150_000})
    score_everything()
    assert Activity.objects.get().refusal == "out_of_bounds"

    def wide(document):
        for bound in document["bounds"]:
            bound["most"] = 200_000

    assert kept(trial("walking", in_force("walking").rule), alice) == [Worth()]
    assert kept(with_change(wide), alice) == [Worth(296, 29)]


def doubted(act, *, weight: int, came: str, by=None, decision: str = "") -> None:
    decided = {"decision": decision, "decided_by": by, "decided_at": NOW} if decision else {}
    due = {"due_at": NOW + A_DAY} if came == "review" else {}
    Doubted.objects.create(
        activity=act, citizen=act.citizen, doubts=[], weight=weight, came=came, raised_at=NOW, **due, **decided
    )


def thresholds(lower: int, review: int, refuse: int):
    def change(document):
        document["doubts"] = doubts(lower=lower, review=review, refuse=refuse)
        half = {"value": 50, "unit": "percent", "standing": "proposed", "source": SOURCE}
        document["worth"] = {"self_declared": half}

    return change


def test_doubts_are_weighed_by_the_thresholds_that_are_tried(alice):
    [outcome] = record(alice, walk(8000))
    score_everything()
    doubted(outcome.activity, weight=30, came="noted")

    unchanged = trial("walking", in_force("walking").rule)
    assert [(one.refusal, one.waits) for one in replayed(unchanged, alice).values()] == [("", False)]
    refusing = with_change(thresholds(10, 20, 30))
    assert [one.refusal for one in replayed(refusing, alice).values()] == ["refused_over_doubts"]
    asking = with_change(thresholds(10, 20, 31))
    assert [(one.kept, one.waits) for one in replayed(asking, alice).values()] == [(Worth(160, 16), True)]
    lowering = with_change(thresholds(10, 40, 50))
    assert [one.kept for one in replayed(lowering, alice).values()] == [Worth(80, 8)]


def test_what_a_person_decided_holds_whatever_the_thresholds(alice, bob):
    [outcome] = record(alice, walk(8000))
    score_everything()
    doubted(outcome.activity, weight=30, came="review", decision="cleared", by=bob)

    refusing = with_change(thresholds(10, 20, 30))
    assert kept(refusing, alice) == [Worth(160, 16)]


# Whose acts


def test_citizens_come_by_id_and_only_those_who_did_such_acts(alice, bob):
    record(alice, walk(8000))
    record(bob, ride(2000))
    carol = make_citizen()
    record(carol, walk(8000, days_ago=3))
    score_everything()

    assert citizens_of(trial(), after=0, limit=9) == sorted([alice.pk, carol.pk])
    assert citizens_of(trial(), after=0, limit=1) == [min(alice.pk, carol.pk)]
    assert citizens_of(trial(), after=alice.pk, limit=9) == [pk for pk in [carol.pk] if pk > alice.pk]
    assert citizens_of(trial(first_day=TODAY), after=0, limit=9) == [alice.pk]
    assert count_citizens(trial()) == 2


def test_what_was_decided_after_the_trial_began_is_not_looked_at(alice, bob):
    [first, _second] = record(alice, walk(8000), ride(2000, ago=timedelta(days=1)))
    score_everything()
    taking_back.take_back(activity=first.activity, reason=Reason.MISTAKEN, by=bob, now=NOW + A_SECOND)
    record(alice, ride(1000, ago=timedelta(hours=9)))
    score_everything(NOW + 2 * A_SECOND)

    [walked, ridden] = replayed(trial(until=NOW), alice).values()
    assert (walked.earned, walked.given_back, ridden.kept) == (Worth(160, 16), Worth(), Worth(67, 6))
    [walked, *_others] = replayed(trial(), alice).values()
    assert walked.given_back == Worth(160, 16)


def test_acts_that_the_rule_cannot_reach_are_left_out():
    reached = {Scenario.objects.get(pk=pk).code for pk in trial("quiz").since}
    assert reached == {"quiz"}
    assert {"walking", "bike-share"} <= {Scenario.objects.get(pk=pk).code for pk in trial("walking").since}
    assert replace(trial("walking"), since={}).covers(trial("walking").scenario_id, TODAY)
