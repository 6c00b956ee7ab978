"""Trophies are awarded once, by acts that count, and gone with them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import InternalError, transaction

from accounts.models import Notice
from activities.models import Activity, Reason
from activities.scoring.taking_back import take_back
from campaigns.models import Heard, TeamMonth, TrophyAward
from campaigns.teams import counting, months
from campaigns.trophies import awarding, book, grounds, yearly
from campaigns.trophies.book import Ground, Trophy
from campaigns.trophies.grounds import Day, Facts, earned, holds
from lists import confirming
from lists.kinds import every_kind
from tests.campaigns.teams.conftest import joined, rode, school
from tests.campaigns.trophies.conftest import codes
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
IN_DECEMBER = NOW + timedelta(days=16)


def trophy(ground: Ground, number: int, scenario: str = "") -> Trophy:
    return Trophy("t", 1, {}, {}, ground, scenario, number, "bamboo", "leaf")


def told(now: datetime) -> None:
    """Teams' months, of which everything is counted."""
    Heard.objects.update_or_create(reader=counting.READER, defaults={"until": now})
    months.tell_due(now=now)


def facts(*days: tuple[date, int, str]) -> Facts:
    return Facts([Day(day, grams, frozenset([scenario])) for day, grams, scenario in days])


DID = facts(
    (date(2025, 12, 30), 12_000, "walking"),
    (date(2025, 12, 31), 8_000, "bike-share"),
    (date(2026, 1, 1), 500, "walking"),
    (date(2026, 1, 2), 79_500, "walking"),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (trophy(Ground.FIRST, 1), [("", date(2025, 12, 30))]),
        (trophy(Ground.FIRST, 1, "bike-share"), [("", date(2025, 12, 31))]),
        (trophy(Ground.FIRST, 1, "metro"), []),
        (trophy(Ground.DAYS, 4), [("", date(2026, 1, 2))]),
        (trophy(Ground.DAYS, 5), []),
        (trophy(Ground.KILOGRAMS, 20), [("", date(2025, 12, 31))]),
        (trophy(Ground.KILOGRAMS, 100), [("", date(2026, 1, 2))]),
        (trophy(Ground.KILOGRAMS, 101), []),
        (trophy(Ground.YEAR, 20), [("2025", date(2025, 12, 31))]),
        (trophy(Ground.YEAR, 21), []),
        (trophy(Ground.TEAM, 1), []),
    ],
)
def test_what_a_trophy_asks(asked, found):
    assert list(earned(asked, DID, date(2026, 6, 1))) == found
    for subject, _day in found:
        assert holds(asked, subject, DID)
        assert not holds(asked, subject, Facts())


def test_is_awarded_once_and_its_owner_is_told(alice):
    rode(alice, 3000)

    while awarding.keep_up(now=LATER)[1]:
        pass
    awarding.judge([alice.pk], now=LATER)

    assert codes(alice) == ["first-act", "first-bike"]
    assert TrophyAward.objects.count() == 2
    assert set(TrophyAward.objects.values_list("earned_on", flat=True)) == {date(2026, 11, 23)}
    told = Notice.objects.of(alice.pk).filter(code="trophy_awarded")
    assert sorted(one.facts["edition"] for one in told) == sorted(
        TrophyAward.objects.values_list("edition_id", flat=True)
    )


def test_is_revoked_with_its_act_and_earned_again_by_another(alice):
    rode(alice, 3000)
    awarding.judge([alice.pk], now=NOW)
    take_back(activity=Activity.objects.get(), reason=Reason.MISTAKEN, by=make_citizen(), now=LATER)

    while awarding.keep_up(now=LATER)[1]:
        pass

    assert codes(alice) == []
    assert TrophyAward.objects.filter(revoked_at=LATER).count() == 2
    assert Notice.objects.of(alice.pk).filter(code="trophy_revoked").count() == 2
    rode(alice, 3000, now=NOW + timedelta(days=1))
    awarding.judge([alice.pk], now=NOW + timedelta(days=1))
    assert codes(alice) == ["first-act", "first-bike"]


