"""Proves years of buyers: what counts for a year was retired by its organisation for that year."""

from common.audit import AuditRule

RULES = [
    AuditRule(
        "retired_for_another_year",
        "order {0} counts for year {1} of organisation {2}; it is {3} by {4} for {5}, {6}",
        """
        SELECT o.id, s.year, s.organisation_id, o.kind, o.holder_id, o.year, o.purpose
        FROM projects_yearretirement AS r
        JOIN projects_order AS o ON o.id = r.order_id
        JOIN projects_yearstatement AS s ON s.id = r.statement_id
        WHERE (o.kind, o.purpose, o.holder_id, o.year)
            IS DISTINCT FROM ('retire', 'enterprise', s.organisation_id, s.year)
        """,
    ),
]
CODES = [rule.code for rule in RULES]
