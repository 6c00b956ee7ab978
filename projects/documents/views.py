"""Hands out a document: as a download of no page's origin, and only as it was kept."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.access import public
from projects.documents import reading
from projects.documents.access import check_readable, is_public, may_read
from projects.documents.kinds import CONTENT_TYPES
from projects.models import DocumentVersion
from projects.refusals import DocumentChanged, DocumentRedacted


@public
@never_cache
@require_safe
def document(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A version of a document; to who may not read it, it does not exist, unless it was public and is redacted."""
    rows = DocumentVersion.objects.select_related(
        "document__project__owner", "document__design__owner", "document__event__owner"
    )
    version = get_object_or_404(rows, public_id=public_id)
    if not may_read(request, version) and not is_public(version):
        raise Http404
    try:
        check_readable(request, version)
        content = reading.opened(version)
    except (DocumentChanged, DocumentRedacted) as refused:
        return render(request, "projects/documents/refused.html", {"refused": refused}, status=refused.status)
    named = f"{version.document.title}-v{version.number}.{version.kind}"
    response = FileResponse(content, as_attachment=True, filename=named, content_type=CONTENT_TYPES[version.kind])
    response["X-Content-Type-Options"] = "nosniff"
    return response
