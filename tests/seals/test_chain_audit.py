"""What was changed in a sealed day is named, with its row and day, whoever did it and whatever was summed up anew."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from activities.models import Activity
from common.city_time import city_day
from common.snapshot import snapshot
from credits.models import Transfer
from scenarios.models import RuleVersion
from seals import auditing, copies, erasing, signing
from seals.heads import Head, head_hash
from seals.models import CitizenSalt, SealedDay
from tests.conftest import NOW, TODAY, record, score_everything, walk
from tests.seals.conftest import seal

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
CHANGED_ROW = "sealed_row_changed: day 2026-11-23: transfer"


@pytest.fixture
def sealed(lively_day) -> SealedDay:
    return seal()


def tamper(statement: str) -> None:
    """As a superuser of the database can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def found(**asked) -> list[str]:
    with snapshot():
        return [str(finding) for finding in auditing.findings(**asked)]


def test_nothing_is_said_of_days_that_are_as_they_were(sealed):
    seal(TODAY + DAY)

    assert found() == []


CHANGED = {
    "amount": "UPDATE credits_transfer SET amount = amount + 1 WHERE id = {transfer}",
    "asset": "UPDATE credits_transfer SET asset = 'fen' WHERE id = {transfer}",
    "when it happened": "UPDATE credits_transfer SET event_at = event_at - interval '1 second' WHERE id = {transfer}",
    "moment of posting": "UPDATE credits_transfer SET created_at = created_at + interval '1 s' WHERE id = {transfer}",
    "both accounts": "UPDATE credits_transfer SET debit_id = credit_id, credit_id = debit_id WHERE id = {transfer}",
    "reference": "UPDATE credits_transfer SET reference = 'act:999' WHERE id = {transfer}",
    "its key": "UPDATE credits_transferkey SET transfer_id = transfer_id + 1 WHERE transfer_id = {transfer}",
    "no key": "DELETE FROM credits_transferkey WHERE transfer_id = {transfer}",
    "whose account": "UPDATE credits_ledgeraccount SET owner_id = owner_id + 1000 WHERE id = {account}",
    "its vintage": "UPDATE credits_ledgeraccount SET expires_on = expires_on + 365 WHERE id = {account}",
}


@pytest.mark.parametrize("changed", CHANGED)
def test_a_transfer_that_was_changed(sealed, changed):
    award = Transfer.objects.filter(kind="award").first()
    others = Transfer.objects.filter(credit_id=award.credit_id) | Transfer.objects.filter(debit_id=award.credit_id)

    tamper(CHANGED[changed].format(transfer=award.pk, account=award.credit_id))

    named = [award.pk] if "account" not in CHANGED[changed] else [each.pk for each in others.order_by("pk")]
    assert found() == [f"sealed_row_changed: day 2026-11-23: transfer {pk} is not as it was sealed" for pk in named]


ROWS = {
    "act of": ("activities_activity", "evidence = 'provider'", "act {} is not as it was sealed"),
    "act's claim": ("activities_activity", "values = '{\"steps\": 1}'", "act {} is not as it was sealed"),
    "act's district": ("activities_activity", "district = 'wuhou'", "act {} is not as it was sealed"),
    "act's start": (
        "activities_activity",
        "started_at = started_at - interval '1 h'",
        "act {} is not as it was sealed",
    ),
    "act's citizen": ("activities_activity", "citizen_id = citizen_id + 1", "act {} is not as it was sealed"),
    "act's day": ("activities_activity", "city_day = city_day - 1", "act {} is not as it was sealed"),
    "grams": ("activities_assessment", "grams = grams + 1", "assessment of act {} is not as it was sealed"),
    "credits": ("activities_assessment", "credits = credits + 1", "assessment of act {} is not as it was sealed"),
    "facts": ("activities_assessment", "facts = '{}'", "assessment of act {} is not as it was sealed"),
    "version": ("activities_assessment", "version_id = version_id + 1", "assessment of act {} is not as it was sealed"),
    "step": ("merchants_redemptionstep", "step = 'undone'", "step of a redemption {} is not as it was sealed"),
    "who stepped": ("merchants_redemptionstep", "actor_id = NULL", "step of a redemption {} is not as it was sealed"),
}


@pytest.mark.parametrize("changed", ROWS)
def test_a_row_of_another_table_that_was_changed(sealed, changed):
    table, change, words = ROWS[changed]
    column = "activity_id" if table == "activities_assessment" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min({column}) FROM {table}")
        [row_id] = cursor.fetchone()

    tamper(f"UPDATE {table} SET {change} WHERE {column} = {row_id}")

    assert found() == [f"sealed_row_changed: day 2026-11-23: {words.format(row_id)}"]


