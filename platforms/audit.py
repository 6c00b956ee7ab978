"""Proves that no account of a platform opens a citizen's unseen: each link is as its trail says."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken

LAST = """
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, pgh_label, public_id, citizen_id, platform
    FROM platforms_linkevent ORDER BY pgh_obj_id, pgh_id DESC
"""
RULES = [
    AuditRule(
        "link_is_not_as_its_trail_says",
        "link {0} ({1}) of user {2}: the trail says {3}",
        f"""
        SELECT link.public_id, link.platform, link.citizen_id,
               coalesce(last.pgh_label || ' of ' || last.platform || ' by user ' || last.citizen_id, 'nothing')
        FROM platforms_link AS link
        LEFT JOIN ({LAST}) AS last ON last.pgh_obj_id = link.id
        WHERE (
            last.pgh_label <> 'delete' AND last.public_id = link.public_id
            AND last.citizen_id = link.citizen_id AND last.platform = link.platform
        ) IS NOT TRUE
        """,  # noqa: S608, a query of this program alone
    ),
    AuditRule(
        "link_is_gone_unseen",
        "link {0} ({1}) of user {2} is not there, and nobody has unlinked it",
        f"""
        SELECT last.public_id, last.platform, last.citizen_id FROM ({LAST}) AS last
        LEFT JOIN platforms_link AS link ON link.id = last.pgh_obj_id
        WHERE last.pgh_label <> 'delete' AND link.id IS NULL
        """,  # noqa: S608, a query of this program alone
    ),
    AuditRule(
        "id_of_another_platform",
        "link {0} ({1}) is opened by an id of {2}",
        """
        SELECT link.public_id, link.platform, openid.platform FROM platforms_openid AS openid
        JOIN platforms_link AS link ON link.id = openid.link_id
        WHERE openid.platform <> link.platform
        """,
    ),
]


def findings(extent: Extent = WHOLE) -> Iterator[Finding]:
    yield from broken(RULES)
