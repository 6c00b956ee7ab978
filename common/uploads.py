"""Bounds what is read of an uploaded file, before any view sees it."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class BoundedUploadHandler(FileUploadHandler):
    """Stops keeping an upload's bytes after `IMPORT_MAX_BYTES`; `was_cut_short` then says so to the view."""

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.IMPORT_MAX_BYTES:
            assert self.request is not None
            self.request.META["portal.upload_cut_short"] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""


def was_cut_short(request: HttpRequest) -> bool:
    """Whether an upload in this request was too large and was not kept."""
    return bool(request.META.get("portal.upload_cut_short"))
