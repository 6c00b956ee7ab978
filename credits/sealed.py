"""What a day's seal covers of the ledger: fundings, each transfer with its key and what its accounts are, adjustments,
mergers.

An account that no transfer names holds nothing, so its opening is sealed with the first that does.
"""

from seals.sources import SealedRows

_END = """jsonb_build_array({end}.id, {end}.kind, {end}.asset, {end}.owner_id, {end}.expires_on, {end}.budget_id,
                              {end}.slot, {end}.party)"""

SEALED = [
    SealedRows(
        "credits.fundings",
        "funding",
        "credits_funding",
        "funded_at",
        """
        SELECT funding.id,
               jsonb_build_array(funding.budget_id, funding.number, funding.amount, funding.reference, funding.by_id,
                                 funding.agreed_by_id, funding.funded_at),
               NULL::bigint, NULL::text
        FROM credits_funding AS funding
        WHERE funding.funded_at >= %(since)s AND funding.funded_at < %(until)s
        """,
    ),
    SealedRows(
        "credits.transfers",
        "transfer",
        "credits_transfer",
        "created_at",
        f"""
        SELECT t.id,
               jsonb_build_array(t.kind, t.asset, t.amount, t.reference, t.event_at, t.created_at, t.debit_id,
                                 t.credit_id, key.transfer_id, {_END.format(end="debit")}, {_END.format(end="credit")}),
               NULL::bigint, NULL::text
        FROM credits_transfer AS t
        LEFT JOIN credits_transferkey AS key ON key.reference = t.reference
        LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id
        LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id
        WHERE t.created_at >= %(since)s AND t.created_at < %(until)s
        """,  # noqa: S608, names of this program alone
    ),
    # On the day on which somebody decided; the words are its citizen's own and enter as a digest.
    SealedRows(
        "credits.adjustments",
        "adjustment",
        "credits_adjustment",
        "decided_at",
        """
        SELECT a.id,
               jsonb_build_array(a.public_id, a.citizen_id, a.credits, a.budget_id, a.reason, a.status, a.drafted_at,
                                 a.proposed_by_id, a.proposed_at, a.decided_by_id, a.decided_at, files.digests),
               a.citizen_id, jsonb_build_array(a.words, a.internal_note, a.answer)::text
        FROM credits_adjustment AS a
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_array(file.public_id, file.name, file.kind, file.size_bytes, file.sha256)
                             ORDER BY file.id) AS digests
            FROM credits_attachment AS file WHERE file.adjustment_id = a.id
        ) AS files ON true
        WHERE a.decided_at >= %(since)s AND a.decided_at < %(until)s
        """,
        holds="words <> ''",
    ),
    SealedRows(
        "credits.adjustments_undone",
        "adjustment given back",
        "credits_adjustment",
        "undone_at",
        """
        SELECT a.id, jsonb_build_array(a.undone_by_id, a.undone_at), NULL::bigint, NULL::text
        FROM credits_adjustment AS a
        WHERE a.undone_at >= %(since)s AND a.undone_at < %(until)s
        """,
    ),
    # On the day on which somebody decided, with both proofs; the words are its citizen's own.
    SealedRows(
        "credits.mergers",
        "merger",
        "credits_merger",
        "decided_at",
        """
        SELECT m.id,
               jsonb_build_array(m.public_id, m.ended_id, m.stays_id, m.kept_phone, m.asked_at, m.status,
                                 m.agreed_by_id, m.agreed_at, m.decided_by_id, m.decided_at, m.credits, m.owed,
                                 shown.proofs),
               m.stays_id, jsonb_build_array(m.words, m.answer)::text
        FROM credits_merger AS m
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_array(proof.account_id, proof.how, proof.proven_at)
                             ORDER BY proof.id) AS proofs
            FROM credits_mergerproof AS proof WHERE proof.merger_id = m.id
        ) AS shown ON true
        WHERE m.decided_at >= %(since)s AND m.decided_at < %(until)s
        """,
        holds="words <> ''",
    ),
]
