"""The lines of an event: of one table on a page, typed one by one, out of a file, and templates to take away."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.uploads import takes_uploads
from common import paging
from common.csv_stream import csv_response
from common.errors import DomainError
from common.spreadsheets import MEDIA_TYPE
from common.texts import in_reader_language
from common.uploads import was_cut_short
from methodologies.events.neutrality import EVENT
from methodologies.projects.asked import Table
from projects.documents.kinds import too_large
from projects.events import drafting
from projects.events.deeds import DRAFTS
from projects.events.forms import EventLineForm
from projects.events.refusals import NothingBeingWritten
from projects.events.views.place import Place, owners_place
from projects.monitoring.forms import LinesFileForm, sent
from projects.monitoring.reading import templates
from projects.monitoring.reading.cells import Wrong
from projects.monitoring.told import lines_told
from projects.organisations.access import seated
from projects.refusals import LinesRefused

PAGE = 50
SHOWN_WRONGS = 100


@seated(*DRAFTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, public_id: str, event_id: str, code: str) -> HttpResponse:
    """The lines of one table, with the form for another."""
    place, table = owners_place(request, public_id, event_id), _table(code)
    draft = place.draft
    if draft is None:
        messages.error(request, NothingBeingWritten().sentence)
        return redirect(place.address)
    form = EventLineForm(request.POST or None, event=place.event, table=table)
    if request.method == "POST" and form.is_valid() and _written(request, place, form):
        return redirect(request.get_full_path())
    page = paging.page(draft.lines.filter(table=code), size=PAGE, after=request.GET.get("older_than"))
    context = place.context(
        table=table,
        heading=in_reader_language(table.label),
        version=draft,
        page=page,
        lines=lines_told(table, page.rows),
        form=form,
    )
    return render(request, "projects/events/lines.html", context)


@seated(*DRAFTS)
@never_cache
@require_POST
def remove_line(request: HttpRequest, public_id: str, event_id: str, nth: int) -> HttpResponse:
    """Takes a line out of the version that is being written, and leads back to its table where that is named."""
    place, table = owners_place(request, public_id, event_id), request.POST.get("table", "")
    try:
        drafting.remove_line(event=place.event, nth=nth, by=place.user)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Line %(line)s is removed.") % {"line": nth})
    if any(each.code == table for each in EVENT.tables):
        return redirect("projects:event_lines", public_id, event_id, table)
    return redirect("projects:event", public_id, event_id)


@seated(*DRAFTS)
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """Takes the lines of a file, all or none; where something is wrong, all of it is listed."""
    place = owners_place(request, public_id, event_id)
    form = LinesFileForm(request.POST or None, request.FILES or None, method=EVENT)
    wrongs: list[Wrong] = []
    if was_cut_short(request):
        form = LinesFileForm({}, method=EVENT)
        form.errors.clear()
        form.add_error("file", too_large().sentence)
    elif request.method == "POST" and form.is_valid():
        try:
            count = _taken(place, form)
        except LinesRefused as refused:
            wrongs = sorted(refused.facts["wrongs"], key=lambda wrong: (wrong.sheet, wrong.row or 0, wrong.column or 0))
            form.add_error(None, refused.sentence)
        except DomainError as refused:
            form.add_error("file", refused.sentence)
        else:
            said = ngettext("%(count)s line was taken over.", "%(count)s lines were taken over.", count)
            messages.success(request, said % {"count": count})
            return redirect(place.address)
    tables = [(table.code, in_reader_language(table.label)) for table in EVENT.tables]
    context = place.context(
        form=form,
        wrongs=wrongs[:SHOWN_WRONGS],
        more=len(wrongs[SHOWN_WRONGS:]),
        most=drafting.MOST_LINES,
        tables=tables,
    )
    return render(request, "projects/events/file.html", context)


@seated()
@never_cache
@require_safe
def template(request: HttpRequest, public_id: str, event_id: str) -> HttpResponseBase:
    """The workbook: each table with its headings and an example."""
    owners_place(request, public_id, event_id)
    content = templates.workbook(EVENT, _language())
    return FileResponse(content, as_attachment=True, filename="event.xlsx", content_type=MEDIA_TYPE)


@seated()
@never_cache
@require_safe
def table_template(request: HttpRequest, public_id: str, event_id: str, code: str) -> HttpResponseBase:
    """The same of one table as CSV."""
    owners_place(request, public_id, event_id)
    table = _table(code)
    head, *rows = templates.rows(EVENT, table, _language())
    return csv_response(f"event-{table.code}.csv", head, rows)


def _written(request: HttpRequest, place: Place, form: EventLineForm) -> bool:
    try:
        troubles = drafting.write_line(event=place.event, line=form.line(), by=place.user)
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    form.mend(troubles)
    if not troubles:
        messages.success(request, _("The line is added."))
    return not troubles


def _taken(place: Place, form: LinesFileForm) -> int:
    given = sent(form)
    assert given is not None, "the form asks for a file"
    table = EVENT.table(form.cleaned_data["table"])
    return drafting.take_file(event=place.event, table=table, sent=given, by=place.user, now=timezone.now())


def _table(code: str) -> Table:
    for table in EVENT.tables:
        if table.code == code:
            return table
    raise Http404


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"
