"""Pages about uploaded files: sending one, watching it being read, what came of it, and having it back."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from channels.files import refusals
from channels.files.formats.registry import all_formats
from channels.files.formats.table import MOST_ROWS
from channels.files.forms import FileForm
from channels.files.models import ImportJob, ImportRow, RowOutcome
from channels.files.progress import progress_of
from channels.files.upload import earlier_upload, upload
from common import paging
from common.access import citizens, owners
from common.csv_stream import csv_response
from common.errors import DomainError
from common.pages.asking import asking
from common.texts import in_reader_language
from common.uploads import was_cut_short
from scenarios.evidence_words import evidence_in_words

FILES_A_PAGE = 20
ROWS_A_PAGE = 50
MEGABYTE = 1024**2


@citizens
@never_cache
@takes_uploads("IMPORT_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """The citizen's files and the form for another; a file that can be read leads to its own page."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if was_cut_short(request):
        too_large = refusals.FileTooLarge(megabytes=settings.IMPORT_MAX_BYTES // MEGABYTE)
        form.errors["file"] = form.error_class([too_large.sentence])
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            return redirect(
                upload(citizen=citizen_of(request), name=sent.name, content=sent.read(), now=timezone.now())
            )
        except DomainError as error:
            form.add_error("file", error.sentence)
    return render(request, "files/files.html", {"form": form, **_listed(request)})


@owners
@never_cache
@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """One file of the citizen's own: how far it has come, what it earned, which rows were refused and why."""
    return render(request, "files/file.html", _told(request, public_id))


@owners
@never_cache
@require_safe
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of the file's page that changes; it asks again until there is nothing to wait for."""
    return render(request, "files/_result.html", _told(request, public_id))


@owners
@never_cache
@require_safe
def original(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file as it was sent."""
    job = _own(request, public_id)
    try:
        content = job.file.open("rb")
    except OSError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=job.name or f"{job.public_id}.csv", content_type="text/csv"
    )


@owners
@never_cache
@require_safe
def refused_csv(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The refused rows with their reasons, under the file's own column names: mended, it can be uploaded as it is."""
    job = _own(request, public_id)
    # Words are in the language active now, which the sending no longer is.
    rows = [[row.line, str(row.error or ""), *row.cells] for row in _refused(job).iterator()]
    return csv_response(f"refused-{job.public_id}.csv", [_("Line"), _("Reason"), *job.header], rows)


@citizens
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponseBase:
    """An empty file with the column names of a format, in the reader's language."""
    entry = all_formats().get(code)
    if entry is None or not entry.has_template:
        raise Http404
    return csv_response(f"{code}.csv", [in_reader_language(column.label) for column in entry.needed], [])


def _listed(request: HttpRequest) -> dict[str, object]:
    own = ImportJob.objects.of(citizen_of(request).pk)
    page = paging.page(own, size=FILES_A_PAGE, after=request.GET.get("older_than"))
    return {
        "formats": [_described(code) for code in all_formats()],
        "jobs": page.rows,
        "older_than": page.following,
        "is_first_page": page.is_first,
        "megabytes": settings.IMPORT_MAX_BYTES // MEGABYTE,
        "most_rows": MOST_ROWS,
    }


def _described(code: str) -> dict[str, object]:
    entry = all_formats()[code]
    return {
        "code": code,
        "name": in_reader_language(entry.name),
        "help": in_reader_language(entry.help),
        "columns": [
            (in_reader_language(column.label), in_reader_language(column.help), example)
            for column, example in zip(entry.columns, entry.example, strict=True)
        ],
        "proof": evidence_in_words(entry.evidence),
        "has_template": entry.has_template,
    }


def _told(request: HttpRequest, public_id: str) -> dict[str, object]:
    job = _own(request, public_id)
    rows = ImportRow.objects.none() if job.is_unfinished else _refused(job)
    page = paging.page(rows, size=ROWS_A_PAGE, after=request.GET.get("after"), by=["line"], key=paging.LINE)
    return {
        "job": job,
        "format_name": in_reader_language(all_formats()[job.format_code].name),
        "progress": progress_of(job),
        "earlier": earlier_upload(job),
        "refused": page.rows,
        "next_page": urlencode({"after": page.following}) if page.following else "",
        "is_first_page": page.is_first,
        "asking": asking(request),
    }


def _own(request: HttpRequest, public_id: str) -> ImportJob:
    return get_object_or_404(ImportJob.objects.of(citizen_of(request).pk), public_id=public_id)


def _refused(job: ImportJob) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(job=job, outcome=RowOutcome.REFUSED).order_by("line")
