"""A day is closed, waited for, hashed, chained, signed and kept; nothing is written into it afterwards."""

import json
import re
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from threading import Thread

import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from common.city_time import city_day
from credits import ledger
from credits.models import Transfer
from lists.models import Edition
from scenarios.models import RuleVersion
from seals import copies, sealing, signing
from seals.heads import Head, head_hash
from seals.jobs import seal_days
from seals.models import SealedDay
from seals.sources import every_source
from tests import rules
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.seals.conftest import after, seal

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def test_a_day_is_sealed_with_all_that_was_written_on_it(lively_day):
    sealed = seal()

    # Three awards, eight slots of the budget, two holds, a capture in credits and in fen, a release.
    assert sealed.counts == {
        "accounts.phone_changes": 0,
        "accounts.phone_changes_made": 0,
        "accounts.phone_changes_stopped": 0,
        "activities.acts": 3,
        "activities.assessments": 3,
        "activities.decisions": 0,
        "activities.doubts": 0,
        "activities.reopenings": 0,
        "activities.reinstatements": 0,
        "activities.revocations": 0,
        "campaigns.bonuses": 0,
        "campaigns.bonuses_for_checkins": 0,
        "campaigns.bonuses_returned": 0,
        "campaigns.checkins_of_signups": 0,
        "campaigns.checkins_undone": 0,
        "campaigns.children_released": 0,
        "campaigns.guardian_changes": 0,
        "campaigns.openings": 0,
        "campaigns.reports": 0,
        "campaigns.resizings": 0,
        "campaigns.signups": 0,
        "campaigns.signups_in": 0,
        "campaigns.signups_withdrawn": 0,
        "campaigns.steps": 0,
        "campaigns.team_consents": 0,
        "campaigns.team_consents_ended": 0,
        "campaigns.told_months": 0,
        "campaigns.trophies": 0,
        "credits.adjustments": 0,
        "credits.adjustments_undone": 0,
        "credits.mergers": 0,
        "credits.fundings": 1,
        "credits.transfers": Transfer.objects.count(),
        "lists.editions": Edition.objects.count(),
        "merchants.bank_accounts": 0,
        "merchants.refunds": 0,
        "merchants.statement_lines": 0,
        "merchants.statement_steps": 0,
        "merchants.steps": 4,
        "platforms.links": 0,
        "projects.answers": 0,
        "projects.comment_reports": 0,
        "projects.comments": 0,
        "projects.design_steps": 0,
        "projects.design_versions": 0,
        "projects.document_versions": 0,
        "projects.event_retirements": 0,
        "projects.event_steps": 0,
        "projects.findings": 0,
        "projects.hidings": 0,
        "projects.issuances": 0,
        "projects.pool_consents": 0,
        "projects.pool_leavings": 0,
        "projects.pool_proceeds": 0,
        "projects.kept_comments": 0,
        "projects.needs": 0,
        "projects.organisation_changes": 0,
        "projects.orders": 0,
        "projects.orders_decided": 0,
        "projects.overlaps": 0,
        "projects.proposals": 0,
        "projects.proposals_decided": 0,
        "projects.redactions": 0,
        "projects.registrations": 0,
        "projects.report_steps": 0,
        "projects.rulings": 0,
        "projects.samples": 0,
        "projects.seats": 0,
        "projects.seats_ended": 0,
        "projects.statements": 0,
        "projects.trade_steps": 0,
        "projects.unit_moves": 0,
        "scenarios.approvals": 0,
        "scenarios.reasons": 0,
        "scenarios.versions": published_today(),
        "scenarios.withdrawals": 0,
    }
    assert Transfer.objects.count() >= 16
    assert (sealed.rows, len(sealed.root)) == (sum(sealed.counts.values()), 64)


def published_today() -> int:
    return sum(city_day(version.published_at) == TODAY for version in RuleVersion.objects.published())


def test_every_source_tells_of_one_day_alone():
    for source in every_source():
        assert source.query.count("%(since)s") == source.query.count("%(until)s") > 0, source.name


