"""Bounds what is kept of an upload, before any view sees it."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class BoundedUploadHandler(FileUploadHandler):
    """Stops keeping what is uploaded after `IMPORT_MAX_BYTES` in all; `was_cut_short` then says so to the view."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.IMPORT_MAX_BYTES:
            assert self.request is not None
            self.request.META["portal.upload_cut_short"] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""


def was_cut_short(request: HttpRequest) -> bool:
    """Whether an upload in this request was too large and was not kept."""
    return bool(request.META.get("portal.upload_cut_short"))