def test_the_price_of_a_redemption_is_sealed_with_its_steps(sealed):
    tamper("UPDATE merchants_redemption SET settlement_fen = settlement_fen + 1")

    assert len(found()) == 4
    assert all("step of a redemption" in words for words in found())


def test_an_act_key_that_was_changed_so_that_the_act_could_be_recorded_twice(sealed):
    tamper(
        "UPDATE activities_activitykey SET digest = gen_random_uuid() WHERE activity_id ="
        " (SELECT min(activity_id) FROM activities_activitykey)"
    )

    [words] = found()
    assert words.endswith("is not as it was sealed")


def test_a_published_rule_that_was_changed(lively_day):
    version = RuleVersion.objects.published().first()
    day = city_day(version.published_at)
    seal(day)

    tamper(f"UPDATE scenarios_ruleversion SET document = '{{}}' WHERE id = {version.pk}")

    assert found() == [f"sealed_row_changed: day {day}: rule version {version.pk} is not as it was sealed"]


def test_a_transfer_that_is_gone_and_one_that_was_planted(sealed):
    first, last = Transfer.objects.order_by("pk").first(), Transfer.objects.order_by("pk").last()

    tamper(f"UPDATE credits_transfer SET id = {last.pk + 7} WHERE id = {first.pk}")

    assert found() == [
        f"{CHANGED_ROW} {first.pk} was there when the day was sealed and is not any more",
        f"sealed_row_changed: day 2026-11-23: transfer {last.pk + 7} was not there when the day was sealed",
    ]


def test_a_transfer_that_was_moved_to_another_sealed_day(sealed):
    seal(TODAY + DAY)
    award = Transfer.objects.filter(kind="award").first()

    tamper(f"UPDATE credits_transfer SET created_at = created_at + interval '1 day' WHERE id = {award.pk}")

    assert found() == [
        f"{CHANGED_ROW} {award.pk} was there when the day was sealed and is not any more",
        f"sealed_row_changed: day 2026-11-24: transfer {award.pk} was not there when the day was sealed",
    ]


def test_award_assessment_and_balance_raised_together(sealed):
    """Every sum agrees; only the seal knows."""
    award = Transfer.objects.filter(kind="award").first()
    act_id = award.reference.removeprefix("act:")

    tamper(f"""
        UPDATE credits_transfer SET amount = amount + 5 WHERE id = {award.pk};
        UPDATE activities_assessment SET credits = credits + 5, grams = grams + 50 WHERE activity_id = {act_id};
        UPDATE credits_ledgeraccount SET balance = balance + 5 WHERE id = {award.credit_id};
        UPDATE credits_ledgeraccount SET balance = balance - 5 WHERE id = {award.debit_id}
    """)

    assert found() == [
        f"sealed_row_changed: day 2026-11-23: assessment of act {act_id} is not as it was sealed",
        f"sealed_row_changed: day 2026-11-23: transfer {award.pk} is not as it was sealed",
    ]


def test_without_the_hashes_outside_the_table_is_named(sealed, settings):
    (settings.SEALS_ROOT / f"{TODAY}.rows").unlink()
    tamper("DELETE FROM merchants_redemptionstep WHERE id = (SELECT max(id) FROM merchants_redemptionstep)")

    [words] = found()
    assert words.startswith("sealed_rows_changed: day 2026-11-23 has other rows than were sealed: ")
    assert "activities.acts 3 of 3" in words
    assert "merchants.steps 3 of 4" in words


def test_many_differences_are_not_all_told(sealed, monkeypatch):
    monkeypatch.setattr(auditing, "NAMED", 2)
    tamper("UPDATE credits_transfer SET amount = amount + 1")

    assert [words.partition("transfer ")[0] for words in found()] == [
        "sealed_row_changed: day 2026-11-23: ",
        "sealed_row_changed: day 2026-11-23: ",
        "sealed_row_changed: day 2026-11-23: and more",
    ]


# The seals themselves


def forge(**values: object) -> None:
    sets = ", ".join(f"{name} = '{value}'" for name, value in values.items())
    tamper(f"UPDATE seals_sealedday SET {sets} WHERE day = '{TODAY}'")


def told_openly(sealed: SealedDay) -> None:
    """As a day was sealed before ADR 0104: its head has the counts, and nothing else has."""
    head = Head(sealed.day, sealed.counts, sealed.root, None).text()
    key = signing.private_key()
    copy = copies.Copy(head, key.sign(head.encode()).hex(), signing.public_hex(key))
    forge(head=head, head_hash=head_hash(head), signature=copy.signature)
    tamper(f"UPDATE seals_sealedday SET counts = NULL WHERE day = '{sealed.day}'")
    (settings.SEALS_ROOT / f"{sealed.day}.head.json").unlink()
    copies.keep(sealed.day, copy)