def test_the_root_does_not_depend_on_who_seals_when(lively_day):
    closed = sealing.close(TODAY, now=after(TODAY))
    sealers = [Thread(target=seal_and_let_go) for _ in range(3)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()

    [sealed] = SealedDay.objects.sealed()
    assert sealed.day == closed.day
    assert copies.read(TODAY).head == sealed.head
    assert copies.superseded(TODAY) == []


def seal_and_let_go() -> None:
    seal()
    connections.close_all()


def test_an_empty_day_is_sealed_over_nothing(lively_day):
    seal()
    sealed = seal(TODAY + DAY)

    assert (sealed.rows, sealed.root) == (0, sha256(b"").hexdigest())


def test_each_day_names_the_head_of_the_day_before(lively_day):
    first, second = seal(), seal(TODAY + DAY)

    assert Head.read(first.head).before is None
    assert Head.read(second.head).before == first.head_hash == head_hash(first.head)


def test_the_head_holds_the_counts_and_tells_them_to_nobody_without_the_salt(lively_day):
    sealed = seal()
    head = Head.read(sealed.head)

    assert head.counts_of(sealed.counts, bytes(sealed.salt)) == sealed.counts
    assert head.counts_of({**sealed.counts, "activities.acts": 4}, bytes(sealed.salt)) is None
    assert head.counts_of(sealed.counts, bytes(32)) is None
    assert len(head.rows) == 64
    assert "activities.acts" not in sealed.head


def test_the_head_is_signed_and_kept_outside(lively_day):
    sealed = seal()

    assert signing.is_signed(sealed.signature, sealed.head.encode(), sealed.public_key)
    assert not signing.is_signed(sealed.signature, sealed.head.encode() + b" ", sealed.public_key)
    assert copies.read(TODAY) == (sealed.head, sealed.signature, sealed.public_key, sealed.counts)
    assert len(list(copies.sealed_rows(TODAY))) == sealed.rows


def test_the_key_is_made_once_and_only_its_owner_reads_it(settings):
    first = signing.private_key().private_bytes_raw()

    assert signing.private_key().private_bytes_raw() == first
    assert (settings.SEALS_ROOT / signing.KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_row_more_is_another_root(lively_day, alice):
    one = seal().root
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica; DELETE FROM seals_sealedday; RESET session_replication_role"
        )
    record(alice, walk(3), now=NOW)

    assert seal().root != one


# What is written into a closed day


def test_nothing_is_dated_into_a_closed_day(lively_day, alice):
    sealing.close(TODAY, now=after(TODAY))
    moved = Transfer.objects.first()
    posting = ledger.Posting(moved.debit_id, moved.credit_id, 1, moved.kind, "late", NOW)

    with pytest.raises(IntegrityError, match="closed: credits_transfer"):
        ledger.post([posting], now=NOW)
    with pytest.raises(IntegrityError, match="closed: credits_transfer"):
        ledger.post([posting, posting._replace(reference="later")], now=NOW)
    with pytest.raises(IntegrityError, match="closed: activities_activity"):
        record(alice, walk(77), now=NOW)
    assert not Transfer.objects.filter(reference="late").exists()


def test_an_act_of_a_closed_day_is_recorded_and_paid_today(lively_day, bob):
    """Late acts are of a day that is over; they are written on the day on which they come."""
    sealing.close(TODAY, now=after(TODAY))

    record(bob, ride(2000), now=NOW + DAY)
    score_everything(NOW + DAY)

    assert Transfer.objects.filter(created_at=NOW + DAY, kind="award").count() == 1


def test_no_step_and_no_assessment_is_dated_into_a_closed_day(lively_day):
    sealing.close(TODAY, now=after(TODAY))
    planted = {
        "merchants_redemptionstep": "INSERT INTO merchants_redemptionstep (redemption_id, step, key, happened_at)"
        " SELECT redemption_id, 'undone', 'planted', happened_at FROM merchants_redemptionstep LIMIT 1",
        "activities_assessment": "INSERT INTO activities_assessment"
        " (activity_id, version_id, grams, credits, facts, assessed_at)"
        " SELECT activity_id + 1000, version_id, 1, 1, '{}', assessed_at FROM activities_assessment LIMIT 1",
    }
    for table, statement in planted.items():
        with connection.cursor() as cursor, pytest.raises(IntegrityError, match=f"closed: {table}|no such row"):
            cursor.execute(statement)


@pytest.mark.parametrize("column", ["published_at", "withdrawn_at"])
def test_no_rule_is_published_or_withdrawn_in_a_closed_day(lively_day, column):
    sealing.close(TODAY, now=after(TODAY))
    draft = RuleVersion.objects.first()
    copy = RuleVersion(scenario=draft.scenario, number=99, effective_from=TODAY + 99 * DAY, document=draft.document)
    copy.save()
    if column == "withdrawn_at":
        copy = rules.publish(copy, effective_from=copy.effective_from, now=NOW + 2 * DAY)
    setattr(copy, column, NOW)

    with pytest.raises(IntegrityError, match="closed: scenarios_ruleversion"):
        copy.save()


def test_a_rule_of_a_closed_day_is_withdrawn_today(lively_day):
    sealing.close(TODAY, now=after(TODAY))
    version = RuleVersion.objects.published().order_by("effective_from").last()
    version.withdrawn_at = NOW + 2 * DAY

    version.save()

    assert RuleVersion.objects.get(pk=version.pk).withdrawn_at == NOW + 2 * DAY


# Who still writes


@pytest.fixture
def other(lively_day):
    """Another connection, in a transaction that has written an account's award and not ended."""
    there = connections.create_connection("default")
    there.set_autocommit(False)
    yield there
    there.rollback()
    there.close()


PLANTED = """
INSERT INTO credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
SELECT debit_id, credit_id, 1, asset, kind, 'under-way', event_at, created_at
FROM credits_transfer WHERE kind = 'award' LIMIT 1
"""


def test_whoever_wrote_before_the_closing_is_waited_for_and_sealed(other):
    with other.cursor() as cursor:
        cursor.execute(PLANTED)
    closed = sealing.close(TODAY, now=after(TODAY))

    assert not sealing.is_settled(closed)
    assert not sealing.wait_until_settled(closed, patience_s=0.3)
    other.commit()
    assert sealing.is_settled(closed)
    assert seal().counts["credits.transfers"] == Transfer.objects.count()


def test_whoever_writes_after_the_closing_is_refused_though_it_began_before(other):
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM credits_transfer")
        sealing.close(TODAY, now=after(TODAY))
        with pytest.raises(IntegrityError, match="closed"):
            cursor.execute(PLANTED)


# When a day is due


def test_a_day_is_due_from_one_o_clock_on(lively_day):
    assert sealing.due_day(after(TODAY) - timedelta(seconds=1)) is None
    assert sealing.due_day(after(TODAY)) == TODAY


def test_days_are_sealed_in_their_order_and_none_is_left_out(lively_day):
    seal()

    assert sealing.due_day(after(TODAY + 3 * DAY)) == TODAY + DAY


def test_a_day_that_was_closed_and_not_sealed_is_taken_up_again(lively_day):
    sealing.close(TODAY, now=after(TODAY))

    assert sealing.due_day(after(TODAY + 3 * DAY)) == TODAY


def test_nothing_is_due_before_anything_was_written(db):
    assert sealing.due_day(after(TODAY)) is None


def test_a_clock_that_runs_ahead_closes_no_day(lively_day, alice):
    """The database's clock has to have come there, too."""
    today = city_day(timezone.now())
    seal(today - DAY)

    assert sealing.due_day(timezone.now() + 3 * DAY) is None


def test_the_job_seals_what_is_due(lively_day):
    did = seal_days()

    days = list(SealedDay.objects.sealed().order_by("day").values_list("day", flat=True))
    assert days[0] == min(TODAY, *(city_day(v.published_at) for v in RuleVersion.objects.published()))
    assert did.facts["sealed"] == len(days)
    assert all(later - day == DAY for day, later in pairwise(days))


# What the heads say to others


def test_a_head_reads_as_it_was_written():
    head = Head(TODAY, "11" * 32, "00" * 32, None)

    assert Head.read(head.text()) == head
    assert json.loads(head.text()) == {"before": None, "day": "2026-11-23", "root": "00" * 32, "rows": "11" * 32}


def test_a_head_of_before_reads_with_its_counts():
    head = Head(TODAY, {"b": 2, "a": 1}, "00" * 32, None)

    assert Head.read(head.text()) == head
    assert head.counts_of(None, bytes(32)) == {"a": 1, "b": 2}
    assert json.loads(head.text()) == {"before": None, "day": "2026-11-23", "root": "00" * 32, "rows": {"a": 1, "b": 2}}


@pytest.mark.parametrize(
    "text", ["", "{}", '{"day": 1}', "[]", '{"day":"2026-13-01","rows":{},"root":"","before":null}']
)
def test_what_is_no_head_is_said_to_be_none(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        Head.read(text)
