"""What the city accounts for: counted once, out of the books, and of no group of fewer than five citizens."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.db import DatabaseError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Freeze
from activities.models import Activity, Status
from activities.telling.refusal_words import refusal_in_words
from city.jobs import JOBS
from city.models import MonthFact, Subject
from city.transparency import auditing, reading, words
from city.transparency.counting import ALL
from city.transparency.hiding import Cell, is_wholly_hidden, shown
from city.transparency.keeping import keep
from city.transparency.tables import TABLES
from city.transparency.telling import HIDDEN
from common.few import FEWEST
from credits import books, budgets
from review.models import Claim
from scenarios import publishing
from scenarios.models import Scenario
from seals import sealing
from tests import rules
from tests.city.accounted import MONTHS, account, numbers
from tests.city.accounted import keep as keep_facts
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

NOVEMBER = TODAY.replace(day=1)
COUNTED = NOW.replace(month=12, day=8)
WALKED = 16
"""Credits for 8,000 steps."""


@pytest.fixture
def citizens(db, catalogue, budget):
    """Seven who walked and were credited."""
    walkers = [make_citizen(f"1380000{number:04}") for number in range(7)]
    for walker in walkers:
        record(walker, walk(8000))
    score_everything()
    return walkers


def refuse(citizens, reason: str, *, hours_ago: int = 2) -> None:
    """Acts that stand refused."""
    for citizen in citizens:
        record(citizen, ride(2000, ago=timedelta(hours=hours_ago)))
        act = Activity.objects.of(citizen.pk).latest("pk")
        Activity.objects.filter(pk=act.pk).update(status=Status.REJECTED, refusal=reason)


def in_csv(client, name: str) -> list[dict[str, str]]:
    answer = client.get(reverse("city:data_csv", args=[f"transparency-{name}"]))
    return list(csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_a_month_is_counted_on_the_eighth_of_the_next_and_never_again(citizens):
    assert keep(now=COUNTED - timedelta(days=1)) == 0
    assert list(reading.credits()) == []

    assert keep(now=COUNTED) == 1
    before = list(MonthFact.objects.exclude(subject__in=Subject.of_now()).order_by("pk").values())
    refuse(citizens, "out_of_bounds")
    assert keep(now=COUNTED + timedelta(hours=1)) == 0

    assert list(MonthFact.objects.exclude(subject__in=Subject.of_now()).order_by("pk").values()) == before


def test_what_was_counted_stays(citizens):
    keep(now=COUNTED)

    with pytest.raises(DatabaseError, match="facts_of_months_stay"):
        MonthFact.objects.filter(subject=Subject.CREDITS).update(amount=0)


def test_credits_are_what_the_books_say(citizens):
    keep(now=COUNTED)

    kept = {fact.code: fact.amount for fact in MonthFact.objects.filter(subject=Subject.CREDITS)}
    [trial] = [trial for trial in books.balances_at(COUNTED) if trial.asset == books.Asset.CREDIT]
    held = {line.kind: line.closing for line in trial.lines}
    flows = {code: amount for code, amount in kept.items() if amount}
    assert flows == {"issued": 7 * WALKED, "outstanding": 7 * WALKED}
    assert held["available"] == kept["outstanding"]
    assert list(reading.credits()) == [(NOVEMBER, 0, 0, 0, 0, 0, 0)]


def test_refusals_are_told_by_reason_and_small_ones_hide_behind_others(citizens):
    refuse(citizens[:6], "out_of_bounds")
    refuse(citizens[:2], "frozen", hours_ago=3)
    keep(now=COUNTED)

    assert list(reading.acts()) == [(NOVEMBER, 0, None)]
    assert list(reading.refusals()) == [(NOVEMBER, "frozen", None), (NOVEMBER, "out_of_bounds", None)]


def test_refusals_are_told_in_fives_and_together_as_those_that_are_told(citizens):
    refuse(citizens, "out_of_bounds")
    refuse(citizens[:6], "counted_meanwhile", hours_ago=3)
    keep(now=COUNTED)

    assert list(reading.acts()) == [(NOVEMBER, 0, 10)]
    assert list(reading.refusals()) == [(NOVEMBER, "counted_meanwhile", 5), (NOVEMBER, "out_of_bounds", 5)]


def test_refusals_of_a_few_alone_are_told_of_nowhere(citizens):
    refuse(citizens[:2], "frozen")
    keep(now=COUNTED)

    assert list(reading.acts()) == [(NOVEMBER, 0, None)]
    assert list(reading.refusals()) == [(NOVEMBER, "frozen", None)]


def test_a_month_of_a_few_tells_nothing_and_hides_in_the_next(alice, catalogue, budget):
    record(alice, walk(8000))
    score_everything()
    keep(now=COUNTED)

    assert list(reading.credits()) == [(NOVEMBER, None, 0, 0, 0, 0, None)]
    assert list(reading.acts()) == [(NOVEMBER, None, None)]
    assert [row.left for row in reading.budgets_then()] == [None]


@pytest.mark.parametrize(("many", "told"), [(0, 0), (4, None), (5, 5), (7, 5)])
def test_freezes_are_told_from_five_on(citizens, desk, many, told):
    for citizen in citizens[:many]:
        Freeze.objects.create(
            citizen=citizen,
            earning=True,
            spending=False,
            reason="checking",
            begun_at=NOW,
            ends_at=NOW + timedelta(days=3),
            by=desk,
        )
    keep(now=COUNTED)

    assert [row.number for row in reading.freezes()] == [told]


def claim(citizen, *, decided_after: timedelta | None, desk) -> Claim:
    decided = {"status": "refused", "reason": "not_found", "decided_by": desk} if decided_after else {}
    return Claim.objects.create(
        citizen=citizen,
        scenario=Scenario.objects.get(code="bike-share"),
        started_at=NOW - timedelta(days=2),
        ended_at=NOW - timedelta(days=2),
        values={},
        through="某单车",
        sent_at=NOW,
        due_on=TODAY,
        decided_at=NOW + decided_after if decided_after else None,
        **decided,
    )


def test_delays_are_the_median_of_what_was_decided_and_not_its_one_longest_wait(citizens, desk):
    everybody = [*citizens, make_citizen(), make_citizen()]
    for citizen, hours in zip(everybody, (1, 2, 3, 4, 5, 6, 7, 8, 70), strict=True):
        claim(citizen, decided_after=timedelta(hours=hours), desk=desk)
    keep(now=COUNTED)

    assert list(reading.delays()) == [(NOVEMBER, "claim", 5, 5, None)]
    assert list(reading.answers(Subject.CLAIMS)) == [(NOVEMBER, "refused", 5), (NOVEMBER, "sent", 5)]


@pytest.mark.parametrize("hours", [(1, 2, 3, 4, 5, 6, 70), (4, 4, 4, 4, 9, 9, 9, 4, 4, 4, 4, 4)])
def test_no_half_is_told_that_is_of_fewer_than_five(citizens, desk, hours):
    """Neither of seven, nor where one citizen has sent what others have not."""
    everybody = [*citizens, *[citizens[0]] * (len(hours) - len(citizens))]
    for citizen, waited in zip(everybody, hours, strict=True):
        claim(citizen, decided_after=timedelta(hours=waited), desk=desk)
    keep(now=COUNTED)

    [row] = reading.delays()
    assert row.median_h is None


@pytest.mark.parametrize(("many", "told"), [(49, None), (50, 45)])
def test_the_ninetieth_is_told_where_five_were_slower(db, catalogue, desk, many, told):
    for hours in range(1, many + 1):
        claim(make_citizen(), decided_after=timedelta(hours=hours), desk=desk)
    record(make_citizen(), walk(8000))
    keep(now=COUNTED)

    assert [row.ninetieth_h for row in reading.delays()] == [told]


def test_how_long_things_wait_is_told_of_five_citizens_and_not_of_the_first(citizens, desk):
    for nth, citizen in enumerate(citizens[:5]):
        waits = claim(citizen, decided_after=None, desk=desk)
        Claim.objects.filter(pk=waits.pk).update(sent_at=NOW - timedelta(hours=60 - nth))
    keep(now=NOW)

    [claims] = [waits for waits in reading.waiting() if waits.kind == "claim"]
    assert claims == ("claim", 5, 48)


def test_of_a_few_that_wait_nobody_learns_even_that_they_do(citizens, desk):
    keep(now=NOW)
    nobody = reading.waiting()
    for citizen in citizens[:4]:
        claim(citizen, decided_after=None, desk=desk)
    keep(now=NOW + timedelta(hours=1))

    assert reading.waiting() == nobody


def test_what_waits_is_told_in_steps_of_five(citizens, desk):
    for citizen in citizens:
        claim(citizen, decided_after=None, desk=desk)
    keep(now=NOW + timedelta(hours=30))

    [claims] = [waits for waits in reading.waiting() if waits.kind == "claim"]
    assert claims == ("claim", 5, 24)


def test_what_waits_is_told_anew_when_five_citizens_more_or_fewer_wait(citizens, desk):
    told = []
    for hours, citizen in enumerate([*citizens, *(make_citizen() for _citizen in range(6))]):
        claim(citizen, decided_after=None, desk=desk)
        keep(now=NOW + timedelta(hours=hours))
        told += [waits.number for waits in reading.waiting() if waits.kind == "claim"]
    answered = {"status": "refused", "reason": "not_found", "decided_by": desk, "decided_at": NOW}
    Claim.objects.filter(citizen__in=citizens[:4]).update(**answered)
    keep(now=NOW + timedelta(hours=20))
    after_four = reading.waiting()
    Claim.objects.filter(citizen__in=citizens[4:]).update(**answered)
    keep(now=NOW + timedelta(hours=21))

    # The first look tells of one, the next number is that of six, and then of eleven.
    assert told == [0] * 5 + [5] * 5 + [10] * 3
    assert [waits.number for waits in after_four if waits.kind == "claim"] == [10]
    assert [waits.number for waits in reading.waiting() if waits.kind == "claim"] == [5]


def test_the_page_says_what_the_files_say(client, citizens):
    keep_facts(NOVEMBER, *numbers(1, budgets.pots()[0].code))
    page = client.get(reverse("city:transparency"))
    text = page.content.decode()

    sections = {section.name: section for section in page.context["sections"]}
    [credits] = in_csv(client, "credits")
    [line] = sections["transparency-credits"].lines
    cells = [cell.replace(",", "") for _title, cell, _number in line.cells]
    assert cells == [credits[name] or HIDDEN for name in list(credits)[1:]]
    assert credits["issued"] == "203000"
    assert "2026年11月发放积分至少 203,000 分" in text
    assert "记录行为至少 52,900 次，其中未通过至少 280 次" in text
    answer = client.get(reverse("city:data_json", args=["transparency-credits"]))
    assert json.loads(b"".join(answer))[0]["issued"] == 203_000


def test_what_is_of_the_same_acts_as_the_roll_ups_is_told_in_steps(client, citizens):
    account(budgets.pots()[0].code)

    credits, acts, left = in_csv(client, "credits"), in_csv(client, "acts"), in_csv(client, "budgets")
    amounts = [number for row in credits for name, number in row.items() if name != "month"]
    amounts += [row["left"] for row in left]
    assert len(credits) == len(acts) == MONTHS
    assert {int(number) % 1000 for number in amounts if number} == {0}
    assert {int(row["recorded"]) % 100 for row in acts} == {0}
    assert any(int(number) > 0 for number in amounts if number)


def test_the_page_asks_as_much_of_many_months_as_of_one(client, citizens, django_assert_max_num_queries):
    keep(now=COUNTED)
    client.get(reverse("city:transparency"))
    with django_assert_max_num_queries(45):
        client.get(reverse("city:transparency"), headers={"Accept-Language": "en"})


def test_reasons_are_those_that_the_scorer_gives():
    assert all(refusal_in_words(code) for code in words.REASONS if code != ALL)


def test_no_citizen_is_counted_in_public():
    names = {field.name for table in TABLES for field in table.fields}

    assert not {name for name in names if "citizen" in name}


def test_the_jobs_count_and_note(citizens, time_machine):
    time_machine.move_to(COUNTED, tick=False)
    work = {job.name: job.work for job in JOBS}

    assert work["city.account"]().facts == {"months": 1}
    assert work["city.account"]().facts == {"months": 0}
    assert work["city.note_editions"]().facts["changed"] > 0
    assert work["city.note_editions"]().facts == {"changed": 0}


PARTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.integers(0, 12).map(lambda citizens: Cell(citizens * 3, citizens)),
    min_size=1,
)


@given(PARTS, st.sets(st.sampled_from("abcdef"), max_size=1))
def test_nothing_small_is_left_when_what_is_shown_is_taken_off_the_sum(parts, known):
    known = {code for code in known if code in parts and not parts[code].is_small}
    told = shown(parts, known=known)
    hidden = [parts[code] for code, number in told.items() if number is None and code not in known]

    assert all(number is None or not parts[code].is_small for code, number in told.items())
    if hidden and not is_wholly_hidden(parts, known=known):
        assert max(cell.citizens for cell in hidden) >= FEWEST
        assert len(hidden) > 1


def test_budgets_tell_what_was_put_in_and_left_at_the_months_end(citizens):
    keep(now=COUNTED)

    [row] = reading.budgets_then()
    left = budgets.remaining(row.code)
    assert left == row.put_in - 7 * WALKED
    assert row.left < left < row.left + 1000
    assert sealing.over_until() is None


def test_a_month_of_less_than_a_step_is_not_told_as_nothing(client, citizens):
    keep(now=COUNTED)
    address = reverse("city:transparency")
    page = client.get(address)
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()

    [row] = in_csv(client, "credits")
    assert row["issued"] == row["spent"] == "0"
    assert "2026年11月发放积分不足 1,000 分，月末市民持有不足 1,000 分。" in page.content.decode()
    assert "were given fewer than 1,000 credits; at its end they held fewer than 1,000." in english
    sections = {section.name: section for section in page.context["sections"]}
    [line] = sections["transparency-credits"].lines
    assert {cell for _title, cell, _number in line.cells} == {"不足 1,000"}


def test_a_forecast_is_made_of_what_is_told_anyway(db):
    for nth, left in enumerate(LEFT[:2]):
        month = NOVEMBER.replace(month=9 + nth)
        keep_facts(month, (Subject.FUNDED, POT, 5_000_000, None), (Subject.LEFT, POT, left + 999 * nth, 9))

    assert [row.lasts_days for row in reading.budgets_then()] == [None, 4_760_000 * 31 // 240_000]


POT = "first"
LEFT = (5_000_000, 4_760_000, 4_760_000, 4_520_000)
"""At the ends of four months."""


@pytest.mark.parametrize(
    ("citizens_paid", "told"),
    [
        ((0, 9, 0, 9), [True, True, True, True]),
        ((9, 1, 0, 9), [True, False, False, True]),
        ((9, 1, 0, 1), [True, False, False, False]),
        ((0, 1, 0, 0), [True, False, False, False]),
        ((1, 0, 0, 5), [False, False, False, True]),
    ],
)
def test_a_budget_that_paid_a_few_stays_hidden_until_it_has_paid_five(db, citizens_paid, told):
    for nth, (left, citizens) in enumerate(zip(LEFT, citizens_paid, strict=True)):
        month = NOVEMBER.replace(month=6 + nth)
        keep_facts(month, (Subject.FUNDED, POT, 5_000_000, None), (Subject.LEFT, POT, left, citizens))

    assert [row.left is not None for row in reading.budgets_then()] == told
    assert {row.left for row in reading.budgets_then()} <= {None, *LEFT}


def test_what_hides_a_budget_stays_hidden_as_long(db):
    for nth, (few, many) in enumerate([(0, 9), (1, 9), (0, 0), (0, 9)]):
        month = NOVEMBER.replace(month=6 + nth)
        for code, citizens in (("few", few), ("many", many)):
            keep_facts(month, (Subject.FUNDED, code, 5_000_000, None), (Subject.LEFT, code, LEFT[nth], citizens))

    hidden = [(row.code, row.month.month) for row in reading.budgets_then() if row.left is None]
    assert hidden == [(code, month) for month in (7, 8, 9) for code in ("few", "many")]


def test_the_audit_holds_what_was_published_against_the_books(citizens):
    keep(now=COUNTED)
    assert list(auditing.findings()) == []

    MonthFact.objects.create(
        month=NOVEMBER.replace(month=9), subject=Subject.CREDITS, code="issued", amount=5, citizens=9, kept_at=NOW
    )
    found = list(auditing.findings())
    assert {finding.code for finding in found} == {auditing.CODE}
    assert "2026-09 issued: published are 5, the books say 0" in {finding.detail for finding in found}


@pytest.mark.parametrize(
    ("why", "told"), [({"zh-hans": "并入另一场景。"}, "原因：并入另一场景。"), (None, "发布时未说明原因。")]
)
def test_a_rule_that_changed_says_why_or_that_nobody_said(client, catalogue, budget, why, told):
    day = TODAY.replace(year=TODAY.year + 1)
    end = publishing.draft_end(Scenario.objects.get(code="walking"), effective_from=day, now=NOW)
    publishing.publish(rules.approve(end, now=NOW), effective_from=day, now=NOW, why=why)

    page = client.get(reverse("city:transparency")).content.decode()
    latest, _rest = page.partition('<ol class="rule-changes">')[2].split("</li>", 1)
    assert told in latest
