"""What a day's seal covers of accounts: who asked for another number, how, and what came of it; never the number."""

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
    # Who agreed is written before the end, and stays as it is.
    SealedRows(
        "accounts.phone_changes_made",
        "change of phone that was made",
        "accounts_phonechange",
        "done_at",
        """
        SELECT change.id, jsonb_build_array(change.done_at, change.agreed_by_id), NULL::bigint, NULL::text
        FROM accounts_phonechange AS change
        WHERE change.done_at >= %(since)s AND change.done_at < %(until)s
        """,
    ),
    SealedRows(
        "accounts.phone_changes_stopped",
        "change of phone that was stopped",
        "accounts_phonechange",
        "stopped_at",
        """
        SELECT change.id,
               jsonb_build_array(change.stopped_at, change.stopped, change.agreed_by_id),
               NULL::bigint, NULL::text
        FROM accounts_phonechange AS change
        WHERE change.stopped_at >= %(since)s AND change.stopped_at < %(until)s
        """,
    ),
]
