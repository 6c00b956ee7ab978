"""Planted lies: each is refused by the database, named by the audit, or written down as one that escapes.

One living database serves all: a day that is sealed and the hours of a day that is not, each with people, a merchant
and vouchers of its own. Every lie is planted in a transaction that ends in nothing.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from activities.models import Activity
from activities.second_opinion.auditing import Sample
from credits import budgets
from merchants.models import Cause, OfferKind
from merchants.redemption import give_back
from merchants.till import capture, undo
from portal import books
from scenarios import catalogue as scenario_catalogue
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk
from tests.emptying import empty_tables
from tests.house.test_docs import rows_after, text_of
from tests.merchants.conftest import code_of, make_member, make_merchant, make_offer, make_shop, text, voucher_of
from tests.seals.conftest import seal
from tests.seals.lies import CHAIN, LIES, Lie

# So that there is a test database; what the tests look at was found before them.
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REFUSED = "refused"
GUARDED, SEALED, OPEN = WAYS = ("triggers on", "sealed day", "unsealed hours")
Rows = dict[str, Any]
TRUTH = Lie("", ())
FOUND = Path(__file__).with_name("lies_found.tsv")
ROW = re.compile(rf"sealed_row_changed: day {TODAY}: [a-z ]+ \d+ (is not as it was sealed|was (not )?there when .+)")


def live(day: int) -> Rows:
    """A day of acts, vouchers and gifts, and the numbers of its rows."""
    now = NOW + day * DAY
    budget = budgets.open_budget("citizens", text("citizens"))
    budgets.fund(budget, 100_000, reference=f"fund:{day}", now=now)
    citizen, other, stranger = make_citizen(), make_citizen(), make_citizen()
    record(citizen, walk(20_000, now=now), ride(2000, now=now), now=now)
    record(other, walk(8000, now=now), now=now)
    score_everything(now)
    merchant = make_merchant("茶舍")
    shop, cashier = make_shop(merchant, "店"), make_member(merchant)
    offer, second = (make_offer(merchant, stock=10, price=3, settlement_fen=90) for _ in range(2))
    cause = Cause.objects.create(name=text("植树"), summary=text("树"))
    gift = make_offer(None, kind=OfferKind.DONATION, cause=cause, price=2, settlement_fen=0)
    taken, returned = voucher_of(citizen, offer, now), voucher_of(citizen, offer, now)
    undone = voucher_of(citizen, second, now)
    for voucher in (taken, undone):
        capture(cashier=cashier, shop=shop, code=code_of(voucher, now), key=f"{voucher.pk}", now=now)
    undone.refresh_from_db()
    undo(cashier=cashier, redemption=undone, key=f"undo {day}", now=now, taken_at=undone.captured_at)
    give_back(citizen=citizen, redemption=returned, key=f"back {day}", now=now)
    voucher_of(citizen, gift, now)
    with connection.cursor() as cursor:
        cursor.execute(
            CAST,
            {
                "citizen": citizen.pk,
                "other": other.pk,
                "merchant": merchant.public_id,
                "taken": taken.pk,
                "returned": returned.pk,
                "undone": undone.pk,
                "fund": f"fund:{day}",
            },
        )
        names = [column.name for column in cursor.description]
        rows = dict(zip(names, cursor.fetchone(), strict=True))
    return {
        **rows,
        "citizen": citizen.pk,
        "other": other.pk,
        "stranger": stranger.pk,
        "taken": taken.pk,
        "returned": returned.pk,
        "stock": taken.release_id,
        "other_offer": second.pk,
        "now": now.isoformat(),
        "sealed_day": f"'{TODAY}'",
        "day": day,
        "merchant": merchant.pk,
        "opened": 900002,
    }


CAST = """
    WITH act AS (SELECT min(id) AS id FROM activities_activity WHERE citizen_id = %(citizen)s),
    award AS (SELECT t.* FROM credits_transfer AS t, act WHERE t.reference = 'act:' || act.id),
    hold AS (SELECT * FROM credits_transfer WHERE kind = 'hold' AND reference LIKE 'hold:%(taken)s:%%' LIMIT 1)
    SELECT act.id AS act, award.id AS award, award.credit_id AS account, award.debit_id AS slot,
        hold.id AS hold, hold.debit_id AS paying, hold.credit_id AS held,
        (SELECT id FROM credits_transfer WHERE kind = 'capture' AND asset = 'fen'
         AND split_part(reference, ':', 2) = '%(taken)s') AS fen,
        (SELECT id FROM credits_transfer WHERE kind = 'capture' AND asset = 'credit'
         AND split_part(reference, ':', 2) = '%(taken)s') AS capture,
        (SELECT min(id) FROM credits_transfer WHERE kind = 'release'
         AND split_part(reference, ':', 2) = '%(returned)s') AS release,
        (SELECT max(id) FROM credits_transfer WHERE kind = 'reversal') AS reversal,
        (SELECT max(id) FROM credits_transfer WHERE kind = 'donate') AS donation,
        (SELECT max(credit_id) FROM credits_transfer WHERE kind = 'donate') AS cause,
        (SELECT id FROM credits_ledgeraccount WHERE party = %(merchant)s) AS receivable,
        (SELECT id FROM credits_ledgeraccount WHERE kind = 'issuance') AS issuance,
        (SELECT id FROM credits_ledgeraccount WHERE kind = 'payable') AS payable,
        (SELECT id FROM credits_funding WHERE reference = %(fund)s) AS funding,
        (SELECT id FROM merchants_redemptionstep WHERE redemption_id = %(taken)s AND step = 'captured') AS step,
        (SELECT min(id) FROM activities_activity WHERE citizen_id = %(other)s) AS other_act,
        (SELECT id FROM credits_transfer WHERE kind = 'award' AND reference = 'act:' ||
         (SELECT min(id) FROM activities_activity WHERE citizen_id = %(other)s)) AS other_award,
        (SELECT id FROM credits_ledgeraccount WHERE kind = 'available' AND owner_id = %(other)s) AS other_account,
        (SELECT max(id) FROM scenarios_scenario WHERE code = 'bus') AS other_scenario,
        (SELECT version_id FROM activities_assessment AS a, act WHERE a.activity_id = act.id) AS version,
        (SELECT max(id) FROM scenarios_ruleversion WHERE scenario_id =
         (SELECT id FROM scenarios_scenario WHERE code = 'bus')) AS other_version
    FROM act, award, hold
