"""A day of the second path for lies to be told of: a report issued, orders, a proposal, a design that is published."""

from datetime import date, datetime
from typing import Any

from django.apps import apps

from lists import reading
from methodologies.projects.stated import Line
from projects.cycle import commenting, deciding, drafting, submitting
from projects.desk import proposing
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.models import (
    BlockStatus,
    CarbonProject,
    FindingKind,
    MonitoringReport,
    Organisation,
    Part,
    ProjectDesign,
    Proposal,
    Purpose,
    Seat,
    UnitBlock,
)
from projects.monitoring import drafting as reporting
from projects.monitoring import finding, sampling, stating
from projects.monitoring import submitting as handing_in
from projects.organisations import seats
from projects.redactions.redacting import redact
from projects.registry import keeping, ordering
from scenarios.calendars import beginning
from tests.common.test_documents import PDF
from tests.conftest import make_citizen
from tests.projects.conftest import make_organisation, make_project, seat
from tests.projects.cycle.conftest import CONTENT
from tests.projects.monitoring.conftest import GROVES
from tests.seals.door_rows import past_the_guards

LINE = Line(
    "areas", "A", "2025-01-01", "2025-12-31", {"area": "600", "survival": "95", "uncertainty": "0"},
    {"area": "mu", "survival": "percent"},
)  # fmt: skip
STATEMENT = Sent("statement.pdf", PDF)
Rows = dict[str, Any]


def project_rows(day: int, now: datetime) -> Rows:
    """Something of each table, with the numbers of its rows."""
    forest = make_organisation("林盘合作社", f"91510100MA000000{day}1")
    Organisation.objects.filter(pk=forest.pk).update(group="天府集团")
    owner, editor = seat(forest, Part.OWNER, now=now), seat(forest, Part.EDITOR, now=now)
    project = make_project(forest, 7 + day, parameters=GROVES, registered_at=now)
    report = verified(project, day, owner, now)
    proposal = issued(project, report, now)
    left = seat(forest, Part.RELEASER, now=now)
    first = Seat.objects.get(user=owner)
    seats.end(by=first, seat=Seat.objects.get(user=left), now=now)
    return {
        "admission": admitted(forest, now),
        "forest": forest.pk,
        "forest_owner": owner.pk,
        "owners_seat": first.pk,
        "left_seat": Seat.objects.get(user=left).pk,
        "project": project.pk,
        "report": report.pk,
        "report_version": report.versions.get().pk,
        "statement": report.statement.pk,
        "finding": report.findings.get().pk,
        "sample": report.versions.get().sample.pk,
        "closing": report.steps.get(kind="closed").pk,
        "proposal": proposal.pk,
        "project_issuance": proposal.issuance_id,
        "waiting_proposal": waiting(project, now).pk,
        **orders(forest, editor, owner, now),
        **designed(forest, owner, now),
    }


def admitted(organisation: Organisation, now: datetime) -> int:
    """Its trail is of this day, which the database's clock is not; the number of the last change."""
    trail = apps.get_model("projects.OrganisationEvent").objects.filter(pgh_obj_id=organisation.pk)
    with past_the_guards() as cursor:
        changed = "UPDATE projects_organisationevent SET pgh_created_at = %s WHERE pgh_obj_id = %s"
        cursor.execute(changed, [now, organisation.pk])
    return int(trail.latest("pgh_id").pk)


def verified(project: CarbonProject, day: int, owner: Any, now: datetime) -> MonitoringReport:
    verifier = make_organisation("蓉城核查", f"91510100MA000000{day}9")
    Organisation.objects.filter(pk=verifier.pk).update(is_verifier=True)
    verifier.refresh_from_db()
    judge, year = seat(verifier, Part.OWNER, now=now), {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    report = reporting.begin(project=project, **year, by=owner, now=now)
    reporting.write_line(report=report, line=LINE, by=owner, now=now)
    handing_in.submit(report=report, verifier=verifier, by=owner, words="", now=now)
    report.refresh_from_db()
    sampling.draw(report=report, size=1, by=judge, now=now)
    asked = finding.open_finding(
        report=report, kind=FindingKind.CL, words="请说明", due_on=date(2027, 1, 1), line=1, by=judge, now=now
    )
    finding.answer(finding=asked, words="见台账", sent=None, by=owner, now=now)
    finding.close(finding=asked, words="一致", by=judge, now=now)
    kilograms = report.versions.get().kilograms
    stating.state(report=report, kilograms=kilograms, words="", number="核1号", sent=STATEMENT, by=judge, now=now)
    return report


def issued(project: CarbonProject, report: MonitoringReport, now: datetime) -> Proposal:
    kilograms = report.statement.kilograms
    proposal = proposing.propose_issuance(
        project=project, vintage=2025, kilograms=kilograms, document="成环〔2026〕1号", report=report,
        by=make_citizen(), now=now,
    )  # fmt: skip
    return proposing.agree(proposal=proposal, by=make_citizen(), now=now)


def waiting(project: CarbonProject, now: datetime) -> Proposal:
    said = {"tonnes": 1, "document": "成环〔2026〕2号", "words": "火灾"}
    return proposing.propose_loss(project=project, **said, by=make_citizen(), now=now)


def orders(forest: Organisation, editor: Any, owner: Any, now: datetime) -> Rows:
    block = UnitBlock.objects.get(holder=forest, status=BlockStatus.HELD)
    asked = {"by": editor, "words": "", "now": now, "beneficiary": "会议", "purpose": Purpose.EVENT}
    released = ordering.retire(block=block, tonnes=20, **asked)
    released = ordering.release(order=released, by=owner, now=now)
    rest = UnitBlock.objects.get(holder=forest, status=BlockStatus.HELD)
    waits = ordering.retire(block=rest, tonnes=5, **asked)
    keeping.freeze(block=rest, by=make_citizen(), words="复核", now=now)
    hidden = redact(number=released.public_id, reason="含个人信息", by=make_citizen(), now=now)
    return {
        "order": released.pk,
        "waiting_order": waits.pk,
        "unit_move": released.move_id,
        "units": rest.pk,
        "redaction": hidden.pk,
    }


def designed(owner: Organisation, by: Any, now: datetime) -> Rows:
    """Published, commented on and answered; another over the same plots was handed in before."""
    beginning.load(now)
    reading.forget()
    made = [submitted(owner, by, now) for _ in range(2)]
    design = deciding.publish(design=made[1], by=make_citizen(), now=now)
    comment = commenting.comment(design=design, words="竹林也算吗？", by=make_citizen(), now=now)
    answer = commenting.answer(comment=comment, words="不算", by=by, now=now)
    version = design.versions.get()
    return {
        "design": design.pk,
        "design_version": version.pk,
        "publication": version.steps.get(kind="published").pk,
        "comment": comment.pk,
        "comment_answer": answer.pk,
        "overlap": version.overlaps.earliest("pk").pk,
        "document_version": design.documents.get().versions.get().pk,
    }


def submitted(owner: Organisation, by: Any, now: datetime) -> ProjectDesign:
    design = drafting.begin(owner=owner, name=CONTENT["name"], by=by, now=now)
    ProjectDesign.objects.filter(pk=design.pk).update(draft=CONTENT)
    keep(Sent("design.pdf", PDF), "项目设计文件", design, by, now=now, is_public=True)
    design.refresh_from_db()
    submitting.submit(design=design, by=by, now=now)
    design.refresh_from_db()
    return design
