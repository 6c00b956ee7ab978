"""Proves who may act and verify: each organisation stands as the last change to it says, which is sealed."""

from common.audit import AuditRule

_OF_BOTH = (
    *("public_id", "name", "licence", '"group"', "is_verifier", "accreditation", "status", "status_at"),
    *("refusal", "suspension", "applicant_id", "applied_at"),
)


def _of(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in _OF_BOTH)


RULES = [
    AuditRule(
        "organisation_stands_otherwise",
        "organisation {0} is {1}, a verifier: {2}, by {3}; the last change to it says {4}, a verifier: {5}, by {6}",
        f"""
        SELECT coalesce(organisation.id, last.pgh_obj_id), organisation.status, organisation.is_verifier,
            organisation.accreditation, last.status, last.is_verifier, last.accreditation
        FROM projects_organisation AS organisation
        FULL JOIN (
            SELECT DISTINCT ON (pgh_obj_id) * FROM projects_organisationevent ORDER BY pgh_obj_id, pgh_id DESC
        ) AS last ON last.pgh_obj_id = organisation.id
        WHERE ({_of("organisation")}) IS DISTINCT FROM ({_of("last")})
           AND NOT (organisation.id IS NULL AND last.pgh_label = 'delete')
           OR organisation.id IS NOT NULL AND last.pgh_label = 'delete'
        """,  # noqa: S608, names of this program alone
    ),
]