"""


def pending_act() -> int:
    record(make_citizen(), ride(3000, now=NOW + DAY), now=NOW + DAY)
    return Activity.objects.latest("pk").pk


def found() -> list[str]:
    return [str(f) for f in books.findings_within(Sample(), since=None, tell=lambda _words: None)]


def planted(lie: Lie, rows: Rows, way: str) -> list[str]:
    """What is found of a lie, planted and taken back; the database's own refusal is the one thing found."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL TIME ZONE 'UTC'")
                if way != GUARDED:
                    cursor.execute("SET LOCAL session_replication_role = replica")
                for statement in lie.statements:
                    cursor.execute(statement.format(**rows))
                    assert cursor.rowcount, f"{lie.name} changes nothing: {statement.format(**rows)}"
                for statement in lie.balances if way != GUARDED else ():
                    cursor.execute(statement.format(**rows))
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError as error:
            said = [f"{REFUSED}: {str(error).splitlines()[0]}"]
        else:
            said = found()
        transaction.set_rollback(True)
    return said


@contextmanager
def living(folder: Path) -> Iterator[tuple[Rows, Rows]]:
    with override_settings(SEALS_ROOT=folder):
        try:
            scenario_catalogue.load(NOW)
            sealed = live(0)
            seal()
            unsealed = live(1)
            for mine, theirs in ((sealed, unsealed), (unsealed, sealed)):
                mine |= {"other_receivable": theirs["receivable"], "other_merchant": theirs["merchant"]}
                # The queue is of no day.
                mine["pending"] = pending_act()
            yield sealed, unsealed
        finally:
            empty_tables()


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[tuple[str, str], list[str]]:
    """What was found of every lie in every way; and of no lie at all."""
    with django_db_blocker.unblock(), living(tmp_path_factory.mktemp("seals")) as (sealed, unsealed):
        answers = {("", "before"): planted(TRUTH, unsealed, OPEN)}
        for lie in LIES:
            for way, rows in ((GUARDED, unsealed), (SEALED, sealed), (OPEN, unsealed)):
                answers[lie.name, way] = planted(lie, rows, way)
        for lie in CHAIN:
            for way in (GUARDED, SEALED):
                answers[lie.name, way] = planted(lie, sealed, way)
        answers["", "after"] = planted(TRUTH, unsealed, OPEN)
        return answers


def codes(findings: list[str]) -> str:
    return " ".join(sorted({words.partition(":")[0] for words in findings}))


def expected() -> dict[tuple[str, str], str]:
    """What is to be found, by lie and way, out of the table beside this file; `-` where nothing is."""
    answers = {}
    for line in FOUND.read_text(encoding="utf-8").splitlines()[1:]:
        name, *cells = line.split("\t")
        answers |= {(name, way): cell.strip("-") for way, cell in zip(WAYS, cells, strict=True) if cell}
    return answers


EXPECTED = expected()


def test_the_living_books_are_sound_before_and_after(said):
    assert said["", "before"] == said["", "after"] == []


def test_every_lie_has_a_name_of_its_own_and_is_expected_in_every_way():
    names = [lie.name for lie in (*LIES, *CHAIN)]

    assert len(names) == len(set(names)) >= 70
    assert set(EXPECTED) == {(lie.name, way) for lie in LIES for way in WAYS} | {
        (lie.name, way) for lie in CHAIN for way in (GUARDED, SEALED)
    }


@pytest.mark.parametrize(("name", "way"), EXPECTED, ids=[" - ".join(key) for key in EXPECTED])
def test_a_lie_is_refused_or_named(said, name, way):
    assert codes(said[name, way]) == EXPECTED[name, way]


def test_every_lie_that_escapes_is_in_the_document_and_no_other(said):
    rows = rows_after(text_of("docs/ledger.md"), "<!-- lies: escapes -->")
    stated = {(row["lie"], way) for row in rows for way in row["escapes with"].split(", ")}

    assert stated == {key for key, findings in said.items() if key[0] and not findings}
    assert all(row["because"] for row in rows)


def test_what_changed_in_a_sealed_day_is_told_with_its_row_and_day(said):
    told = [words for (_name, way), findings in said.items() if way == SEALED for words in findings]
    rows = [words for words in told if words.startswith("sealed_row_changed")]

    assert rows
    for words in rows:
        assert ROW.fullmatch(words) or words == f"sealed_row_changed: day {TODAY}: and more"
