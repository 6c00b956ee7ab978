"""What a day's seal covers of a project before it is registered: what was submitted, said, reported and decided."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "projects.design_versions",
        "version of a design",
        "projects_designversion",
        "submitted_at",
        """
        SELECT version.id,
               jsonb_build_array(version.design_id, design.public_id, design.owner_id, version.number, version.content,
                                 version.documents, version.by_id, version.submitted_at),
               NULL::bigint, NULL::text
        FROM projects_designversion AS version
        LEFT JOIN projects_projectdesign AS design ON design.id = version.design_id
        WHERE version.submitted_at >= %(since)s AND version.submitted_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.design_steps",
        "step of a design",
        "projects_designstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.version_id, version.design_id, version.number, step.kind, step.by_id, step.words,
                                 step.organisation_id, step.document_id, step.is_favourable, step.until,
                                 step.happened_at),
               NULL::bigint, NULL::text
        FROM projects_designstep AS step
        LEFT JOIN projects_designversion AS version ON version.id = step.version_id
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.comments",
        "comment on a design",
        "projects_comment",
        "commented_at",
        """
        SELECT comment.id,
               jsonb_build_array(comment.public_id, comment.version_id, comment.by_id, comment.words,
                                 comment.commented_at),
               NULL::bigint, NULL::text
        FROM projects_comment AS comment
        WHERE comment.commented_at >= %(since)s AND comment.commented_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.answers",
        "answer to a comment",
        "projects_answer",
        "answered_at",
        """
        SELECT answer.id,
               jsonb_build_array(answer.comment_id, answer.by_id, answer.words, answer.answered_at),
               NULL::bigint, NULL::text
        FROM projects_answer AS answer
        WHERE answer.answered_at >= %(since)s AND answer.answered_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.hidings",
        "hidden comment",
        "projects_hiding",
        "hidden_at",
        """
        SELECT hiding.id,
               jsonb_build_array(hiding.comment_id, hiding.by_id, hiding.words, hiding.hidden_at),
               NULL::bigint, NULL::text
        FROM projects_hiding AS hiding
        WHERE hiding.hidden_at >= %(since)s AND hiding.hidden_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.comment_reports",
        "report of a comment",
        "projects_commentreport",
        "reported_at",
        """
        SELECT id, jsonb_build_array(comment_id, by_id, words, reported_at), NULL::bigint, NULL::text
        FROM projects_commentreport WHERE reported_at >= %(since)s AND reported_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.kept_comments",
        "reported comment that was kept",
        "projects_keptcomment",
        "kept_at",
        """
        SELECT id, jsonb_build_array(comment_id, by_id, words, kept_at), NULL::bigint, NULL::text
        FROM projects_keptcomment WHERE kept_at >= %(since)s AND kept_at < %(until)s
        """,
    ),
    SealedRows(
        "projects.rulings",
        "decision on an overlap",
        "projects_ruling",
        "ruled_at",
        """
        SELECT ruling.id,
               jsonb_build_array(ruling.overlap_id, overlap.version_id, overlap.other_id, overlap.kind, overlap.facts,
                                 ruling.by_id, ruling.words, ruling.ruled_at),
               NULL::bigint, NULL::text
        FROM projects_ruling AS ruling
        LEFT JOIN projects_overlap AS overlap ON overlap.id = ruling.overlap_id
        WHERE ruling.ruled_at >= %(since)s AND ruling.ruled_at < %(until)s
        """,
    ),
]
