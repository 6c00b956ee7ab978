"""What every address of the API has in common that is a citizen's own: no cache keeps it, and files count."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.rate_limits import TriedTooOften, count_try, may_try
from accounts.refusals import TooManyUploads
from accounts.requests import citizen_of
from common import uploads
from common.access import token_holders
from common.json_bodies import BoundedJSONParser
from common.pictures.forms import MEGABYTE
from common.pictures.refusals import PhotoTooLarge

KEPT_NOWHERE = "private, no-store"
MULTIPART = "multipart/form-data"


class OwnView(APIView):
    """An address of the API whose answers are one citizen's; its `scopes` say by method what it asks for."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **named: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **named)
        answer.headers["Cache-Control"] = KEPT_NOWHERE
        return answer


class UploadView(OwnView):
    """Takes a file in a multipart body, or members alone in JSON; mount it with `takes_uploads`."""

    parser_classes = (BoundedJSONParser, MultiPartParser)

    def initial(self, request: Request, *args: Any, **named: Any) -> None:
        """Counts what brings a file before anything of it is read. Raises `TooManyUploads`."""
        super().initial(request, *args, **named)
        brings_a_file = (request.content_type or "").startswith(MULTIPART)
        if brings_a_file and not may_try(request._request, action="upload", key=str(citizen_of(request).pk)):
            raise TooManyUploads

    def check_photo(self, request: Request) -> None:
        """Reads the body. Raises `PhotoTooLarge` where the photo in it was not kept."""
        request.data  # noqa: B018, it is read when it is first asked for
        if uploads.was_cut_short(request._request):
            raise PhotoTooLarge(megabytes=settings.PHOTO_MAX_BYTES // MEGABYTE)


def takes_uploads(view: type[UploadView], bound: str = "PHOTO_MAX_BYTES") -> Callable[..., HttpResponseBase]:
    """The view for an address, which is sent as many bytes as this setting says."""
    marked: Callable[..., HttpResponseBase] = token_holders(uploads.takes_uploads(bound)(view.as_view()))
    return marked


def count(request: Request, action: str) -> None:
    """Counts one more try of the citizen's. Raises `Throttled`, which says how long to wait."""
    try:
        count_try(request._request, (action, str(citizen_of(request).pk)))
    except TriedTooOften as error:
        raise Throttled(wait=error.wait_s) from error
