"""Proves the way from draft to registered: each project was published, answered, validated by another and decided."""

from common.audit import AuditRule

# The last step of a kind of the version that is in force.
_STEP = """
    (SELECT {what} FROM projects_designstep AS step WHERE step.version_id = version.id AND step.kind = '{kind}'
     ORDER BY step.id DESC LIMIT 1)
"""


def _of(kind: str, what: str = "step.happened_at") -> str:
    return _STEP.format(kind=kind, what=what)


_DESIGNS = """
    projects_projectdesign AS design
    JOIN projects_designversion AS version ON version.design_id = design.id AND version.number = design.version
"""

RULES = [
    AuditRule(
        "registered_without_its_publication",
        "design {0} (project {1}) was registered at {2}; published until {3}, assigned at {4}, validated at {5}",
        f"""
        SELECT * FROM (
            SELECT design.id, design.project_id, {_of("registered")} AS registered_at,
                {_of("published", "step.until")} AS until, {_of("assigned")} AS assigned_at,
                {_of("validated")} AS validated_at
            FROM {_DESIGNS} WHERE design.stage = 'registered'
        ) AS course
        WHERE (until < (assigned_at AT TIME ZONE 'Asia/Shanghai')::date AND assigned_at <= validated_at
            AND validated_at <= registered_at) IS NOT TRUE
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "comment_passed_over",
        "comment {0} on version {1} of design {2} was not answered before a verifier was assigned at {3}",
        f"""
        SELECT comment.id, version.number, design.id, {_of("assigned")} AS assigned_at
        FROM {_DESIGNS}
        JOIN projects_comment AS comment ON comment.version_id = version.id
        LEFT JOIN projects_answer AS answer ON answer.comment_id = comment.id
        LEFT JOIN projects_hiding AS hiding ON hiding.comment_id = comment.id
        WHERE (LEAST(answer.answered_at, hiding.hidden_at) <= {_of("assigned")}) IS NOT TRUE
        AND design.stage IN ('validating', 'deciding', 'registered')
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "comment_out_of_its_time",
        "comment {0} on version {1} of design {2} came at {3}, published from {4} until {5}",
        f"""
        SELECT * FROM (
            SELECT comment.id, version.number, version.design_id, comment.commented_at,
                {_of("published")} AS published_at, {_of("published", "step.until")} AS until
            FROM projects_comment AS comment JOIN projects_designversion AS version ON version.id = comment.version_id
        ) AS said
        WHERE (commented_at >= published_at AND (commented_at AT TIME ZONE 'Asia/Shanghai')::date <= until) IS NOT TRUE
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "verifier_not_independent",
        "design {0} of organisation {1} was validated by {2}, which is not its verifier, or by {3} of its owner",
        """
        SELECT design.id, design.owner_id, step.organisation_id, step.by_id
        FROM projects_designstep AS step
        JOIN projects_designversion AS version ON version.id = step.version_id
        JOIN projects_projectdesign AS design ON design.id = version.design_id
        JOIN projects_organisation AS owner ON owner.id = design.owner_id
        LEFT JOIN projects_organisation AS verifier ON verifier.id = step.organisation_id
        WHERE step.kind = 'validated' AND (
            step.organisation_id IS NULL OR step.organisation_id = design.owner_id
            OR design.stage = 'registered' AND version.number = design.version
            AND step.organisation_id <> design.verifier_id
            OR EXISTS (
                SELECT FROM projects_seat AS seat WHERE seat.organisation_id = design.owner_id
                AND seat.user_id = step.by_id AND seat.begun_at <= step.happened_at
                AND coalesce(seat.ended_at, 'infinity') > step.happened_at
            )
        )
        """,
    ),
    AuditRule(
        "decided_by_a_party",
        "step {0} ({1}) of design {2} was taken by {3}, who acted for its owner or its verifier, then or before",
        """
        SELECT step.id, step.kind, design.id, step.by_id
        FROM projects_designstep AS step
        JOIN projects_designversion AS version ON version.id = step.version_id
        JOIN projects_projectdesign AS design ON design.id = version.design_id
        WHERE step.kind IN ('published', 'returned', 'assigned', 'registered', 'rejected') AND (
            EXISTS (
                SELECT FROM projects_seat AS seat
                WHERE seat.organisation_id IN (design.owner_id, design.verifier_id) AND seat.user_id = step.by_id
                AND seat.begun_at <= step.happened_at AND coalesce(seat.ended_at, 'infinity') > step.happened_at
            ) OR EXISTS (
                SELECT FROM projects_designstep AS earlier
                JOIN projects_designversion AS submitted ON submitted.id = earlier.version_id
                WHERE submitted.design_id = design.id AND earlier.by_id = step.by_id AND earlier.id < step.id
                AND earlier.kind IN ('submitted', 'validated')
            )
        )
        """,
    ),
    AuditRule(
        "design_is_not_where_its_steps_say",
        "design {0} is {1}, version {2}; its last step is {3} of version {4}",
        """
        SELECT design.id, design.stage, design.version, last.kind, last.number
        FROM projects_projectdesign AS design
        LEFT JOIN LATERAL (
            SELECT step.kind, version.number,
                CASE step.kind WHEN 'assigned' THEN 'validating' WHEN 'validated' THEN 'deciding' ELSE step.kind END
                    AS stage
            FROM projects_designstep AS step JOIN projects_designversion AS version ON version.id = step.version_id
            WHERE version.design_id = design.id AND step.kind <> 'wanted' ORDER BY step.id DESC LIMIT 1
        ) AS last ON true
        WHERE (design.stage, design.version) IS DISTINCT FROM (last.stage, last.number)
        AND NOT (design.version = 0 AND last.kind IS NULL AND design.stage IN ('draft', 'withdrawn'))
        """,
    ),
    AuditRule(
        "project_is_not_its_design",
        "project {0} is not what version {1} of design {2} says",
        """
        SELECT project.id, version.number, design.id
        FROM projects_projectdesign AS design
        JOIN projects_designversion AS version ON version.design_id = design.id AND version.number = design.version
        JOIN projects_carbonproject AS project ON project.id = design.project_id
        WHERE (project.owner_id, project.method, project.district, project.credited_from::text,
               project.credited_until::text)
            IS DISTINCT FROM (design.owner_id, version.content ->> 'method', version.content ->> 'district',
               version.content ->> 'credited_from', version.content ->> 'credited_until')
        OR project.parameters IS DISTINCT FROM jsonb_build_object(
            'given', coalesce(version.content -> 'given', '{}'), 'chosen', coalesce(version.content -> 'chosen', '{}')
        )
        """,
    ),
    AuditRule(
        "overlap_passed_over",
        "overlap {0} of design {1} (project {2}) was not decided before it was registered",
        f"""
        SELECT overlap.id, design.id, design.project_id
        FROM {_DESIGNS}
        JOIN projects_overlap AS overlap ON overlap.version_id = version.id
        LEFT JOIN projects_ruling AS ruling ON ruling.overlap_id = overlap.id
        WHERE design.stage = 'registered' AND (ruling.ruled_at <= {_of("registered")}) IS NOT TRUE
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "other_mechanism_passed_over",
        "design {0} (project {1}) was registered without a word on its number {2} in another mechanism",
        f"""
        SELECT design.id, design.project_id, thing.name
        FROM {_DESIGNS}
        JOIN projects_designthing AS thing ON thing.version_id = version.id AND thing.kind = 'mechanism'
        WHERE design.stage = 'registered' AND coalesce({_of("registered", "step.words")}, '') = ''
        """,  # noqa: S608, an expression of this program alone
    ),
]
"""Each says what a use case refuses; together they hold for whoever wrote the rows."""
CODES = [rule.code for rule in RULES]
