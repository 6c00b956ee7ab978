"""What a day's seal covers of accounts: who asked for another number, and how; never the number."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "accounts.phone_changes",
        "change of phone",
        "accounts_phonechange",
        "asked_at",
        """
        SELECT change.id,
               jsonb_build_array(change.public_id, change.citizen_id, change.way, change.asked_at, change.due_at,
                                 change.tells_old, change.by_id, change.shown, change.reference),
               NULL::bigint, NULL::text
        FROM accounts_phonechange AS change
        WHERE change.asked_at >= %(since)s AND change.asked_at < %(until)s
        """,
    ),
]