def test_is_judged_by_the_edition_by_which_it_was_earned(alice, desk):
    rode(alice, 3000)
    awarding.judge([alice.pk], now=NOW)
    kind = every_kind()[book.LIST]
    said = {**TrophyAward.objects.get(trophy="first-act").edition.document, "number": 50}
    edition = confirming.enter(kind, subject="first-act", document=said, effective_from=None, by=desk, now=LATER)
    confirming.confirm(edition, by=make_citizen(), now=LATER)

    awarding.judge([alice.pk], now=LATER)

    assert book.trophies()["first-act"].number == 50
    assert codes(alice) == ["first-act", "first-bike"]


def test_each_trophy_of_a_teams_month_is_awarded():
    said = confirming.Edition.objects.get(list_code=book.LIST, subject="team-of-month").document
    team = school()
    for member in [joined(team) for _ in range(5)]:
        TeamMonth.objects.create(member=member, month=date(2026, 11, 1), grams=11_000, days=3)
    told(IN_DECEMBER)
    assert awarding.award_team(now=IN_DECEMBER) == 5

    confirming.begin(book.LIST, "school-cup", said, effective_from=None, now=NOW)

    assert awarding.award_team(now=IN_DECEMBER) == 5
    assert awarding.award_team(now=IN_DECEMBER) == 0
    for one in ("team-of-month", "school-cup"):
        assert TrophyAward.objects.filter(trophy=one, earned_on=date(2026, 11, 30)).count() == 5


@pytest.mark.parametrize("scenario", ["", "bike-share"])
def test_a_years_trophy_is_awarded_once_the_year_is_over_and_nothing_changes(alice, bob, monkeypatch, scenario):
    monkeypatch.setattr(yearly, "GRAMS_PER_KG", 1), monkeypatch.setattr(grounds, "GRAMS_PER_KG", 1)
    said = {**confirming.Edition.objects.get(list_code=book.LIST, subject="year").document, "scenario": scenario}
    confirming.begin(book.LIST, "year-2", said, effective_from=None, now=NOW)
    rode(alice, 3000), rode(bob, 3000)
    while awarding.keep_up(now=LATER)[1]:
        pass
    take_back(activity=Activity.objects.get(citizen=bob), reason=Reason.MISTAKEN, by=make_citizen(), now=LATER)
    assert yearly.award_year(now=LATER) == (0, False)
    january = datetime.fromisoformat("2027-01-01T00:30:00+08:00")
    assert awarding.keep_up(now=january)[0] <= 1

    assert yearly.award_year(now=january) == (1, True)
    assert yearly.award_year(now=january) == (0, False)

    assert set(codes(alice)) >= {"year", "year-2"}
    assert not {"year", "year-2"} & set(codes(bob))
    assert set(TrophyAward.objects.filter(trophy="year-2").values_list("subject", "earned_on")) == {
        ("2026", date(2026, 12, 31))
    }


def test_the_first_team_of_a_month_gets_its_trophy_once_it_is_over():
    winner, other = school(name="石室中学"), school(name="七中环保社")
    members = [joined(winner) for _ in range(5)]
    for place, member in enumerate([*members, *[joined(other) for _ in range(5)]]):
        TeamMonth.objects.create(member=member, month=date(2026, 11, 1), grams=29_000 - place * 2000, days=3)

    told(datetime.fromisoformat("2026-12-07T23:59:00+08:00"))
    assert awarding.award_team(now=IN_DECEMBER) == 0
    told(IN_DECEMBER)
    assert awarding.award_team(now=IN_DECEMBER) == 5
    assert awarding.award_team(now=IN_DECEMBER) == 0

    assert [codes(member.citizen) for member in members] == [["team-of-month"]] * 5
    awarding.judge([members[0].citizen_id], now=IN_DECEMBER)
    assert codes(members[0].citizen) == ["team-of-month"]
    TeamMonth.objects.filter(member=members[0]).delete()
    awarding.judge([members[0].citizen_id], now=IN_DECEMBER)
    assert codes(members[0].citizen) == []


def test_an_award_is_only_ever_revoked(alice):
    rode(alice, 3000)
    awarding.judge([alice.pk], now=NOW)
    own = TrophyAward.objects.filter(trophy="first-act")

    for change in (lambda: own.update(trophy="year"), own.delete, lambda: own.update(citizen=make_citizen())):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    own.update(revoked_at=LATER)
    with pytest.raises(InternalError), transaction.atomic():
        own.update(revoked_at=None)
