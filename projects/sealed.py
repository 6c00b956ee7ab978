"""What a day's seal covers of the second path: what was submitted, said and decided, who acted for whom, issuances,
what was ordered and proposed, every move of units, deals, pooled months and events.
"""

from projects.cycle.sealed import SEALED as CYCLE
from seals.sources import SealedRows

SEALED = [
    *CYCLE,
    SealedRows(
        "projects.document_versions",
        "version of a document",
        "projects_documentversion",
        "kept_at",
        """
        SELECT version.id,
               jsonb_build_array(version.public_id, version.document_id, document.title, document.design_id,
                                 version.number, version.name, version.kind, version.size_bytes, version.sha256,
                                 version.by_id, version.kept_at),
               NULL::bigint, NULL::text
        FROM projects_documentversion AS version
        LEFT JOIN projects_document AS document ON document.id = version.document_id
        WHERE version.kept_at >= %(since)s AND version.kept_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.issuances",
        "issuance of units",
        "projects_issuance",
        "issued_at",
        """
        SELECT issuance.id,
               jsonb_build_array(issuance.project_id, project.number, project.public_id, issuance.nth, issuance.vintage,
                                 issuance.document, issuance.kilograms, issuance.tonnes, issuance.buffer_tonnes,
                                 issuance.carried_kg, issuance.numbers, issuance.by_id, issuance.agreed_by_id,
                                 issuance.issued_at),
               NULL::bigint, NULL::text
        FROM projects_issuance AS issuance
        LEFT JOIN projects_carbonproject AS project ON project.id = issuance.project_id
        WHERE issuance.issued_at >= %(since)s AND issuance.issued_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.unit_moves",
        "move of units",
        "projects_unitmove",
        "happened_at",
        """
        SELECT move.id,
               jsonb_build_array(move.issuance_id, move.kind, move.numbers, move.status, move.giver_id,
                                 giver.public_id, move.taker_id, taker.public_id, move.by_id, move.agreed_by_id,
                                 move.happened_at),
               NULL::bigint, NULL::text
        FROM projects_unitmove AS move
        LEFT JOIN projects_organisation AS giver ON giver.id = move.giver_id
        LEFT JOIN projects_organisation AS taker ON taker.id = move.taker_id
        WHERE move.happened_at >= %(since)s AND move.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.report_steps",
        "step of a monitoring report",
        "projects_reportstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.report_id, report.public_id, step.kind, step.version_id, version.nth,
                                 version.lines_sha256, version.kilograms, step.finding_id, step.file_id, step.by_id,
                                 step.words, step.happened_at),
               NULL::bigint, NULL::text
        FROM projects_reportstep AS step
        LEFT JOIN projects_monitoringreport AS report ON report.id = step.report_id
        LEFT JOIN projects_reportversion AS version
            ON version.id = step.version_id AND step.kind IN ('submitted', 'stated')
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.findings",
        "finding of a verifier",
        "projects_finding",
        "opened_at",
        """
        SELECT id,
               jsonb_build_array(report_id, version_id, nth, kind, line, parameter, words, due_on, by_id, opened_at),
               NULL::bigint, NULL::text
        FROM projects_finding WHERE opened_at >= %(since)s AND opened_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.samples",
        "sample of lines",
        "projects_sample",
        "drawn_at",
        """
        SELECT id, jsonb_build_array(version_id, seed, size, by_id, drawn_at), NULL::bigint, NULL::text
        FROM projects_sample WHERE drawn_at >= %(since)s AND drawn_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.statements",
        "verification statement",
        "projects_verificationstatement",
        "stated_at",
        """
        SELECT statement.id,
               jsonb_build_array(statement.report_id, statement.version_id, statement.reckoned_kg,
                                 statement.kilograms, statement.words, statement.number, statement.file_id,
                                 statement.by_id, statement.stated_at,
                                 (SELECT jsonb_agg(jsonb_build_array(year, kilograms) ORDER BY year)
                                  FROM projects_verifiedyear WHERE statement_id = statement.id)),
               NULL::bigint, NULL::text
        FROM projects_verificationstatement AS statement
        WHERE statement.stated_at >= %(since)s AND statement.stated_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.pool_consents",
        "consent to pooling",
        "projects_poolconsent",
        "given_at",
        """
        SELECT id, jsonb_build_array(citizen_id, edition, given_at), NULL::bigint, NULL::text
        FROM projects_poolconsent WHERE given_at >= %(since)s AND given_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.pool_leavings",
        "pooled act that was taken back",
        "projects_poolleaving",
        "noted_at",
        """
        SELECT activity_id, jsonb_build_array(month_id, kind, grams, noted_at), NULL::bigint, NULL::text
        FROM projects_poolleaving WHERE noted_at >= %(since)s AND noted_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.pool_proceeds",
        "proceeds of a pooled month",
        "projects_poolproceeds",
        "decided_at",
        """
        SELECT entry.id,
               jsonb_build_array(entry.month_id, month.public_id, entry.tonnes, entry.fen, entry.bank_reference,
                                 entry.document, entry.credits, entry.status, entry.by_id, entry.proposed_at,
                                 entry.decided_by_id, entry.decided_at),
               NULL::bigint, NULL::text
        FROM projects_poolproceeds AS entry
        LEFT JOIN projects_pooledmonth AS month ON month.id = entry.month_id
        WHERE entry.decided_at >= %(since)s AND entry.decided_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.trade_steps",
        "step of an offer or a deal",
        "projects_tradestep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.offer_id, offer.public_id, offer.holder_id, offer.issuance_id, offer.numbers,
                                 offer.price_fen, offer.minimum_tonnes, offer.until, offer.payment, step.deal_id,
                                 deal.public_id, deal.buyer_id, deal.numbers, deal.fen, deal.is_related, deal.pay_by,
                                 step.kind, step.by_id, step.words, step.bank_reference, step.paid_on,
                                 step.happened_at),
               NULL::bigint, NULL::text
        FROM projects_tradestep AS step
        LEFT JOIN projects_offer AS offer ON offer.id = step.offer_id
        LEFT JOIN projects_deal AS deal ON deal.id = step.deal_id
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.event_steps",
        "step of an event",
        "projects_eventstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.event_id, event.public_id, event.owner_id, event.name, step.kind, step.version_id,
                                 version.phase, version.nth, version.lines_sha256, version.kilograms, version.measures,
                                 version.people, version.documents, step.tonnes, step.file_id, step.by_id, step.words,
                                 step.happened_at),
               NULL::bigint, NULL::text
        FROM projects_eventstep AS step
        LEFT JOIN projects_event AS event ON event.id = step.event_id AND step.kind IN ('planned', 'measured')
        LEFT JOIN projects_eventversion AS version
            ON version.id = step.version_id AND step.kind IN ('planned', 'measured', 'neutral')
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.needs",
        "need of a year",
        "projects_need",
        "stated_at",
        """
        SELECT need.id,
               jsonb_build_array(need.statement_id, statement.public_id, statement.organisation_id, statement.year,
                                 need.nth, need.tonnes, need.document, need.scope, need.by_id, need.stated_at),
               NULL::bigint, NULL::text
        FROM projects_need AS need
        LEFT JOIN projects_yearstatement AS statement ON statement.id = need.statement_id
        WHERE need.stated_at >= %(since)s AND need.stated_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.event_retirements",
        "retirement for an event",
        "projects_eventretirement",
        "bound_at",
        """
        SELECT id, jsonb_build_array(event_id, order_id, bound_at), NULL::bigint, NULL::text
        FROM projects_eventretirement WHERE bound_at >= %(since)s AND bound_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.registrations",
        "registration of a project",
        "projects_carbonproject",
        "registered_at",
        """
        SELECT project.id,
               jsonb_build_array(project.public_id, project.number, project.owner_id, project.method, project.district,
                                 project.credited_from, project.credited_until, project.buffer_percent,
                                 project.parameters, project.registered_at),
               NULL::bigint, NULL::text
        FROM projects_carbonproject AS project
        WHERE project.registered_at >= %(since)s AND project.registered_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.overlaps",
        "overlap of projects",
        "projects_overlap",
        "found_at",
        """
        SELECT overlap.id,
               jsonb_build_array(overlap.version_id, overlap.other_id, overlap.project_id, overlap.kind, overlap.facts,
                                 overlap.found_at),
               NULL::bigint, NULL::text
        FROM projects_overlap AS overlap
        WHERE overlap.found_at >= %(since)s AND overlap.found_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.proposals",
        "proposal for the registry",
        "projects_proposal",
        "proposed_at",
        """
        SELECT proposal.id,
               jsonb_build_array(proposal.public_id, proposal.kind, proposal.project_id, proposal.document,
                                 proposal.vintage, proposal.kilograms, proposal.report, proposal.numbers,
                                 proposal.tonnes, proposal.words, proposal.by_id, proposal.proposed_at),
               NULL::bigint, NULL::text
        FROM projects_proposal AS proposal
        WHERE proposal.proposed_at >= %(since)s AND proposal.proposed_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.proposals_decided",
        "decision on a proposal",
        "projects_proposal",
        "decided_at",
        """
        SELECT proposal.id,
               jsonb_build_array(proposal.public_id, proposal.status, proposal.decided_by_id, proposal.answer,
                                 proposal.issuance_id, proposal.decided_at),
               NULL::bigint, NULL::text
        FROM projects_proposal AS proposal
        WHERE proposal.decided_at >= %(since)s AND proposal.decided_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.orders",
        "order of a holder",
        "projects_order",
        "ordered_at",
        """
        SELECT id,
               jsonb_build_array(public_id, kind, holder_id, numbers, taker_id, beneficiary, purpose, year, words,
                                 by_id, ordered_at),
               NULL::bigint, NULL::text
        FROM projects_order WHERE ordered_at >= %(since)s AND ordered_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.orders_decided",
        "decision on an order",
        "projects_order",
        "decided_at",
        """
        SELECT id,
               jsonb_build_array(public_id, status, decided_by_id, answer, move_id, decided_at),
               NULL::bigint, NULL::text
        FROM projects_order WHERE decided_at >= %(since)s AND decided_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.redactions",
        "redaction of something public",
        "projects_redaction",
        "redacted_at",
        """
        SELECT id, jsonb_build_array(order_id, version_id, by_id, words, redacted_at), NULL::bigint, NULL::text
        FROM projects_redaction WHERE redacted_at >= %(since)s AND redacted_at < %(until)s
        """,
    ),
    # Who may act and verify: approved, refused, suspended, accredited, of which group.
    SealedRows(
        "projects.organisation_changes",
        "change to an organisation",
        "projects_organisationevent",
        "pgh_created_at",
        """
        SELECT event.pgh_id,
               jsonb_build_array(event.pgh_created_at, event.pgh_label, event.pgh_obj_id, event.public_id, event.name,
                                 event.licence, event."group", event.is_verifier, event.accreditation, event.status,
                                 event.status_at, event.refusal, event.suspension, event.applicant_id,
                                 event.applied_at),
               NULL::bigint, NULL::text
        FROM projects_organisationevent AS event
        WHERE event.pgh_created_at >= %(since)s AND event.pgh_created_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.seats",
        "seat in an organisation",
        "projects_seat",
        "begun_at",
        """
        SELECT id, jsonb_build_array(public_id, organisation_id, user_id, part, begun_at), NULL::bigint, NULL::text
        FROM projects_seat WHERE begun_at >= %(since)s AND begun_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.seats_ended",
        "end of a seat in an organisation",
        "projects_seat",
        "ended_at",
        """
        SELECT id, jsonb_build_array(public_id, organisation_id, ended_at), NULL::bigint, NULL::text
        FROM projects_seat WHERE ended_at >= %(since)s AND ended_at < %(until)s
        """,
    ),
]
