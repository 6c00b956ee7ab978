"""Bounds what is kept of an upload, before its view sees it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class BoundedUploadHandler(FileUploadHandler):
    """Stops keeping what is uploaded after the view's bound in all; `was_cut_short` then says so to the view."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        assert self.request is not None
        if self.received > _bound(self.request):
            self.request.META["portal.upload_cut_short"] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""


def takes_uploads(bound: str) -> Callable[[Any], Any]:
    """Lets a view be sent as many bytes as this setting says; `IMPORT_MAX_BYTES` where a view does not say."""

    def mark(view: Any) -> Any:
        view.upload_bound = bound
        return view

    return mark


def _bound(request: HttpRequest) -> int:
    view = request.resolver_match.func if request.resolver_match else None
    return int(getattr(settings, getattr(view, "upload_bound", "IMPORT_MAX_BYTES")))


def was_cut_short(request: HttpRequest) -> bool:
    """Whether an upload in this request was too large and was not kept."""
    return bool(request.META.get("portal.upload_cut_short"))


def chooser(words: Any) -> dict[str, Any]:
    """Attributes of a file's field by which its button speaks the page's language (`js/chooser.js`)."""
    return {"data-choose": words, "data-none": _("No file is chosen yet")}
