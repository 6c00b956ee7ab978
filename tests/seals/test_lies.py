"""Planted lies: each is refused by the database, named by the audit, or written down as one that escapes.

Each is told by three: by the role that runs the portal, by the owner of the tables, who is no superuser but may switch
triggers off and take foreign keys away, and by a superuser. One living database serves all of a process: a day that is
sealed and the hours of a day that is not, each with people, a merchant and vouchers of its own. Every lie is planted in
a transaction that ends in nothing, so that processes may share them out.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from activities.models import Activity
from common.audit import Extent
from credits import accounts as ledger_accounts
from credits import budgets, ledger
from credits.adjusting import deciding
from credits.models import Transfer
from desk import roles
from lists import confirming
from lists.models import Edition
from merchants.mall.releasing import give_back
from merchants.models import Cause, OfferKind, Role
from merchants.refunds.foreseeing import foresee
from merchants.refunds.refunding import By, refund
from merchants.till.taking import capture
from merchants.till.undoing import undo
from portal import books
from scenarios import catalogue as scenario_catalogue
from seals.leaves import digest_of
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk
from tests.credits.adjusting.conftest import FUNDING, approved, official, proposed
from tests.emptying import empty_tables
from tests.house.test_docs import rows_after, text_of
from tests.merchants.conftest import code_of, make_member, make_merchant, make_offer, make_shop, text, voucher_of
from tests.runtime_role import give_rights
from tests.seals.conftest import seal
from tests.seals.door_lies import DOORS
from tests.seals.door_rows import door_rows
from tests.seals.lies import CHAIN, LIES, Lie
from tests.seals.other_lies import CLOSED, OTHERS
from tests.seals.project_lies import PROJECTS
from tests.seals.project_rows import project_rows

DAY = timedelta(days=1)
REFUSED = "refused"
RUNTIME, GUARDED, SEALED, OPEN = WAYS = ("runtime role", "triggers on", "sealed day", "unsealed hours")
OWNED = {way: f"{way}, by the owner" for way in (GUARDED, SEALED, OPEN)}
BY_DAY = (RUNTIME, GUARDED, SEALED)
"""The ways of what only a sealed day has."""
EVERY = [*LIES, *OTHERS, *PROJECTS, *DOORS]
OF_ANY_HOUR = {lie.name for lie in EVERY}
BY_NAME = {lie.name: lie for lie in (*EVERY, *CHAIN, *CLOSED)}
TOUCHED = re.compile(r"(?:UPDATE|INSERT INTO|DELETE FROM) (\w+)")
Rows = dict[str, Any]
TRUTH = Lie("", ())
FOUND = Path(__file__).with_name("lies_found.tsv")
ROW = re.compile(rf"sealed_row_changed: day {TODAY}: [a-z ]+ \d+ (is not as it was sealed|was (not )?there when .+)")


def live(day: int) -> Rows:
    """A day of acts, vouchers and gifts, and the numbers of its rows."""
    now = NOW + day * DAY
    budget = budgets.open_budget("citizens", text("citizens"))
    budgets.fund(budget, 100_000, reference=f"fund:{day}", now=now)
    refunded, projects = refunded_rows(now), project_rows(day, now)
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
        capture(user=cashier.user, shop=shop.public_id, code=code_of(voucher, now), key=f"{voucher.pk}", now=now)
    undone.refresh_from_db()
    undo(cashier=cashier, redemption=undone, key=f"undo {day}", now=now, taken_at=undone.captured_at)
    give_back(citizen=citizen, redemption=returned, key=f"back {day}", now=now)
    voucher_of(citizen, gift, now)
    adjusted, doors = adjusted_rows(day, now), door_rows(day, now)
    confirming.begin("tested", f"{day}", {"entries": [day]}, effective_from=None, now=now)
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
        **adjusted,
        **refunded,
        **projects,
        **doors,
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
        "offer": offer.pk,
        "shop": shop.pk,
        "cashier": cashier.pk,
        "undone": undone.pk,
        "append_only": append_only(),
        "opened": 900002,
        "edition": Edition.objects.latest("pk").pk,
    }


def refunded_rows(now: datetime) -> Rows:
    """A cup of tea that its shop's owner gave back, for a citizen and a merchant of their own."""
    citizen, merchant = make_citizen(), make_merchant("书屋")
    record(citizen, walk(20_000, now=now), now=now)
    score_everything(now)
    shop, owner = make_shop(merchant, "店"), make_member(merchant, Role.OWNER)
    cup = voucher_of(citizen, make_offer(merchant, price=3, settlement_fen=90), now)
    capture(user=owner.user, shop=shop.public_id, code=code_of(cup, now), key=f"{cup.pk}", now=now)
    cup.refresh_from_db()
    seen = foresee(cup, now=now).word
    refund(redemption=cup, by=By(owner.user, owner), words="茶是凉的", foreseen=seen, now=now)
    return {"refunded": cup.pk, "refunded_citizen": citizen.pk}


