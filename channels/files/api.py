"""`/api/v1/files`: sending a file with many acts, and what came of it row by row."""

from typing import Any, ClassVar

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView, UploadView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from channels.files.formats.registry import all_formats
from channels.files.forms import FileForm
from channels.files.models import ImportJob, ImportRow, RowOutcome
from channels.files.progress import progress_of
from channels.files.refusals import FileTooLarge
from channels.files.upload import earlier_upload, upload
from common import paging, uploads
from common.city_time import city_clock
from common.filled_in import as_sent, files_sent, filled
from common.json_schema import (
    BEFORE,
    MOMENT,
    NUMBER,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    list_of,
    object_of,
    page_of,
    said,
)
from common.pictures.forms import MEGABYTE
from common.problem_schema import problems
from common.texts import in_reader_language

PAGE_SIZE, ROWS_A_PAGE = 50, 100
CREATED = 201
FILE_REQUEST = object_of({"file": {"type": "string", "format": "binary", "description": "CSV or a spreadsheet."}})
FILE = object_of(
    {
        "file": PUBLIC_ID,
        "name": STRING,
        "format": said("What it was taken for, in words."),
        "sent_at": MOMENT,
        "is_read": said("Whether all its rows are read.", TRUTH),
        "rows": NUMBER,
        "recorded": NUMBER,
        "repeated": NUMBER,
        "refused": NUMBER,
    }
)
FILE_IN_FULL = object_of(
    {
        **FILE["properties"],
        "pending": said("Acts of it that are not scored yet.", NUMBER),
        "checked": said("Acts of it that a person looks at, or that wait for such.", NUMBER),
        "grams": NUMBER,
        "credits": NUMBER,
        "earlier": said("The same file, sent before.", STRING_OR_NONE),
    }
)
FILES = page_of("files", FILE)
REFUSED = object_of(
    {
        "rows": list_of(object_of({"line": NUMBER, "detail": STRING, "cells": list_of(STRING)})),
        "next": said("Pass it as `after` for the rows that follow.", STRING_OR_NONE),
    }
)


class Files(UploadView):
    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="send_file",
        summary="Send a file with many acts, such as the steps that a phone has kept",
        description="It is read row by row; ask for it until `is_read` is true.",
        request={"multipart/form-data": FILE_REQUEST},
        responses={201: FILE, **problems(400, 401, 403, 409, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        sent = as_sent(request)
        if uploads.was_cut_short(request._request):
            raise FileTooLarge(megabytes=settings.IMPORT_MAX_BYTES // MEGABYTE)
        file = filled(FileForm(sent, files_sent(request))).cleaned_data["file"]
        job = upload(citizen=citizen_of(request), name=file.name, content=file.read(), now=timezone.now())
        return Response(_described(job), status=CREATED)

    @extend_schema(
        operation_id="list_files",
        summary="Your files, latest first",
        parameters=[BEFORE],
        responses={200: FILES, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        own = ImportJob.objects.of(citizen_of(request).pk)
        page = paging.page(own, size=PAGE_SIZE, after=request.query_params.get("before"))
        return Response({"files": [_described(job) for job in page.rows], "next": page.following or None})


class OneFile(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_file",
        summary="How far one of your files has come, and what it earned",
        responses={200: FILE_IN_FULL, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        job = _own(request, public_id)
        progress, earlier = progress_of(job), earlier_upload(job)
        told = {name: getattr(progress, name) for name in ("pending", "checked", "grams", "credits")}
        return Response({**_described(job), **told, "earlier": earlier.public_id if earlier else None})


class RefusedRows(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="list_refused_rows",
        summary="The rows of a file that were refused, with why",
        parameters=[OpenApiParameter("after", str, description="The `next` of the page before.")],
        responses={200: REFUSED, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        rows = ImportRow.objects.filter(job=_own(request, public_id), outcome=RowOutcome.REFUSED)
        after = request.query_params.get("after")
        page = paging.page(rows, size=ROWS_A_PAGE, after=after, by=["line"], key=paging.LINE)
        told = [
            {"line": row.line, "detail": str(row.error or ""), "cells": [*map(str, row.cells)]} for row in page.rows
        ]
        return Response({"rows": told, "next": page.following or None})


def _own(request: Request, public_id: str) -> ImportJob:
    return get_object_or_404(ImportJob.objects.of(citizen_of(request).pk), public_id=public_id)


def _row(row: ImportRow) -> dict[str, Any]:
    return {"line": row.line, "detail": str(row.error or ""), "cells": [*map(str, row.cells)]}


def _described(job: ImportJob) -> dict[str, Any]:
    return {
        "file": job.public_id,
        "name": job.name,
        "format": in_reader_language(all_formats()[job.format_code].name),
        "sent_at": city_clock(job.created_at),
        "is_read": not job.is_unfinished,
        "rows": job.rows_total,
        "recorded": job.recorded,
        "repeated": job.repeated,
        "refused": job.refused,
    }
