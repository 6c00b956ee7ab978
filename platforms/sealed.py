"""What a day's seal covers of platforms: who linked, moved and unlinked which; none of a platform's ids.

A link is deleted when it is unlinked, so its trail is what stays.
"""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "platforms.links",
        "change to a linked platform",
        "platforms_linkevent",
        "pgh_created_at",
        """
        SELECT event.pgh_id,
               jsonb_build_array(event.pgh_created_at, event.pgh_label, event.pgh_obj_id, event.public_id,
                                 event.citizen_id, event.platform),
               NULL::bigint, NULL::text
        FROM platforms_linkevent AS event
        WHERE event.pgh_created_at >= %(since)s AND event.pgh_created_at < %(until)s
        """,
    ),
]