def adjusted_rows(day: int, now: datetime) -> Rows:
    """An adjustment that gives, and one whose taking a third person has given back, for citizens of their own."""
    roles.load()
    given_to, taken_from = make_citizen(), make_citizen()
    clerk, controller, third = (official(f"{name}-{day}", FUNDING) for name in ("clerk", "controller", "third"))
    given = approved(proposed(given_to, 20, clerk, now=now), controller, now=now)
    taken = approved(proposed(taken_from, -10, clerk, now=now), controller, now=now)
    deciding.undo(adjustment=taken, by=third, now=now)
    [adjust] = ledger.find_all(given.reference)
    return {
        "adjustment": given.pk,
        "undone_adjustment": taken.pk,
        "taken_from": taken_from.pk,
        "adjust": adjust.pk,
        "clerk": clerk.pk,
        "controller": controller.pk,
        "third": third.pk,
        "attachment": given.attachments.get().pk,
    }


def append_only() -> str:
    [trigger] = [trigger for trigger in Transfer._meta.triggers if trigger.name == "append_only"]
    return trigger.get_pgid(Transfer)


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
    return [str(f) for f in books.findings_within(Extent())]


def planted(lie: Lie, rows: Rows, way: str) -> list[str]:
    """What is found of a lie, planted and taken back; the database's own refusal is the one thing found."""
    is_guarded = way in (RUNTIME, GUARDED, OWNED[GUARDED])
    by_owner = way in OWNED.values()
    role = rows["owner" if by_owner else "runtime"]
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL TIME ZONE 'UTC'")
                if way == RUNTIME or by_owner:
                    cursor.execute(f"SET LOCAL ROLE {role}")
                if not is_guarded:
                    switch_off(cursor, lie, by_owner=by_owner)
                for statement in lie.statements:
                    cursor.execute(statement.format(**rows))
                    assert cursor.rowcount, f"{lie.name} changes nothing: {statement.format(**rows)}"
                for statement in lie.balances if not is_guarded else ():
                    cursor.execute(statement.format(**rows))
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                if by_owner and not is_guarded and not lie.name.startswith("guard:"):
                    for table in touched(lie):
                        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                cursor.execute("SET LOCAL ROLE NONE")
        except DatabaseError as error:
            said = [f"{REFUSED}: {str(error).splitlines()[0]}"]
        else:
            said = found()
        transaction.set_rollback(True)
    return said


def touched(lie: Lie) -> list[str]:
    return sorted({table for statement in (*lie.statements, *lie.balances) for table in TOUCHED.findall(statement)})


def switch_off(cursor: Any, lie: Lie, *, by_owner: bool) -> None:
    """What keeps a lie from being told: a superuser has one setting for it, an owner alters each table."""
    if not by_owner:
        cursor.execute("SET LOCAL session_replication_role = replica")
        return
    for table in touched(lie):
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(
        "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f'"
        " AND (conrelid::regclass::text = ANY (%s) OR confrelid::regclass::text = ANY (%s))",
        [touched(lie), touched(lie)],
    )
    for table, name in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@contextmanager
