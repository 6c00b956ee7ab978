"""Who may read a document: whoever acts for its owner or verifies it, the desk, and of published ones everybody.

What the desk has redacted is published no more; whoever acts for its owner, verifies it or sits at the desk still reads
it.
"""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localtime

from accounts.desk_sessions import is_at_the_desk
from accounts.models import User
from common.texts import day_shown
from methodologies.projects.public_pooling import METHOD
from projects.models import SHOWN, DocumentVersion, EventVersion, MonitoringReport, Redaction, VerificationStatement
from projects.organisations.access import seats_of
from projects.refusals import DocumentRedacted


def may_read(request: HttpRequest, version: DocumentVersion) -> bool:
    return (
        (is_public(version) and not is_redacted(version))
        or _at_the_desk(request)
        or _sits(request, version)
        or _verifies(request, version.document.project_id)
    )


def check_readable(request: HttpRequest, version: DocumentVersion) -> None:
    """Of what is public. Raises `DocumentRedacted`."""
    if not may_read(request, version):
        day = localtime(version.redaction.redacted_at).date()
        raise DocumentRedacted(day=day_shown(day), sha256=version.sha256)


def is_public(version: DocumentVersion) -> bool:
    """Whether everybody may know that it is there."""
    return _is_published(version) or _is_of_what_was_issued(version)


def is_redacted(version: DocumentVersion) -> bool:
    return Redaction.objects.filter(version=version).exists()


def _is_published(version: DocumentVersion) -> bool:
    """A registered project's is; a design's or an event's once a version that names this very file was published.

    So is what the verifier said of that version of a design.
    """
    document, design = version.document, version.document.design
    if document.event_id is not None:
        return _is_of_a_published_event(version)
    if not document.is_public:
        return False
    if document.project_id is not None:
        return True
    if design is None or design.stage not in SHOWN:
        return False
    submitted = design.versions.get(number=design.version)
    is_named = any(named["public_id"] == version.public_id for named in submitted.documents)
    return is_named or submitted.steps.filter(document=version).exists()


def _is_of_a_published_event(version: DocumentVersion) -> bool:
    published = EventVersion.objects.filter(event=version.document.event_id, frozen_at__isnull=False)
    return published.filter(documents__contains=[{"public_id": version.public_id}]).exists()


def _at_the_desk(request: HttpRequest) -> bool:
    return request.user.has_perm("projects.view_projectdesign") and is_at_the_desk(request)


def _is_of_what_was_issued(version: DocumentVersion) -> bool:
    """The statement by which units were issued, and the files of the lines that it is about; not of pools."""
    issued = VerificationStatement.objects.filter(report__issuances__isnull=False)
    issued = issued.exclude(report__project__method=METHOD.code)
    return issued.filter(Q(file=version) | Q(version__lines__file=version)).exists()


def _verifies(request: HttpRequest, project_id: int | None) -> bool:
    """A verifier reads the project that it is to understand, as long as a report of it stands."""
    user = request.user
    reports = MonitoringReport.objects.standing().filter(project=project_id)
    return isinstance(user, User) and reports.filter(verifier__in=seats_of(user).values("organisation")).exists()


def _sits(request: HttpRequest, version: DocumentVersion) -> bool:
    design = version.document.design
    organisations = [version.document.owner.pk]
    judged = design or version.document.event
    if judged is not None and judged.verifier_id is not None:
        organisations.append(judged.verifier_id)
    user = request.user
    return isinstance(user, User) and seats_of(user).filter(organisation__in=organisations).exists()