def test_a_day_whose_head_was_published_with_its_counts_is_proven_as_before(sealed):
    told_openly(sealed)
    seal(TODAY + DAY)

    assert found() == []

    tamper("DELETE FROM activities_revocation; UPDATE credits_transfer SET amount = amount + 1 WHERE kind = 'award'")
    assert {words.partition(":")[0] for words in found()} == {"sealed_row_changed"}


def test_counts_that_were_written_anew_are_told_and_the_copy_tells_the_rows(sealed):
    tamper(f"UPDATE seals_sealedday SET counts = counts || '{{\"credits.transfers\": 1}}' WHERE day = '{TODAY}'")

    codes = [words.partition(":")[0] for words in found()]
    assert codes == ["seal_is_not_its_head", "seal_is_not_its_copy"]


def test_a_root_that_was_written_anew(sealed):
    forge(root="0" * 64)

    assert "seal_is_not_its_head: day 2026-11-23: its root, rows or hash are not what its head says" in found()


def test_a_head_that_was_written_anew_with_its_hash(sealed):
    seal(TODAY + DAY)
    told = json.loads(sealed.head)
    told["root"] = "0" * 64
    head = json.dumps(told, sort_keys=True, separators=(",", ":"))
    forge(root="0" * 64, head=head, head_hash=head_hash(head))

    codes = [words.partition(":")[0] for words in found()]
    assert codes == ["seal_is_not_signed", "seal_is_not_its_copy", "sealed_rows_changed", "chain_is_broken"]


def test_a_signature_of_another_key(sealed, settings):
    (settings.SEALS_ROOT / "signing.key").unlink()
    forge(signature=signing.private_key().sign(sealed.head.encode()).hex())

    codes = ["seal_is_not_signed", "seal_is_not_its_copy", "sealed_by_another_key"]
    assert [words.partition(": day 2026-11-23")[0] for words in found()] == codes


def test_a_day_that_is_gone(sealed):
    seal(TODAY + DAY)
    seal(TODAY + 2 * DAY)
    tamper(f"DELETE FROM seals_sealedday WHERE day = '{TODAY + DAY}'")

    assert [words.partition(":")[0] for words in found()] == [
        "chain_has_a_gap",
        "chain_is_broken",
        "sealed_day_is_gone",
    ]


def test_a_day_that_was_sealed_anew_over_other_rows(sealed, alice):
    tamper("DELETE FROM seals_sealedday; UPDATE credits_transfer SET amount = amount + 1 WHERE kind = 'award'")
    seal()

    assert found() == [
        "day_sealed_twice: day 2026-11-23: it was sealed with another head before, kept as 2026-11-23.head.1.json"
    ]


def test_a_day_that_is_asked_for_again_keeps_its_seal_and_the_hashes_outside(sealed):
    award = Transfer.objects.filter(kind="award").first()
    tamper(f"UPDATE credits_transfer SET amount = amount + 1 WHERE id = {award.pk}")

    assert seal().head == sealed.head
    assert found() == [f"{CHANGED_ROW} {award.pk} is not as it was sealed"]


def test_a_copy_that_is_missing_and_one_that_was_changed(sealed, settings):
    seal(TODAY + DAY)
    (settings.SEALS_ROOT / f"{TODAY}.head.json").unlink()
    path = settings.SEALS_ROOT / f"{TODAY + DAY}.head.json"
    path.write_text(path.read_text().replace("0", "1"))

    assert [words.partition(":")[0] for words in found()] == ["seal_without_its_copy", "seal_is_not_its_copy"]


def test_hashes_outside_that_are_not_of_the_day(sealed, settings):
    path = settings.SEALS_ROOT / f"{TODAY}.rows"
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    assert found() == ["rows_outside_are_others: day 2026-11-23: the row hashes kept outside are not its own"]


@pytest.mark.parametrize("part", ["signature", "public_key"])
def test_a_copy_under_another_name(sealed, settings, part):
    path = settings.SEALS_ROOT / f"{TODAY}.head.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), part: "0" * 64}))

    assert found() == ["seal_is_not_its_copy: day 2026-11-23: the head kept outside the database is another"]


@pytest.mark.parametrize("more", [b"abc", b"0" * copies.ROW.size])
def test_hashes_outside_that_go_on_after_the_day(sealed, settings, more):
    path = settings.SEALS_ROOT / f"{TODAY}.rows"
    path.write_bytes(path.read_bytes() + more)

    assert found() == ["rows_outside_are_others: day 2026-11-23: the row hashes kept outside are not its own"]


