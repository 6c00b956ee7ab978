"""What a day's seal covers of lists: each edition that was put into force, whole."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "lists.editions",
        "edition of a list",
        "lists_edition",
        "confirmed_at",
        """
        SELECT edition.id,
               jsonb_build_array(edition.list_code, edition.subject, edition.number, edition.effective_from,
                                 edition.document, edition.entered_at, edition.confirmed_at),
               NULL::bigint, NULL::text
        FROM lists_edition AS edition
        WHERE edition.confirmed_at >= %(since)s AND edition.confirmed_at < %(until)s
        """,
    ),
]
