"""A month is gathered: who agreed, what is left out and why, each act once, and nothing lost between."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from activities.models import Assessment, Reason
from activities.scoring import taking_back
from campaigns.teams import consenting as guarding
from campaigns.teams.refusals import GuardianDecides
from projects.models import LeftOut, MonthStatus, PoolConsent, PoolCount, PooledAct, PooledMonth
from projects.pooling import agreeing, consenting, gathering
from projects.refusals import (
    EarlierMonthOpen,
    GatheredAnew,
    MonthDecided,
    MonthNotOver,
    MonthPooled,
    NeedsAnother,
    NotAPool,
    OwnOrganisation,
    StillGathering,
    TooFewCitizens,
)
from tests.conftest import NOW, make_citizen
from tests.projects.pooling.conftest import (
    BEFORE,
    IN_DECEMBER,
    NOVEMBER,
    OCTOBER,
    RIDDEN,
    agreed,
    gathered,
    rider,
    rode,
)


def grams_of(citizen) -> int:
    return Assessment.objects.filter(activity__citizen=citizen).aggregate(sum=Sum("grams"))["sum"]


def left_out(month: PooledMonth) -> dict[str, int]:
    rows = PoolCount.objects.filter(month=month).exclude(reason="")
    return dict(rows.values_list("reason").annotate(sum=Sum("acts")).order_by("reason"))


def test_acts_of_who_agreed_are_pooled_each_with_its_grams(pool, riders, clerks):
    month = gathered(pool, clerks[0])

    whole = sum(grams_of(citizen) for citizen in riders)
    assert (month.citizens, month.acts, month.acts_g) == (6, 12, whole)
    assert (month.kilograms * 1000 + month.carried_out_g, month.owed_out_g) == (whole, 0)
    assert sorted(PooledAct.objects.values_list("nth", flat=True)) == list(range(1, 13))
    assert left_out(month) == {}


def test_what_is_left_out_says_why_and_nothing_is_lost(pool, riders, clerks):
    rider(3000, agrees=False)
    late = rider(agrees=False)
    consenting.give(citizen=late, now=RIDDEN)
    rode(late, 1000, 1000)
    [taken] = rode(riders[0], 1500, at=RIDDEN + timedelta(days=5))
    taking_back.take_back(activity=taken.activity, reason=Reason.MISTAKEN, by=clerks[1], now=NOW)
    month = gathered(pool, clerks[0])

    assert left_out(month) == {LeftOut.NO_CONSENT: 2, LeftOut.REVOKED: 1}, "the day of the consent is not whole"
    counted = month.counts.aggregate(acts=Sum("acts"), grams=Sum("grams"))
    assert counted["acts"] == Assessment.objects.count()
    assert counted["grams"] == Assessment.objects.aggregate(sum=Sum("grams"))["sum"]


def test_batches_of_one_come_to_what_one_batch_does(pool, riders, clerks):
    one = gathered(pool, clerks[0], at_once=1)
    sums = (one.citizens, one.acts, one.acts_g, list(one.counts.values_list("scenario", "citizens", "acts", "grams")))
    agreeing.decline(month=one, answer="再看一次", by=clerks[1], now=NOW)
    with pytest.raises(StillGathering):
        gathering.begin(project=pool, month=OCTOBER, document="成碳〔2026〕10号", by=clerks[0], now=NOW)
    gathering.go_on(now=NOW, batches=5)
    assert not PooledAct.objects.exists(), "what was declined is free again"
    two = gathered(pool, clerks[0], at_once=1000)

    assert sums == (
        two.citizens,
        two.acts,
        two.acts_g,
        list(two.counts.values_list("scenario", "citizens", "acts", "grams")),
    )


def test_a_month_is_gathered_once_in_its_order_and_not_before_it_is_settled(pool, riders, clerks, project):
    with pytest.raises(MonthNotOver):
        gathering.begin(project=pool, month=NOVEMBER, document="成碳〔2026〕9号", by=clerks[0], now=NOW)
    with pytest.raises(NotAPool):
        gathering.begin(project=project, month=OCTOBER, document="成碳〔2026〕9号", by=clerks[0], now=NOW)
    month = gathered(pool, clerks[0])
    with pytest.raises(MonthPooled):
        gathering.begin(project=pool, month=OCTOBER, document="成碳〔2026〕9号", by=clerks[0], now=NOW)
    agreed(month, clerks[1])
    with pytest.raises(EarlierMonthOpen):
        gathering.begin(project=pool, month=NOVEMBER, document="成碳〔2026〕9号", by=clerks[0], now=IN_DECEMBER)


def test_nobody_agrees_alone_nor_for_their_own_nor_twice(pool, riders, clerks, owner):
    month = gathering.begin(project=pool, month=OCTOBER, document="成碳〔2026〕9号", by=clerks[0], now=NOW)
    with pytest.raises(StillGathering):
        agreed(month, clerks[1])
    while gathering.go_on(now=NOW, batches=3)[1]:
        pass
    for somebody, refusal in ((clerks[0], NeedsAnother), (owner, OwnOrganisation)):
        with pytest.raises(refusal):
            agreed(month, somebody)
    done = agreed(month, clerks[1])
    assert done.report.versions.get().kilograms == done.kilograms > 0
    with pytest.raises(MonthDecided):
        agreed(month, clerks[1])


def test_a_consent_withdrawn_meanwhile_leaves_before_anybody_agrees(pool, riders, clerks):
    month = gathered(pool, clerks[0])
    consenting.withdraw(citizen=riders[0], now=NOW)
    with pytest.raises(GatheredAnew):
        agreed(month, clerks[1])

    month.refresh_from_db()
    assert (month.status, month.citizens, month.acts) == (MonthStatus.DRAWN, 5, 10)
    assert left_out(month) == {LeftOut.CHANGED: 2}
    assert not PooledAct.objects.filter(citizen_id=riders[0].pk).exists()
    done = agreed(month, clerks[1])
    assert done.acts_g == sum(grams_of(citizen) for citizen in riders[1:])
    consenting.withdraw(citizen=riders[1], now=NOW + timedelta(hours=1))
    assert PooledAct.objects.filter(citizen_id=riders[1].pk).count() == 2, "what is pooled stays"


def test_fewer_than_five_are_not_reported(pool, clerks):
    for _ in range(4):
        rider(2000)
    with pytest.raises(TooFewCitizens):
        agreed(gathered(pool, clerks[0]), clerks[1])


def test_an_act_is_pooled_once_even_to_raw_sql(pool, riders, clerks):
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    act = PooledAct.objects.first()
    tries = [
        "INSERT INTO projects_pooledact TABLE projects_pooledact",
        "DELETE FROM projects_pooledact",
        "UPDATE projects_pooledact SET grams = grams + 1",
        "UPDATE projects_pooledmonth SET status = 'declined', answer = 'x'",
        "UPDATE projects_pooledmonth SET acts_g = acts_g + 1",
        "UPDATE projects_poolcount SET grams = grams + 1",
        "TRUNCATE projects_pooledact",
        f"INSERT INTO projects_poolleaving VALUES ({act.pk}, 'left', {act.grams}, now(), {month.pk})",
    ]
    for statement in tries:
        with pytest.raises((IntegrityError, Exception)) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert refused.value, statement
    assert PooledAct.objects.count() == 12


def test_agreeing_twice_is_agreeing_once_and_a_later_consent_counts_days_after_it(db):
    citizen = make_citizen()
    first = consenting.give(citizen=citizen, now=BEFORE)
    assert consenting.give(citizen=citizen, now=NOW) == first
    consenting.withdraw(citizen=citizen, now=NOW)
    again = consenting.give(citizen=citizen, now=NOW + timedelta(days=1))
    assert again != first
    assert PoolConsent.objects.filter(citizen=citizen).count() == 2


def test_a_child_that_is_decided_for_agrees_to_nothing(pool, riders, clerks):
    child = rider(3000, agrees=False)
    guarding.give_for(child=child, guardian=make_citizen(), now=BEFORE)

    with pytest.raises(GuardianDecides):
        consenting.give(citizen=child, now=BEFORE)
    assert consenting.standing(child) is None


def test_acts_of_a_child_that_called_itself_an_adult_are_not_pooled(pool, riders, clerks):
    child = rider(3000)
    guarding.give_for(child=child, guardian=make_citizen(), now=NOW)

    month = gathered(pool, clerks[0])

    assert not PooledAct.objects.filter(citizen_id=child.pk).exists()
    assert month.counts.get(reason=LeftOut.NO_CONSENT).citizens == 1


def test_a_guardian_who_comes_after_the_gathering_takes_the_child_out(pool, riders, clerks):
    child = rider(3000)
    month = gathered(pool, clerks[0])
    assert PooledAct.objects.filter(citizen_id=child.pk, month=month).exists()
    guarding.give_for(child=child, guardian=make_citizen(), now=NOW)

    with pytest.raises(GatheredAnew):
        agreeing.agree(month=month, by=clerks[1], now=NOW)

    assert not PooledAct.objects.filter(citizen_id=child.pk).exists()
