"""Lies about projects, their units and who acted for whom; the rows are those of `project_rows`."""

from tests.seals.lies import Lie, of

ORDERS = [
    *of(
        "projects_order",
        "id",
        "order",
        {
            "order: for somebody else": "beneficiary = '别人'",
            "order: of a unit more": "numbers = int8range(lower(numbers), upper(numbers) + 1)",
            "order: by somebody else": "by_id = {stranger}",
            "order: released by somebody else": "decided_by_id = {stranger}",
            "order: released a day before": "decided_at = decided_at - interval '1 day'",
            "order: never released": "status = 'withdrawn', move_id = NULL",
        },
    ),
    *of(
        "projects_order",
        "id",
        "waiting_order",
        {"order that waits: for somebody else": "beneficiary = '别人'"},
    ),
    *of(
        "projects_proposal",
        "id",
        "proposal",
        {
            "proposal: by another document": "document = '成环〔2026〕9号'",
            "proposal: agreed to by somebody else": "decided_by_id = {stranger}",
            "proposal: agreed to a day before": "decided_at = decided_at - interval '1 day'",
        },
    ),
    *of("projects_redaction", "id", "redaction", {"redaction: by somebody else": "by_id = {stranger}"}),
    *of("projects_proposal", "id", "waiting_proposal", {"proposal that waits: of more": "tonnes = tonnes + 1"}),
]
REGISTRY = [
    *of(
        "projects_carbonproject",
        "id",
        "project",
        {
            "project: by another method": "method = 'wetland'",
            "project: of another owner": "owner_id = (SELECT max(id) FROM projects_organisation)",
            "project: without a buffer": "buffer_percent = 0",
            "project: with another parameter": (
                "parameters = jsonb_set(parameters, '{{given,area_rate,value}}', '\"90\"')"
            ),
        },
    ),
    *of(
        "projects_issuance",
        "id",
        "project_issuance",
        {"issuance: of a kilogram more": "kilograms = kilograms + 1", "issuance: of another year": "vintage = 2026"},
    ),
    *of("projects_unitmove", "id", "unit_move", {"units: moved by somebody else": "by_id = {stranger}"}),
    *of("projects_unitblock", "id", "units", {"units: thawed by nobody": "is_frozen = false"}),
]
REPORTS = [
    *of(
        "projects_verificationstatement",
        "id",
        "statement",
        {"statement: of more": "reckoned_kg = reckoned_kg + 1, kilograms = kilograms + 1"},
    ),
    *of("projects_verifiedyear", "statement_id", "statement", {"statement: of another year": "year = 2026"}),
    *of("projects_finding", "id", "finding", {"finding: in other words": "words = '没有问题'"}),
    *of("projects_sample", "id", "sample", {"sample: by another seed": "seed = 'abcdefabcdefabcd'"}),
    *of(
        "projects_reportversion",
        "id",
        "report_version",
        {"report: reckoned to less": "kilograms = kilograms - 1"},
    ),
    *of(
        "projects_reportline",
        "version_id",
        "report_version",
        {"report: a line of more": """"values" = jsonb_set("values", '{{area}}', '"900"')"""},
    ),
    Lie("finding: closed by nobody", ("DELETE FROM projects_reportstep WHERE id = {closing}",)),
]
DESIGNS = [
    *of(
        "projects_designversion",
        "id",
        "design_version",
        {"design: submitted in other words": 'content = content || \'{{"additionality": "有"}}\''},
    ),
    *of("projects_designstep", "id", "publication", {"design: published for a day": "until = until - 9"}),
    *of("projects_projectdesign", "id", "design", {"design: back at its owner's": "stage = 'returned'"}),
    *of("projects_comment", "id", "comment", {"comment: in other words": "words = '很好'"}),
    *of("projects_answer", "id", "comment_answer", {"comment: answered in other words": "words = '算'"}),
    *of("projects_documentversion", "id", "document_version", {"document: another hash": "sha256 = repeat('0', 64)"}),
    Lie("overlap: never found", ("DELETE FROM projects_overlap WHERE id = {overlap}",)),
    *of(
        "projects_seat",
        "id",
        "owners_seat",
        {"seat: somebody else's": "user_id = {stranger}", "seat: of another part": "part = 'releaser'"},
    ),
    *of("projects_seat", "id", "left_seat", {"seat: left a day before": "ended_at = ended_at - interval '1 day'"}),
]
ORGANISATIONS = [
    *of(
        "projects_organisation",
        "id",
        "forest",
        {
            "organisation: verifies": "is_verifier = true, accreditation = 'CNAS-V001'",
            "organisation: of no group": "\"group\" = ''",
            "organisation: suspended by nobody": "status = 'suspended', suspension = '核查'",
        },
    ),
    *of(
        "projects_organisationevent",
        "pgh_id",
        "admission",
        {
            "trail of an organisation: verifies": "is_verifier = true",
            "trail of an organisation: an hour earlier": "pgh_created_at = pgh_created_at - interval '1 hour'",
        },
    ),
    Lie("trail of an organisation: gone", ("DELETE FROM projects_organisationevent WHERE pgh_obj_id = {forest}",)),
]
PROJECTS = [*ORDERS, *REGISTRY, *REPORTS, *DESIGNS, *ORGANISATIONS]
