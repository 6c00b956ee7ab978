"""A team's month is told once, in steps, when no acts of it come in any more, and only of five who saved something."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from activities.models import Activity, Reason
from activities.scoring.taking_back import take_back
from campaigns import audit
from campaigns.models import Heard, Team, TeamMember, TeamMonth, ToldMonth
from campaigns.teams import consenting, counting, leaving, months
from tests.campaigns.teams.conftest import friends, joined, rode, school
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
SEVENTH, EIGHTH = (datetime.fromisoformat(f"2026-12-0{day}+08:00") for day in ("7T23:59", "8T00:00"))
LATER = EIGHTH + timedelta(days=3)


def of_november(*grams: int) -> Team:
    """A school's team whose members have saved so much in November."""
    team = school(now=NOW)
    for one in grams:
        TeamMonth.objects.create(member=joined(team), month=NOVEMBER, grams=one, days=3)
    return team


def told(now: datetime = EIGHTH, *, counted: datetime | None = None) -> list[tuple[date, int]]:
    """What the job has told by a moment, of whatever was counted until then."""
    Heard.objects.update_or_create(reader=counting.READER, defaults={"until": counted or now})
    months.tell_due(now=now)
    return list(ToldMonth.objects.order_by("month", "team_id").values_list("month", "kilograms"))


@pytest.mark.parametrize(
    ("grams", "kilograms"),
    [
        ([10_000] * 5, 50),
        ([10_000, 10_000, 10_000, 10_000, 9_999], 0),
        ([20_000] * 7, 100),
        ([400_000, 1, 1, 1, 1], 400),
    ],
)
def test_a_month_is_told_in_steps(grams, kilograms):
    of_november(*grams)

    assert told() == [(NOVEMBER, kilograms)]


@pytest.mark.parametrize("grams", [[90_000] * 4, [90_000] * 4 + [0], [0] * 6])
def test_of_fewer_than_five_who_saved_something_nothing_is_told(grams):
    of_november(*grams)

    assert told() == []


def test_somebody_who_left_and_came_back_is_one():
    team = of_november(*[90_000] * 4)
    again = TeamMember.objects.first()
    leaving.leave(member=again, now=NOW)
    TeamMonth.objects.create(member=joined(team, citizen=again.citizen), month=NOVEMBER, grams=90_000, days=1)

    assert told() == []


def test_nothing_is_told_before_the_eighth_or_before_all_is_counted():
    of_november(*[10_000] * 5)

    assert told(SEVENTH) == []
    assert told(LATER, counted=SEVENTH) == []
    assert told(LATER) == [(NOVEMBER, 50)]


def test_what_comes_or_goes_afterwards_changes_nothing():
    team, few = of_november(*[10_000] * 5), of_november(*[50_000] * 4)
    before = told()
    TeamMonth.objects.filter(member__team=team).update(grams=90_000)
    TeamMonth.objects.create(member=joined(few), month=NOVEMBER, grams=50_000, days=1)

    assert told(LATER) == before == [(NOVEMBER, 50)]
    leaving.leave(member=TeamMember.objects.filter(team=team).first(), now=LATER)
    assert told(LATER + timedelta(days=40)) == before


def test_each_month_is_told_in_its_turn():
    team = of_november(*[10_000] * 5)
    told()
    for member in TeamMember.objects.filter(team=team):
        TeamMonth.objects.create(member=member, month=date(2026, 12, 1), grams=20_000, days=3)

    assert told(LATER) == [(NOVEMBER, 50)]
    assert told(datetime.fromisoformat("2027-01-08T06:00+08:00")) == [(NOVEMBER, 50), (date(2026, 12, 1), 100)]


def test_what_was_told_stays_and_is_in_steps():
    team = of_november(*[10_000] * 5)
    told()
    row = ToldMonth.objects.all()

    for change in (lambda: row.update(kilograms=100), row.delete):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    for lie in ({"month": NOVEMBER, "kilograms": 100}, {"month": date(2026, 10, 1), "kilograms": 51}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ToldMonth.objects.create(team=team, told_at=EIGHTH, **lie)


@pytest.fixture
def riders(catalogue, budget) -> Team:
    """A team of five who rode in November, and whose month was told; one ride was taken back since."""
    citizens = [make_citizen() for _ in range(5)]
    for citizen in citizens:
        consenting.give(citizen=citizen, now=NOW)
    team = friends(citizens[0], now=NOW)
    for citizen in citizens[1:]:
        joined(team, citizen=citizen, now=NOW)
    for citizen in citizens:
        rode(citizen, 3000, now=NOW + timedelta(hours=4))
    counting.count([member.pk for member in TeamMember.objects.all()])
    told()
    take_back(activity=Activity.objects.first(), reason=Reason.MISTAKEN, by=make_citizen(), now=LATER)
    return team


def codes() -> set[str]:
    return {finding.code for finding in audit.findings()} & {"team_was_told_otherwise"}


def test_what_was_told_rightly_is_not_named(riders):
    assert ToldMonth.objects.filter(team=riders, kilograms=0).exists()
    assert codes() == set()


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE campaigns_toldmonth SET kilograms = 50",
        "UPDATE campaigns_toldmonth SET month = '2026-10-01'",
        "UPDATE campaigns_toldmonth SET told_at = '2026-11-23T00:00+08:00'",
        "UPDATE campaigns_teammember SET joined_at = '2026-12-01'",
    ],
)
def test_what_was_told_otherwise_is_named(riders, lie):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(lie)

    assert codes() == {"team_was_told_otherwise"}
