"""Proves that statements are what was taken, less what was undone, and that what is paid is what the ledger settled."""

from collections.abc import Iterator

from accounts.refusals import Unreadable
from common.audit import AuditRule, Finding
from credits.reading import TRANSFERS
from merchants import bank_accounts
from merchants.models import BankAccount

RULES = [
    # A merchant is paid where its owners say: each account was given by somebody who was one then.
    AuditRule(
        "account_given_by_no_owner",
        "bank account {0} of merchant {1} was given {2} by user {3}",
        """
        SELECT account.id, account.merchant_id, account.given_at, account.given_by_id
        FROM merchants_bankaccount AS account
        WHERE NOT EXISTS (
            SELECT FROM merchants_membership AS member
            WHERE member.merchant_id = account.merchant_id AND member.user_id = account.given_by_id
            AND member.role = 'owner' AND member.accepted_at <= account.given_at
            AND (member.ended_at IS NULL OR member.ended_at >= account.given_at)
        )
        """,
    ),
    AuditRule(
        "account_withdrawn_by_no_owner",
        "bank account {0} of merchant {1} was withdrawn {2} by user {3}",
        """
        SELECT account.id, account.merchant_id, account.withdrawn_at, account.withdrawn_by_id
        FROM merchants_bankaccount AS account
        WHERE account.withdrawn_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM merchants_membership AS member
            WHERE member.merchant_id = account.merchant_id AND member.user_id = account.withdrawn_by_id
            AND member.role = 'owner' AND member.accepted_at <= account.withdrawn_at
            AND (member.ended_at IS NULL OR member.ended_at >= account.withdrawn_at)
        )
        """,
    ),
    # At once it is in force only where the desk has yet to approve the merchant, its account included.
    AuditRule(
        "account_in_force_too_soon",
        "bank account {0} of merchant {1}, which was approved {2}, was given {3} and in force {4}",
        """
        SELECT account.id, account.merchant_id, approved.since, account.given_at, account.in_force_at
        FROM merchants_bankaccount AS account
        CROSS JOIN LATERAL (
            SELECT min(event.status_at) AS since FROM merchants_merchantevent AS event
            WHERE event.pgh_obj_id = account.merchant_id AND event.status = 'approved'
        ) AS approved
        WHERE approved.since < account.given_at
        AND account.in_force_at < account.given_at + interval '1 day'
        """,
    ),
    AuditRule(
        "two_accounts_waited",
        "bank accounts {0} and {1} of merchant {2} waited at once",
        """
        SELECT first.id, second.id, first.merchant_id
        FROM merchants_bankaccount AS first
        JOIN merchants_bankaccount AS second ON second.merchant_id = first.merchant_id AND second.id > first.id
        WHERE second.given_at < coalesce(first.withdrawn_at, first.in_force_at)
        """,
    ),
    AuditRule(
        "statement_is_not_its_lines",
        "statement {0} says {1} fen, {2} credits, {3} taken, {4} undone; its lines say {5}, {6}, {7}, {8}",
        """
        SELECT statement.id, statement.fen, statement.credits, statement.taken, statement.undone,
            lines.fen, lines.credits, lines.taken, lines.undone
        FROM merchants_statement AS statement
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(line.fen), 0) AS fen, coalesce(sum(line.credits), 0) AS credits,
                count(*) FILTER (WHERE kind = 'taken') AS taken, count(*) FILTER (WHERE kind = 'undone') AS undone
            FROM merchants_statementline AS line WHERE line.statement_id = statement.id
        ) AS lines
        WHERE statement.status <> 'open'
        AND (statement.fen, statement.credits, statement.taken, statement.undone)
            <> (lines.fen, lines.credits, lines.taken, lines.undone)
        """,
    ),
    AuditRule(
        "line_is_not_its_capture",
        "line {0} ({1}) of statement {2}: {3} fen, {4} credits for capture {5} of redemption {6}",
        """
        SELECT line.id, line.kind, line.statement_id, line.fen, line.credits, line.nth, line.redemption_id
        FROM merchants_statementline AS line
        JOIN merchants_statement AS statement ON statement.id = line.statement_id
        JOIN merchants_redemption AS redemption ON redemption.id = line.redemption_id
        LEFT JOIN merchants_statementline AS taken
            ON taken.redemption_id = line.redemption_id AND taken.nth = line.nth AND taken.kind = 'taken'
        WHERE redemption.merchant_id IS DISTINCT FROM statement.merchant_id
        OR line.nth NOT BETWEEN 1 AND redemption.captures
        OR line.kind <> 'corrected' AND line.happened_at >= statement.until
        OR line.kind = 'taken' AND (line.credits, line.fen) <> (redemption.price, redemption.settlement_fen)
        OR line.kind = 'undone' AND (
            (line.credits, line.fen) IS DISTINCT FROM (-taken.credits, -taken.fen)
            OR redemption.captures = line.nth AND redemption.status = 'redeemed'
        )
        """,
    ),
    # A final statement ends at the moment at which it is drawn up: what was taken just then may come a moment later.
    AuditRule(
        "capture_on_no_statement",
        "redemption {0} was taken {1}; merchant {2} has a statement up to {3}, which it is not on",
        """
        SELECT redemption.id, redemption.captured_at, redemption.merchant_id, closed.until
        FROM (
            SELECT merchant_id, max(until) AS until FROM merchants_statement
            WHERE status <> 'open' AND NOT is_final GROUP BY 1
        ) AS closed
        JOIN merchants_redemption AS redemption
            ON redemption.merchant_id = closed.merchant_id AND redemption.captured_at < closed.until
        WHERE NOT EXISTS (
            SELECT FROM merchants_statementline AS line
            WHERE line.redemption_id = redemption.id AND line.nth = redemption.captures AND line.kind = 'taken'
        )
        """,
    ),
    AuditRule(
        "statement_is_not_its_transfers",
        "statement {0} is {1} for {2} fen and {3} credits; {4} fen were settled, {5} credits cancelled",
        f"""
        WITH moved AS (
            SELECT CASE split_part(reference, ':', 1) WHEN kind THEN split_part(reference, ':', 2) END AS statement_id,
                coalesce(sum(amount) FILTER (WHERE kind = 'settle' AND reversed_by IS NULL), 0) AS fen,
                coalesce(sum(amount) FILTER (WHERE kind = 'cancel' AND reversed_by IS NULL), 0) AS credits,
                min(from_party) AS party
            FROM {TRANSFERS} AS transfer
            WHERE kind IN ('settle', 'cancel') AND asset IN ('fen', 'credit') GROUP BY 1
        ), said AS (
            SELECT statement.*, merchant.public_id AS party,
                CASE statement.status WHEN 'paid' THEN statement.fen END AS paid_fen,
                CASE statement.status WHEN 'paid' THEN statement.credits END AS paid_credits
            FROM merchants_statement AS statement
            JOIN merchants_merchant AS merchant ON merchant.id = statement.merchant_id
        )
        SELECT coalesce(said.id::text, moved.statement_id), coalesce(said.status, 'nowhere'), said.fen, said.credits,
            coalesce(moved.fen, 0), coalesce(moved.credits, 0)
        FROM said FULL JOIN moved ON moved.statement_id = said.id::text
        WHERE (coalesce(moved.fen, 0), coalesce(moved.credits, 0)) IS DISTINCT FROM
            (coalesce(said.paid_fen, 0), coalesce(said.paid_credits, 0))
        OR said.id IS NULL OR moved.party <> said.party
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "correction_is_not_its_answer",
        "statement {0}: its answers correct it by {1} fen, its lines by {2}, the ledger by {3}",
        f"""
        WITH answers AS (
            SELECT step.statement_id, sum(step.corrected_fen) AS fen, sum(moved.fen) AS moved
            FROM merchants_statementstep AS step
            JOIN merchants_statement AS statement ON statement.id = step.statement_id
            JOIN merchants_merchant AS merchant ON merchant.id = statement.merchant_id
            LEFT JOIN (
                SELECT reference, CASE to_kind WHEN 'receivable' THEN amount ELSE -amount END AS fen,
                    coalesce(to_party, from_party) AS party
                FROM {TRANSFERS} AS transfer WHERE kind = 'correct' AND reversed_by IS NULL
            ) AS moved ON moved.reference = 'correct:' || step.id AND moved.party = merchant.public_id
            GROUP BY 1
        ), lines AS (
            SELECT statement_id, sum(fen) AS fen FROM merchants_statementline WHERE kind = 'corrected' GROUP BY 1
        )
        SELECT coalesce(answers.statement_id, lines.statement_id), answers.fen, lines.fen, answers.moved
        FROM answers FULL JOIN lines ON lines.statement_id = answers.statement_id
        WHERE coalesce(answers.fen, 0) <> coalesce(lines.fen, 0)
        OR coalesce(answers.fen, 0) <> coalesce(answers.moved, 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "correction_without_its_answer",
        "transfer {0} ({1})",
        f"""
        SELECT transfer.id, transfer.reference
        FROM {TRANSFERS} AS transfer
        LEFT JOIN merchants_statementstep AS step
            ON transfer.reference = 'correct:' || step.id AND step.step IN ('answered', 'withdrawn')
        WHERE transfer.kind = 'correct' AND step.id IS NULL
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "statement_is_not_its_steps",
        "statement {0} is {1} over {2} fen; its steps say drawn up {3} times, confirmed over {4}, paid {5},"
        " lines in dispute {6}",
        """
        SELECT statement.id, statement.status, statement.fen, steps.closed, steps.confirmed_fen, steps.paid_fen,
            steps.disputes
        FROM merchants_statement AS statement
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE step = 'closed') AS closed,
                count(*) FILTER (WHERE step = 'disputed') - count(*) FILTER (WHERE step = 'answered') AS disputes,
                (array_agg(fen ORDER BY id DESC) FILTER (WHERE step = 'confirmed'))[1] AS confirmed_fen,
                (array_agg(fen ORDER BY id DESC) FILTER (WHERE step = 'paid'))[1] AS paid_fen
            FROM merchants_statementstep AS step WHERE step.statement_id = statement.id
        ) AS steps
        WHERE (statement.status <> 'open')::int <> steps.closed
        OR (statement.status = 'disputed') <> (steps.disputes > 0)
        OR statement.status IN ('confirmed', 'paid') AND steps.confirmed_fen IS DISTINCT FROM statement.fen
        OR steps.paid_fen IS DISTINCT FROM CASE statement.status WHEN 'paid' THEN statement.fen END
        """,
    ),
    AuditRule(
        "statement_paid_by_one",
        "statement {0} was drawn up, answered or confirmed by user {1}, who wrote down that it was paid",
        """
        SELECT paid.statement_id, paid.by_id
        FROM merchants_statementstep AS paid
        WHERE paid.step = 'paid' AND (paid.by_id IS NULL OR EXISTS (
            SELECT FROM merchants_statementstep AS other
            WHERE other.statement_id = paid.statement_id AND other.by_id = paid.by_id
            AND other.step IN ('closed', 'answered', 'confirmed')
        ))
        """,
    ),
]


UNREADABLE, NOT_ITS_NUMBER = CODES = ["account_is_unreadable", "account_is_not_its_number"]


def numbers_of_others() -> Iterator[Finding]:
    """Accounts whose sealed number is another than the one that was given: whoever has the database alone makes none,
    but could put that of one merchant in the place of another's.
    """
    for account in BankAccount.objects.order_by("pk").iterator():
        try:
            is_own = bank_accounts.has_own_number(account)
        except Unreadable:
            yield Finding(UNREADABLE, f"bank account {account.pk} of merchant {account.merchant_id}")
            continue
        if not is_own:
            yield Finding(NOT_ITS_NUMBER, f"bank account {account.pk} of merchant {account.merchant_id}")
