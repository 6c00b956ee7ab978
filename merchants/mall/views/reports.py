"""The photo of what a cause reports, for everybody once it is published, before that for the desk."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.desk_sessions import is_at_the_desk
from common.access import public
from merchants import report_photos
from merchants.models import CauseReport


@public
@require_safe
def report_photo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """As JPEG."""
    report = get_object_or_404(CauseReport.objects.exclude(photo=""), public_id=public_id)
    if not report.is_public and not _may_see(request):
        raise Http404
    try:
        content = report_photos.file_of(report)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="image/jpeg", filename="photo.jpg")
    # It may be withdrawn.
    response["Cache-Control"] = "public, max-age=300" if report.is_public else "private, no-store"
    return response


def _may_see(request: HttpRequest) -> bool:
    return request.user.has_perm("merchants.view_causereport") and is_at_the_desk(request)
