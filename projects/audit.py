"""Proves the registry from its moves: each number issued once and in one place, and the ledger moved as they say."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken
from credits.reading import TRANSFERS
from projects.bulletin.audit import RULES as BULLETIN
from projects.buyers.audit import RULES as BUYERS
from projects.cycle import audit as cycle
from projects.documents import audit as files
from projects.events.audit import RULES as EVENTS
from projects.monitoring.audit import RULES as MONITORING
from projects.organisations.audit import RULES as ORGANISATIONS
from projects.pooling.audit import RULES as POOLING

RULES = [
    AuditRule(
        "units_are_not_as_issued",
        "issuance {0} ({1}) of {2} t: its blocks have {3} t, from {4} to {5}",
        """
        SELECT issuance.id, issuance.numbers, issuance.tonnes, coalesce(blocks.tonnes, 0), blocks.first, blocks.after
        FROM projects_issuance AS issuance
        LEFT JOIN (
            SELECT issuance_id, sum(upper(numbers) - lower(numbers)) AS tonnes, min(lower(numbers)) AS first,
                max(upper(numbers)) AS after
            FROM projects_unitblock GROUP BY 1
        ) AS blocks ON blocks.issuance_id = issuance.id
        WHERE (blocks.tonnes, blocks.first, blocks.after)
            IS DISTINCT FROM (nullif(issuance.tonnes, 0), lower(issuance.numbers), upper(issuance.numbers))
        """,
    ),
    AuditRule(
        "carried_is_not_what_was_left",
        "issuance {0} of project {1}: {2} kg verified and {3} kg carried before are not {4} t and {5} kg",
        """
        SELECT id, project_id, kilograms, before, tonnes, carried_kg
        FROM (
            SELECT *, coalesce(lag(carried_kg) OVER (PARTITION BY project_id ORDER BY nth), 0) AS before
            FROM projects_issuance
        ) AS issuance
        WHERE kilograms + before <> tonnes::bigint * 1000 + carried_kg
        """,
    ),
    # The last move of a number says where it is.
    AuditRule(
        "block_is_not_where_it_was_moved",
        "block {0} ({1}) is {2} with {3}, frozen {4}; its last move says {5} with {6}, frozen {7}",
        """
        SELECT block.id, block.numbers, block.status, block.holder_id, block.is_frozen, last.status, last.taker_id,
            last.kind = 'frozen'
        FROM projects_unitblock AS block
        LEFT JOIN LATERAL (
            SELECT move.status, move.taker_id, move.kind, move.numbers FROM projects_unitmove AS move
            WHERE move.numbers && block.numbers ORDER BY move.id DESC LIMIT 1
        ) AS last ON true
        WHERE (block.status, block.holder_id, block.is_frozen)
            IS DISTINCT FROM (last.status, last.taker_id, last.kind = 'frozen')
        OR NOT last.numbers @> block.numbers
        """,
    ),
    AuditRule(
        "move_is_not_its_transfer",
        "move {0} ({1}) of {2} t from {3} to {4}: its transfer is {5}, {6} t, from {7} to {8}",
        f"""
        WITH said AS (
            SELECT move.id, move.happened_at,
                CASE move.kind WHEN 'issued' THEN 'issue' WHEN 'transferred' THEN 'transfer'
                    WHEN 'retired' THEN 'retire' ELSE 'cancel' END AS kind,
                upper(move.numbers) - lower(move.numbers) AS tonnes,
                CASE move.kind WHEN 'issued' THEN NULL WHEN 'lost' THEN project.public_id ELSE giver.public_id
                    END AS giver,
                CASE move.status WHEN 'buffer' THEN project.public_id ELSE taker.public_id END AS taker
            FROM projects_unitmove AS move
            JOIN projects_issuance AS issuance ON issuance.id = move.issuance_id
            JOIN projects_carbonproject AS project ON project.id = issuance.project_id
            LEFT JOIN projects_organisation AS giver ON giver.id = move.giver_id
            LEFT JOIN projects_organisation AS taker ON taker.id = move.taker_id
            WHERE move.kind NOT IN ('frozen', 'thawed')
        ), moved AS (
            SELECT transfer.*,
                CASE split_part(reference, ':', 1) WHEN 'units' THEN split_part(reference, ':', 2) END AS move
            FROM {TRANSFERS} AS transfer WHERE asset = 't_co2e' AND reversed_by IS NULL
        )
        SELECT coalesce(said.id::text, moved.reference), coalesce(said.kind, 'nowhere'), said.tonnes, said.giver,
            said.taker, moved.kind, moved.amount, moved.from_party, moved.to_party
        FROM said FULL JOIN moved ON moved.move = said.id::text
        WHERE (said.kind, said.tonnes, said.giver, said.taker, said.happened_at)
            IS DISTINCT FROM (moved.kind, moved.amount, moved.from_party, moved.to_party, moved.created_at)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "holder_has_other_units",
        "{0} {1}: its blocks have {2} t, its transfers come to {3} t",
        f"""
        WITH blocks AS (
            SELECT CASE block.status WHEN 'held' THEN 'holding' ELSE block.status END AS place,
                CASE block.status WHEN 'held' THEN holder.public_id WHEN 'buffer' THEN project.public_id END AS party,
                sum(upper(block.numbers) - lower(block.numbers)) AS tonnes
            FROM projects_unitblock AS block
            JOIN projects_issuance AS issuance ON issuance.id = block.issuance_id
            JOIN projects_carbonproject AS project ON project.id = issuance.project_id
            LEFT JOIN projects_organisation AS holder ON holder.id = block.holder_id
            GROUP BY 1, 2
        ), moved AS (
            SELECT place, party, sum(tonnes) AS tonnes FROM (
                SELECT to_kind AS place, to_party AS party, amount AS tonnes
                FROM {TRANSFERS} AS t WHERE asset = 't_co2e'
                UNION ALL
                SELECT from_kind, from_party, -amount FROM {TRANSFERS} AS t WHERE asset = 't_co2e'
            ) AS leg WHERE place <> 'registry' GROUP BY 1, 2
        )
        SELECT coalesce(blocks.place, moved.place), coalesce(blocks.party, moved.party), coalesce(blocks.tonnes, 0),
            coalesce(moved.tonnes, 0)
        FROM blocks FULL JOIN moved ON moved.place = blocks.place AND moved.party IS NOT DISTINCT FROM blocks.party
        WHERE coalesce(blocks.tonnes, 0) <> coalesce(moved.tonnes, 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    # What was proposed at the desk and what was done with it, by whom and by whom agreed, are one thing.
    AuditRule(
        "issued_otherwise_than_proposed",
        "proposal {0} is {1}: {2} kg for {3} by {4}, decided by {5}; its issuance {6} is of {7} kg for {8}",
        """
        SELECT proposal.id, proposal.status, proposal.kilograms, proposal.vintage, proposal.by_id,
            proposal.decided_by_id, issuance.id, issuance.kilograms, issuance.vintage
        FROM projects_proposal AS proposal
        LEFT JOIN projects_issuance AS issuance ON issuance.id = proposal.issuance_id
        WHERE proposal.kind = 'issue'
        AND ((proposal.status = 'agreed') <> (issuance.id IS NOT NULL)
            OR issuance.id IS NOT NULL
            AND (issuance.project_id, issuance.vintage, issuance.kilograms, issuance.document, issuance.by_id,
                issuance.agreed_by_id)
                IS DISTINCT FROM (proposal.project_id, proposal.vintage, proposal.kilograms, proposal.document,
                proposal.by_id, proposal.decided_by_id))
        """,
    ),
    # An order is the certificate of what was used up.
    AuditRule(
        "retired_without_an_order",
        "move {0}: {1} t of {2} were used up by no order",
        """
        SELECT move.id, upper(move.numbers) - lower(move.numbers), move.giver_id
        FROM projects_unitmove AS move
        WHERE move.kind = 'retired' AND NOT EXISTS (SELECT FROM projects_order AS o WHERE o.move_id = move.id)
        """,
    ),
    AuditRule(
        "issued_without_a_report",
        "issuance {0} of project {1}, {2} kg for {3}: two of the desk issued it, and no report has verified it",
        """
        SELECT issuance.id, issuance.project_id, issuance.kilograms, issuance.vintage
        FROM projects_issuance AS issuance
        JOIN projects_proposal AS proposal ON proposal.issuance_id = issuance.id
        WHERE issuance.report_id IS NULL
        """,
    ),
    AuditRule(
        "released_by_one",
        "order {0} is {1}, by {2}, decided by {3}; its move is {4} t from {5} for {6}",
        """
        SELECT o.id, o.status, o.by_id, o.decided_by_id, upper(move.numbers) - lower(move.numbers), move.giver_id,
            move.kind
        FROM projects_order AS o
        LEFT JOIN projects_unitmove AS move ON move.id = o.move_id
        WHERE (o.status = 'released') <> (move.id IS NOT NULL)
        OR move.id IS NOT NULL
        AND (move.numbers, move.giver_id, move.by_id, move.agreed_by_id, move.taker_id, move.kind)
            IS DISTINCT FROM (o.numbers, o.holder_id, o.by_id, o.decided_by_id, o.taker_id,
                CASE o.kind WHEN 'retire' THEN 'retired' WHEN 'cancel' THEN 'cancelled' ELSE 'transferred' END)
        """,
    ),
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """Whatever in the registry is not as its moves, the ledger and hashes say; nothing when it is sound."""
    yield from broken([*RULES, *cycle.RULES, *MONITORING, *POOLING, *BULLETIN, *BUYERS, *EVENTS, *ORGANISATIONS])
    yield from files.findings()
