"""Hands a photo to the one viewer for whom its address was signed."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from common.access import owners
from evidence import viewing


@owners
@require_safe
def photo(request: HttpRequest, address: str) -> HttpResponseBase:
    """The picture, as a JPEG under a name of ours; nothing at an address that is another's or too old."""
    now = timezone.now()
    found = viewing.file_at(address, viewer=citizen_of(request), now=now)
    if found is None:
        raise Http404
    file, ends_at = found
    return pictured(file, max_age_s=int((ends_at - now).total_seconds()))


def pictured(file: FieldFile, *, max_age_s: int) -> HttpResponseBase:
    """Raises `Http404` where the file is gone."""
    try:
        content = file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="image/jpeg", filename="photo.jpg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={max_age_s}"
    return response
