"""A month of a city, with caps, late acts, doubts, decisions, revocations and empty budgets, is rehearsed as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Max, Sum

from accounts.models import User
from activities.models import Activity, Assessment, Doubted, Revocation
from activities.scoring.rehearsing import run
from activities.scoring.rehearsing.replay import replay
from activities.scoring.rehearsing.trials import trial_of
from activities.scoring.worth import Worth
from common.city_time import city_day
from scenarios import publishing, rulebook
from scenarios.models import Rehearsal, RuleVersion, Scenario
from scenarios.rehearsals.asking import ask
from scenarios.rehearsals.models import Stage
from tests.conftest import make_citizen
from tests.simulation.conftest import STORM, UNDER_DOUBT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DAYS = 31
MONTH = replace(STORM, citizens=12, days=DAYS, by_hand_days=DAYS, checks=0, seals=False, cheats=6, pictures=4)


def paid(scenario_ids, first_day) -> dict[int, tuple[Worth, Worth]]:
    back = {one.pk: Worth(one.grams, one.credits) for one in Revocation.objects.all()}
    scored = Assessment.objects.filter(activity__scenario__in=scenario_ids, activity__city_day__gte=first_day)
    return {one.pk: (Worth(one.grams, one.credits), back.get(one.pk, Worth())) for one in scored}


def test_a_month_of_a_city(live):
    live(MONTH, until=UNDER_DOUBT)
    until = max(
        Assessment.objects.aggregate(last=Max("assessed_at"))["last"],
        Revocation.objects.aggregate(last=Max("revoked_at"))["last"],
    )
    last_day = city_day(until)
    citizens = list(Activity.objects.order_by("citizen").values_list("citizen", flat=True).distinct())
    assert Revocation.objects.exists()
    assert Doubted.objects.exclude(decision="").exists()

    for scenario in Scenario.objects.all():
        for first_day in (last_day - timedelta(days=400), last_day - timedelta(days=9)):
            days = {"first_day": first_day, "last_day": last_day}
            as_it_was = trial_of(scenario, None, **days, until=until, scenarios=Scenario.objects.all())
            acts = [one for each in replay(citizens, as_it_was) for one in each if one.act.city_day >= first_day]
            told = {one.act.pk: (one.earned, one.given_back) for one in acts if one.act.version_id}
            assert told == paid(as_it_was.since, first_day), scenario.code

    desk = make_citizen()
    rehearsed = [_as_it_is(scenario, desk, until) for scenario in Scenario.objects.all()]
    assert sum(one.acts for one in rehearsed) > 100


def _as_it_is(scenario: Scenario, by: User, now) -> Rehearsal:
    """The version in force, as far back as it has been."""
    in_force = rulebook.RuleBook().version_on(scenario.pk, city_day(now))
    assert in_force
    days = min((city_day(now) - in_force.effective_from).days + 1, DAYS)
    draft = RuleVersion.objects.get(pk=publishing.copy_version(in_force, now=now).pk)
    rehearsal = ask(version=draft, days=days, by=by, now=now)
    while run.go_on(clock=lambda: now):
        pass
    rehearsal.refresh_from_db()
    assert rehearsal.state == Stage.DONE
    own = Assessment.objects.filter(
        activity__scenario=scenario, activity__city_day__range=(rehearsal.first_day, rehearsal.last_day)
    )
    sums = own.aggregate(grams=Sum("grams", default=0), credits=Sum("credits", default=0))
    taken_back = Revocation.objects.filter(activity__in=own.values("activity"))
    back = taken_back.aggregate(grams=Sum("grams", default=0), credits=Sum("credits", default=0))
    assert rehearsal.sums["grams"] == [sums["grams"] - back["grams"]] * 2
    assert rehearsal.sums["credits"] == [sums["credits"] - back["credits"]] * 2
    assert [rehearsal.sums[name] for name in ("more", "less", "others", "accepted")] == [0, 0, 0, 0]
    assert rehearsal.sums["refused"] == {}
    return rehearsal
