"""The lines of a report: of one table on a page, typed one by one, out of a file, and as files to take away."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.uploads import takes_uploads
from common import paging
from common.csv_stream import Cell, csv_response
from common.errors import DomainError
from common.pages.shown import read_count
from common.spreadsheets import MEDIA_TYPE
from common.texts import in_reader_language
from common.uploads import was_cut_short
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from projects.documents.kinds import too_large
from projects.models import ReportVersion
from projects.monitoring import drafting, told
from projects.monitoring.forms import LineForm, LinesFileForm, sent
from projects.monitoring.reading import templates
from projects.monitoring.reading.cells import Wrong
from projects.monitoring.reading.headings import ENDS_ON, SOURCE, STARTS_ON, Column, columns
from projects.monitoring.reading.whole import MOST_LINES
from projects.monitoring.stated import method_of
from projects.monitoring.views.room import Room, done, owners_room, room_of
from projects.organisations.access import seated
from projects.pooling import gathered
from projects.refusals import LinesRefused

PAGE = 50
SHOWN_WRONGS = 100


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, public_id: str, report_id: str, code: str) -> HttpResponse:
    """The lines of one table; to the owner, while a version is being drawn up, with the form for another."""
    room = room_of(request, public_id, report_id)
    method, table = _table(room, code)
    version = _version(request, room)
    is_open = room.is_owner and not version.is_frozen and not gathered.is_of(room.report)
    form = LineForm(request.POST or None, method=method, table=table)
    if request.method == "POST" and form.is_valid() and _written(request, room, form):
        return redirect(request.get_full_path())
    page = paging.page(version.lines.filter(table=code), size=PAGE, after=request.GET.get("older_than"))
    context = room.context(
        table=table,
        heading=in_reader_language(table.label),
        version=version,
        page=page,
        lines=told.lines_told(table, page.rows),
        form=form,
        is_open=is_open,
    )
    return render(request, "projects/monitoring/lines.html", context)


@seated()
@never_cache
@require_POST
def remove_line(request: HttpRequest, public_id: str, report_id: str, nth: int) -> HttpResponse:
    """Takes a line out of the version that is being drawn up."""
    room = owners_room(request, public_id, report_id)
    done(
        request,
        room,
        lambda: drafting.remove_line(report=room.report, nth=nth, by=room.user, now=timezone.now()),
        _("Line %(line)s is removed.") % {"line": nth},
    )
    code = request.POST.get("table", "")
    if code not in {table.code for table in method_of(room.report.project).tables}:
        return redirect("projects:report", public_id, report_id)
    return redirect("projects:report_lines", public_id, report_id, code)


@seated()
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """Takes the lines of a file, all or none; where something is wrong, all of it is listed."""
    room = owners_room(request, public_id, report_id)
    method = method_of(room.report.project)
    form = LinesFileForm(request.POST or None, request.FILES or None, method=method)
    wrongs: list[Wrong] = []
    if was_cut_short(request):
        form = LinesFileForm({}, method=method)
        form.errors.clear()
        form.add_error("file", too_large().sentence)
    elif request.method == "POST" and form.is_valid():
        try:
            count = _taken(room, form, method)
        except LinesRefused as refused:
            wrongs = sorted(refused.facts["wrongs"], key=lambda wrong: (wrong.sheet, wrong.row or 0, wrong.column or 0))
            form.add_error(None, refused.sentence)
        except DomainError as refused:
            form.add_error("file", refused.sentence)
        else:
            said = ngettext("%(count)s line was taken over.", "%(count)s lines were taken over.", count)
            messages.success(request, said % {"count": count})
            return redirect(room.address)
    context = room.context(
        form=form, wrongs=wrongs[:SHOWN_WRONGS], more=len(wrongs[SHOWN_WRONGS:]), most=MOST_LINES, tables=_named(method)
    )
    return render(request, "projects/monitoring/file.html", context)


@seated()
@never_cache
@require_safe
def template(request: HttpRequest, public_id: str, report_id: str) -> HttpResponseBase:
    """The workbook of the method: each table with its headings and an example."""
    room = room_of(request, public_id, report_id)
    content = templates.workbook(method_of(room.report.project), _language())
    return FileResponse(
        content, as_attachment=True, filename=f"{room.report.project.method}.xlsx", content_type=MEDIA_TYPE
    )


@seated()
@never_cache
@require_safe
def table_template(request: HttpRequest, public_id: str, report_id: str, code: str) -> HttpResponseBase:
    """The same of one table as CSV."""
    method, table = _table(room_of(request, public_id, report_id), code)
    head, *rows = templates.rows(method, table, _language())
    return csv_response(f"{method.code}-{table.code}.csv", head, rows)


@seated()
@never_cache
@require_safe
def lines_file(request: HttpRequest, public_id: str, report_id: str, code: str) -> HttpResponseBase:
    """The lines of a table as CSV: mended, it can be sent again as it is."""
    room = room_of(request, public_id, report_id)
    method, table = _table(room, code)
    every = columns(method, table)
    rows = _rows(_version(request, room), table, every)
    return csv_response(
        f"{method.code}-{table.code}-lines.csv", [column.heading(_language()) for column in every], rows
    )


def _rows(version: ReportVersion, table: Table, every: tuple[Column, ...]) -> Iterator[list[Cell]]:
    """Numbers in the units of their headings, whatever they were stated in."""
    for line in version.lines.filter(table=table.code).order_by("nth").iterator(chunk_size=2000):
        said = {SOURCE: line.source, STARTS_ON: line.starts_on.isoformat(), ENDS_ON: line.ends_on.isoformat()}
        yield [said.get(column.name) or told.in_own_unit(column, line) for column in every]


def _written(request: HttpRequest, room: Room, form: LineForm) -> bool:
    try:
        troubles = drafting.write_line(report=room.report, line=form.line(), by=room.user, now=timezone.now())
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    form.mend(troubles)
    if not troubles:
        messages.success(request, _("The line is added."))
    return not troubles


def _taken(room: Room, form: LinesFileForm, method: ProjectMethod) -> int:
    given = sent(form)
    assert given is not None, "the form asks for a file"
    table = method.table(form.cleaned_data["table"])
    return drafting.take_file(report=room.report, table=table, sent=given, by=room.user, now=timezone.now())


def _version(request: HttpRequest, room: Room) -> ReportVersion:
    """The one that an address names, or else the latest that its reader sees."""
    versions = room.report.versions.order_by("-nth")
    if not room.is_owner:
        versions = versions.filter(frozen_at__isnull=False)
    wanted = read_count(request.GET.get("version", ""))
    found = versions.first() if wanted is None else get_object_or_404(versions, nth=wanted)
    if found is None:
        raise Http404
    return found


def _table(room: Room, code: str) -> tuple[ProjectMethod, Table]:
    method = method_of(room.report.project)
    for table in method.tables:
        if table.code == code:
            return method, table
    raise Http404


def _named(method: ProjectMethod) -> list[tuple[str, str]]:
    return [(table.code, in_reader_language(table.label)) for table in method.tables]


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"
