"""What a day's seal covers of the second path: documents, issuances and every move of units."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "projects.document_versions",
        "version of a document",
        "projects_documentversion",
        "kept_at",
        """
        SELECT version.id,
               jsonb_build_array(version.public_id, version.document_id, document.title, document.project_id,
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
]