def owner_alone() -> Iterator[str]:
    """A role with the rights of whoever owns the tables, and no superuser as that role of the tests is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, 'owner_of_' || current_database()")
        whole, name = cursor.fetchone()
        cursor.execute(f"DROP ROLE IF EXISTS {name}")
        cursor.execute(f"CREATE ROLE {name} NOSUPERUSER IN ROLE {whole}")
        try:
            yield name
        finally:
            cursor.execute(f"DROP ROLE {name}")


@contextmanager
def living(folder: Path) -> Iterator[tuple[Rows, Rows]]:
    with override_settings(SEALS_ROOT=folder), owner_alone() as owner:
        try:
            ledger_accounts.forget()
            runtime = give_rights()
            scenario_catalogue.load(NOW)
            sealed = live(0)
            seal()
            sealed["digest"] = digest_now(sealed)
            unsealed = live(1)
            for mine, theirs in ((sealed, unsealed), (unsealed, sealed)):
                mine |= {f"other_{name}": theirs[name] for name in ("receivable", "merchant", "shop", "cashier")}
                mine |= {"runtime": runtime, "owner": owner}
                # The queue is of no day.
                mine["pending"] = pending_act()
            yield sealed, unsealed
        finally:
            empty_tables()


class LivingBooks(NamedTuple):
    folder: Path
    sealed: Rows
    unsealed: Rows

    def told(self, name: str, way: str) -> list[str]:
        """What is found of a lie that is told in this way."""
        is_of_a_day = name not in OF_ANY_HOUR or way in (SEALED, OWNED[SEALED])
        return planted(BY_NAME[name], self.sealed if is_of_a_day else self.unsealed, way)

    def true(self) -> list[str]:
        """What is found where nobody has lied."""
        return planted(TRUTH, self.unsealed, OPEN)


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[LivingBooks]:
    folder = tmp_path_factory.mktemp("seals")
    with django_db_blocker.unblock(), living(folder) as (sealed, unsealed):
        living_books = LivingBooks(folder, sealed, unsealed)
        yield living_books
        assert living_books.true() == []


@pytest.fixture
def living_books(lived, settings) -> LivingBooks:
    settings.SEALS_ROOT = lived.folder
    return lived


def digest_now(rows: Rows) -> str:
    """That of the act's own values, under its citizen's salt."""
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute(
            "SELECT jsonb_build_array(started_at, ended_at, district, values)::text, salt"
            " FROM activities_activity JOIN seals_citizensalt USING (citizen_id) WHERE id = %s",
            [rows["act"]],
        )
        personal, salt = cursor.fetchone()
    return digest_of(personal, bytes(salt))


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


def test_the_living_books_are_sound(living_books):
    assert living_books.true() == []


def test_every_lie_has_a_name_of_its_own_and_is_expected_in_every_way():
    names = [lie.name for lie in (*EVERY, *CHAIN, *CLOSED)]

    assert len(names) == len(set(names)) >= 70
    assert set(EXPECTED) == {(lie.name, way) for lie in EVERY for way in WAYS} | {
        (lie.name, way) for lie in (*CHAIN, *CLOSED) for way in BY_DAY
    }
    assert "sealed_row_changed" in {
        code for (_name, way), words in EXPECTED.items() if way == SEALED for code in words.split()
    }


@pytest.mark.parametrize(("name", "way"), EXPECTED, ids=[" - ".join(key) for key in EXPECTED])
def test_a_lie_is_refused_or_named(living_books, name, way):
    """Whoever owns the tables can do all that a superuser can: what switches the guards off is another word only."""
    said = living_books.told(name, way)

    assert codes(said) == EXPECTED[name, way]
    if way in OWNED:
        assert codes(living_books.told(name, OWNED[way])) == EXPECTED[name, way]
    if way == SEALED:
        assert [words for words in said if not tells_the_row(words)] == []


def tells_the_row(words: str) -> bool:
    """What changed in a sealed day is told with its row and day."""
    if not words.startswith("sealed_row_changed"):
        return True
    return bool(ROW.fullmatch(words)) or words == f"sealed_row_changed: day {TODAY}: and more"


def test_the_role_that_runs_the_portal_tells_no_lie_that_the_triggers_would_not_take():
    """It can do what a program of the portal can; what it has no right to it is refused before any trigger is asked."""
    told = {name: words for (name, way), words in EXPECTED.items() if way == RUNTIME and words != REFUSED}

    assert told == {name: EXPECTED[name, GUARDED] for name in told}


def test_every_lie_that_escapes_is_in_the_document_and_no_other():
    rows = rows_after(text_of("docs/ledger.md"), "<!-- lies: escapes -->")
    stated = {(row["lie"], way) for row in rows for way in row["escapes with"].split(", ")}

    assert stated == {key for key, words in EXPECTED.items() if not words}
    assert all(row["because"] for row in rows)
