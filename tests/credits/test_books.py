"""The books say what a fresh sum over every transfer says: whatever was posted, whichever days are kept."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from common.city_time import at_city_time, day_span
from credits import audit
from credits.books import balances_at, books, flows, shares
from credits.jobs import keep_days
from credits.keeping import keep
from credits.models import DayFlow, DayShare, Transfer
from seals import sealing
from tests.conftest import NOW, TODAY
from tests.credits.histories import History
from tests.merchants.conftest import NEXT_VINTAGE, give

A_DAY = timedelta(days=1)
DAYS = [TODAY + A_DAY * place for place in range(5)]

FRESH = """
SELECT account.asset, account.kind,
    coalesce(sum(CASE account.id WHEN t.credit_id THEN t.amount ELSE -t.amount END)
        FILTER (WHERE t.created_at < %(since)s), 0),
    coalesce(sum(t.amount) FILTER (WHERE t.created_at >= %(since)s AND account.id = t.debit_id), 0),
    coalesce(sum(t.amount) FILTER (WHERE t.created_at >= %(since)s AND account.id = t.credit_id), 0)
FROM credits_ledgeraccount AS account JOIN credits_transfer AS t ON account.id IN (t.debit_id, t.credit_id)
WHERE t.created_at < %(until)s
GROUP BY 1, 2
"""


@pytest.fixture(autouse=True)
def _anew(db):
    cache.clear()


def close(day: date) -> None:
    """And waits for whoever of another test still writes on the same server."""
    closed = sealing.close(day, now=at_city_time(day + A_DAY, sealing.SEALED_AT))
    assert sealing.wait_until_settled(closed, patience_s=60)


def wrongly_kept() -> list[str]:
    """What moves by chance breaks other rules."""
    return [str(finding) for finding in audit.findings() if finding.code.startswith("kept_")]


def fresh(since, until) -> set[tuple]:
    """The trial balance by plain SQL over every transfer."""
    with connection.cursor() as cursor:
        cursor.execute(FRESH, {"since": since, "until": until})
        return {(asset, kind, *map(int, sums)) for asset, kind, *sums in cursor.fetchall() if any(sums)}


def told(trials) -> set[tuple]:
    return {(trial.asset, *line[:4]) for trial in trials for line in trial.lines if any(line[1:4])}


@pytest.mark.parametrize("seed", range(8))
def test_trial_balance_of_any_days_is_a_fresh_sum_over_every_transfer(seed):
    history, chance = History(seed, day_span(TODAY)[0]), Random(seed)
    for day in DAYS:
        history.day(day_span(day)[0], transfers=chance.randrange(20, 60))
        if chance.random() < 0.6:
            close(day)
            keep()
    now = day_span(DAYS[-1])[1] + timedelta(hours=2)
    assert Transfer.objects.count() > 30

    for place, first in enumerate(DAYS):
        for last in DAYS[place:]:
            found = books(first, last, now=now).trials()
            assert told(found) == fresh(day_span(first)[0], day_span(last)[1])
            assert all(trial.is_even for trial in found)
    moment = day_span(chance.choice(DAYS))[0] + timedelta(seconds=chance.randrange(86_400))
    assert told(balances_at(moment)) == {
        (asset, kind, sum_before, 0, 0) for asset, kind, sum_before, _gave, _took in fresh(moment, moment) if sum_before
    }
    assert wrongly_kept() == []


@pytest.mark.parametrize("seed", range(3))
def test_kept_days_say_of_each_way_and_holder_what_their_transfers_said(seed):
    history, end = History(seed, day_span(TODAY)[0]), day_span(DAYS[2])[1]
    for day in DAYS[:3]:
        history.day(day_span(day)[0], transfers=30)
    spans = [(None, end), (DAYS[1], end), (DAYS[0], day_span(DAYS[1])[0])]
    before = [(flows(*span), shares(*span), shares(*span, expires_on__isnull=False)) for span in spans]

    for day in DAYS[:3]:
        close(day)
    assert keep() == 3

    assert [(flows(*span), shares(*span), shares(*span, expires_on__isnull=False)) for span in spans] == before
    assert keep() == 0


def test_a_transfer_belongs_to_the_day_on_which_it_was_posted(alice):
    """Whenever that happened which it pays for."""
    give(alice, 10)
    Transfer.objects.get(kind="award")

    today, tomorrow = (books(day, day, now=NOW + A_DAY) for day in (TODAY, TODAY + A_DAY))

    [[line]] = [[one for one in trial.lines if one.kind == "available"] for trial in today.trials()]
    assert (line.opening, line.gave, line.received, line.closing) == (0, 0, 10, 10)
    [[line]] = [[one for one in trial.lines if one.kind == "available"] for trial in tomorrow.trials()]
    assert (line.opening, line.gave, line.received, line.closing) == (10, 0, 0, 10)


def test_an_open_day_is_at_most_a_minute_old_and_says_how_old(alice, time_machine):
    time_machine.move_to(NOW, tick=False)
    give(alice, 10)
    look = NOW + timedelta(seconds=1)
    first = books(TODAY, TODAY, now=look)
    give(alice, 5)

    assert books(TODAY, TODAY, now=look + timedelta(seconds=50)) == first
    assert (first.until, sum(sums.amount for way, sums in first.flows.items() if way.kind == "award")) == (look, 10)
    cache.clear()
    assert books(TODAY, TODAY, now=look) != first


def test_pages_of_kept_days_read_no_transfer(alice, django_assert_num_queries):
    give(alice, 10)
    close(TODAY)
    keep()
    DayFlow.objects.filter(kind="award").update(amount=11)

    [trial] = books(TODAY, TODAY, now=NOW + A_DAY).trials()

    [line] = [line for line in trial.lines if line.kind == "available"]
    assert line.received == 11


LIES = {
    "flow: more": (DayFlow, {"kind": "award"}, {"amount": 11}),
    "flow: one transfer more": (DayFlow, {"kind": "award"}, {"transfers": 2}),
    "flow: from elsewhere": (DayFlow, {"kind": "award"}, {"debit_kind": "expired"}),
    "flow: on the day before": (DayFlow, {"kind": "award"}, {"day": TODAY - A_DAY}),
    "flow: of others": (DayFlow, {"kind": "award"}, {"last_id": 1}),
    "share: more": (DayShare, {"kind": "award", "account_kind": "available"}, {"amount": 11}),
    "share: given": (DayShare, {"kind": "award", "account_kind": "available"}, {"gained": False}),
    "share: of another vintage": (DayShare, {"expires_on": NEXT_VINTAGE}, {"expires_on": date(2029, 12, 31)}),
    "share: a merchant's": (DayShare, {"kind": "award", "account_kind": "budget"}, {"budget": None, "party": "x"}),
}


@pytest.fixture
def kept(alice):
    give(alice, 10)
    close(TODAY)
    keep()
    assert list(audit.findings()) == []


@pytest.mark.parametrize("lie", LIES)
def test_audit_finds_what_is_kept_wrongly(kept, lie):
    table, asked, told_instead = LIES[lie]
    assert table.objects.filter(**asked).update(**told_instead) == 1

    codes = {finding.code for finding in audit.findings()}

    assert codes == {"kept_flow_is_not_its_sum" if table is DayFlow else "kept_share_is_not_its_sum"}


@pytest.mark.parametrize("table", [DayFlow, DayShare])
def test_audit_finds_a_row_that_is_gone_and_one_that_was_added(kept, table):
    row = table.objects.filter(kind="award").first()
    row.delete()
    assert len(list(audit.findings())) == 1
    row.save(force_insert=True)
    assert list(audit.findings()) == []

    row.pk, row.kind = None, "expire"
    row.save(force_insert=True)
    assert len(list(audit.findings())) == 1


def test_rows_of_all_days_may_be_deleted_and_are_summed_anew(kept):
    before = list(DayShare.objects.order_by("kind", "account_kind", "pk").values_list("kind", "gained", "amount"))
    DayFlow.objects.all().delete()
    DayShare.objects.all().delete()

    assert keep_days().facts == {"days": 1}

    assert (
        list(DayShare.objects.order_by("kind", "account_kind", "pk").values_list("kind", "gained", "amount")) == before
    )
    assert list(audit.findings()) == []


@pytest.mark.django_db(transaction=True)
def test_whoever_dies_amid_months_has_kept_the_first_and_the_next_keeps_the_rest(budget):
    history, begun = History(1, NOW), []
    for day in (TODAY, TODAY + 20 * A_DAY, TODAY + 60 * A_DAY):
        history.day(day_span(day)[0] + timedelta(hours=13), transfers=12)
    close(TODAY + 60 * A_DAY)

    def die_at_the_third(execute, sql, parameters, many, context):
        answer = execute(sql, parameters, many, context)
        if sql.startswith('INSERT INTO "credits_dayflow"'):
            begun.append(sql)
            if len(begun) == 3:
                execute("SELECT pg_terminate_backend(pg_backend_pid())", (), False, context)
        return answer

    with connection.execute_wrapper(die_at_the_third), pytest.raises(DatabaseError):
        keep()
    connection.close()

    kept_days = set(DayFlow.objects.values_list("day", flat=True))
    assert TODAY in kept_days
    assert max(kept_days) < TODAY + 60 * A_DAY
    keep()
    assert wrongly_kept() == []
    assert max(DayFlow.objects.values_list("day", flat=True)) >= TODAY + 60 * A_DAY
