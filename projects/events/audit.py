"""Proves events: lines are as they were published, a certificate stands only on what was retired, and for one event."""

from common.audit import AuditRule
from projects.monitoring.hashing import HASH

_RETIRED = """
    (SELECT coalesce(sum(upper(o.numbers) - lower(o.numbers)), 0)
     FROM projects_eventretirement AS r JOIN projects_order AS o ON o.id = r.order_id
     JOIN projects_unitmove AS move ON move.id = o.move_id AND move.kind = 'retired' AND move.numbers = o.numbers
     WHERE r.event_id = event.id AND o.status = 'released')
"""
_IN_FORCE = """
    (SELECT version.kilograms FROM projects_eventversion AS version
     WHERE version.event_id = event.id AND version.phase = 'actual' AND version.frozen_at IS NOT NULL
     ORDER BY version.nth DESC LIMIT 1)
"""

RULES = [
    AuditRule(
        "event_lines_are_not_as_published",
        "version {0} ({1}) of event {2}: its lines have the SHA-256 {3}, not {4}",
        f"""
        SELECT version.nth, version.phase, version.event_id, found.sha256, version.lines_sha256
        FROM projects_eventversion AS version
        CROSS JOIN LATERAL (
            SELECT {HASH} AS sha256 FROM projects_eventline AS line WHERE line.version_id = version.id
        ) AS found
        WHERE version.frozen_at IS NOT NULL AND found.sha256 <> version.lines_sha256
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "event_emits_other_than_reckoned",
        "version {0} ({1}) of event {2}: {3} kg, but its reckoning comes to {4} kg",
        """
        SELECT nth, phase, event_id, kilograms, result ->> 'exact_kg' FROM projects_eventversion
        WHERE frozen_at IS NOT NULL AND kilograms IS DISTINCT FROM ceil((result ->> 'exact_kg')::numeric)
        """,
    ),
    AuditRule(
        "neutral_without_enough_retired",
        "event {0} is neutral: {1} kg emitted, {2} t retired",
        f"""
        SELECT * FROM (
            SELECT event.id, {_IN_FORCE} AS emitted, {_RETIRED} AS retired
            FROM projects_event AS event WHERE event.status = 'neutral'
        ) AS found
        WHERE emitted IS NULL OR retired * 1000 < emitted
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "retired_for_another_than_the_event",
        "retirement {0} for event {1}: its order is a {2} for {3} by organisation {4}",
        """
        SELECT r.id, r.event_id, o.kind, o.purpose, o.holder_id FROM projects_eventretirement AS r
        JOIN projects_order AS o ON o.id = r.order_id JOIN projects_event AS event ON event.id = r.event_id
        WHERE o.kind <> 'retire' OR o.purpose <> 'event' OR o.holder_id <> event.owner_id
           OR o.beneficiary <> event.name ->> 'zh-hans'
        """,
    ),
    AuditRule(
        "event_is_not_as_its_steps_say",
        "event {0} is {1}; its last step is {2}",
        """
        SELECT event.id, event.status, last.kind FROM projects_event AS event
        LEFT JOIN LATERAL (
            SELECT kind FROM projects_eventstep WHERE event_id = event.id
              AND kind NOT IN ('revised', 'checked', 'objected', 'hidden') ORDER BY id DESC LIMIT 1
        ) AS last ON true
        WHERE event.status IS DISTINCT FROM CASE last.kind WHEN 'begun' THEN 'draft' WHEN 'planned' THEN 'planned'
            WHEN 'measured' THEN 'measured' WHEN 'lapsed' THEN 'measured' WHEN 'neutral' THEN 'neutral'
            WHEN 'called_off' THEN 'called_off' END
        """,
    ),
    AuditRule(
        "neutral_without_its_verifier",
        "event {0} is neutral although its verifier {1} has not found version {2} right",
        """
        SELECT event.id, event.verifier_id, last.nth FROM projects_event AS event
        CROSS JOIN LATERAL (
            SELECT id, nth FROM projects_eventversion
            WHERE event_id = event.id AND phase = 'actual' AND frozen_at IS NOT NULL ORDER BY nth DESC LIMIT 1
        ) AS last
        WHERE event.status = 'neutral' AND event.verifier_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM projects_eventstep WHERE version_id = last.id AND kind = 'checked')
        """,
    ),
    AuditRule(
        "event_checked_by_both_sides",
        "step {0} of event {1} was done for the verifier by {2}, who sat with the organiser, too",
        """
        SELECT step.id, step.event_id, step.by_id FROM projects_eventstep AS step
        JOIN projects_event AS event ON event.id = step.event_id
        JOIN projects_seat AS seat ON seat.organisation_id = event.owner_id AND seat.user_id = step.by_id
            AND seat.begun_at <= step.happened_at AND (seat.ended_at IS NULL OR seat.ended_at > step.happened_at)
        WHERE step.kind IN ('checked', 'objected')
        """,
    ),
]
