"""What a day's seal covers of rules: each version that was published, whole, who approved it, and each withdrawal."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "scenarios.approvals",
        "approval of rule version",
        "scenarios_ruleversion",
        "published_at",
        """
        SELECT version.id,
               jsonb_build_array(version.authors, version.approved_at, version.approved_by_id, version.published_by_id),
               NULL::bigint, NULL::text
        FROM scenarios_ruleversion AS version
        WHERE version.published_at >= %(since)s AND version.published_at < %(until)s AND version.approved_at IS NOT NULL
        """,
    ),
    SealedRows(
        "scenarios.reasons",
        "reason of rule version",
        "scenarios_ruleversion",
        "published_at",
        """
        SELECT version.id, jsonb_build_array(version.why, version.published_at), NULL::bigint, NULL::text
        FROM scenarios_ruleversion AS version
        WHERE version.published_at >= %(since)s AND version.published_at < %(until)s AND version.why <> '{}'
        """,
    ),
    SealedRows(
        "scenarios.versions",
        "rule version",
        "scenarios_ruleversion",
        "published_at",
        """
        SELECT version.id,
               jsonb_build_array(version.scenario_id, version.number, version.effective_from, version.document,
                                 version.published_at),
               NULL::bigint, NULL::text
        FROM scenarios_ruleversion AS version
        WHERE version.published_at >= %(since)s AND version.published_at < %(until)s
        """,
    ),
    SealedRows(
        "scenarios.withdrawals",
        "withdrawal of rule version",
        "scenarios_ruleversion",
        "withdrawn_at",
        """
        SELECT version.id, jsonb_build_array(version.withdrawn_at), NULL::bigint, NULL::text
        FROM scenarios_ruleversion AS version
        WHERE version.withdrawn_at >= %(since)s AND version.withdrawn_at < %(until)s
        """,
    ),
]