def test_what_else_lies_in_the_folder_stops_no_audit(sealed, settings):
    (settings.SEALS_ROOT / "mine.head.json").write_text("{}")
    tamper("DELETE FROM seals_sealedday")

    assert found() == ["sealed_day_is_gone: day 2026-11-23: its head is kept outside, and the database has none"]


def test_a_chain_that_another_key_signed_is_told_from_the_portals_key(sealed, settings):
    of_portal = settings.SEALS_ROOT / signing.KEY_FILE
    others, own = sealed.public_key, of_portal.read_bytes()
    of_portal.unlink()
    own_now = signing.public_hex(signing.private_key())

    assert found() == [
        f"sealed_by_another_key: day 2026-11-23: key {others[:16]}… signed it, the portal's is {own_now[:16]}…"
    ]
    of_portal.write_bytes(own)
    assert found() == []


def test_after_the_key_was_exchanged_the_next_day_is_signed_by_it(sealed, settings):
    (settings.SEALS_ROOT / signing.KEY_FILE).unlink()
    seal(TODAY + DAY)

    assert found() == []


def test_a_snapshot_from_before_the_closing_passes_the_guard_and_is_named(sealed_under_a_snapshot):
    there = sealed_under_a_snapshot
    with there.cursor() as cursor:
        cursor.execute(
            "INSERT INTO credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)"
            " SELECT debit_id, credit_id, 1, asset, kind, 'late', event_at, created_at"
            " FROM credits_transfer WHERE kind = 'award' LIMIT 1 RETURNING id"
        )
        [late] = cursor.fetchone()
    there.commit()

    assert found() == [f"{CHANGED_ROW} {late} was not there when the day was sealed"]


@pytest.fixture
def sealed_under_a_snapshot(lively_day):
    """Another connection that has seen the day open, and goes on seeing it so."""
    there = connections.create_connection("default")
    there.set_autocommit(False)
    with there.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM seals_sealedday")
    seal()
    yield there
    there.rollback()
    there.close()


def test_values_that_are_there_are_not_covered_by_a_kept_digest(sealed, alice):
    erasing.let_go_of(alice.pk)

    own = Activity.objects.filter(citizen=alice).order_by("pk").values_list("pk", flat=True)
    assert own
    assert found() == [f"erased_and_there: act {pk} was erased, and its values are there" for pk in own]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE credits_transfer DISABLE TRIGGER {trigger}", "append_only of credits_transfer is switched off"),
        ("DROP TRIGGER {trigger} ON credits_transfer", "append_only of credits_transfer is gone"),
        (
            "ALTER TABLE credits_funding DROP CONSTRAINT large_funding_by_two",
            "large_funding_by_two of credits_funding is gone",
        ),
        ("DROP INDEX one_account_per_slot", "one_account_per_slot of credits_ledgeraccount is gone"),
    ],
)
def test_a_guard_that_is_off_is_named(sealed, statement, said):
    [trigger] = [trigger for trigger in Transfer._meta.triggers if trigger.name == "append_only"]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(trigger=trigger.get_pgid(Transfer)))
        assert [str(finding) for finding in auditing.findings()] == [f"guard_is_off: {said}"]
        transaction.set_rollback(True)


def test_days_before_the_one_asked_for_are_not_hashed_anew(sealed):
    seal(TODAY + DAY)
    tamper("UPDATE credits_transfer SET amount = amount + 1 WHERE kind = 'award'")
    told = []

    assert found(since=TODAY + DAY, progress=lambda day, rows: told.append((day, rows))) == []
    assert told == [(TODAY + DAY, 0)]


# What is erased


def test_after_erasing_the_day_is_still_proven_and_the_values_cannot_be_tried_out(sealed, alice, bob):
    digests = CitizenSalt.objects.count()
    erasing.let_go_of(alice.pk)
    tamper(f"UPDATE activities_activity SET values = '{{}}', district = '' WHERE citizen_id = {alice.pk}")

    assert found() == []
    assert (digests, list(CitizenSalt.objects.values_list("pk", flat=True))) == (2, [bob.pk])


def test_who_comes_back_after_erasing_gets_a_salt_of_another_time(sealed, alice):
    before = CitizenSalt.objects.get(pk=alice.pk).salt
    erasing.let_go_of(alice.pk)
    tamper(f"UPDATE activities_activity SET values = '{{}}', district = '' WHERE citizen_id = {alice.pk}")
    record(alice, walk(5000, now=NOW + DAY), now=NOW + DAY)
    score_everything(NOW + DAY)
    seal(TODAY + DAY)

    assert CitizenSalt.objects.get(pk=alice.pk).salt != before
    assert found() == []


def test_of_whom_nothing_is_sealed_nothing_is_kept(lively_day, alice):
    erasing.let_go_of(alice.pk)

    assert CitizenSalt.objects.count() == 0
    assert copies.kept_days() == []
