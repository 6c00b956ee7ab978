"""The pages on which a design is written: begun, page by page, its expected lines and its documents."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from common import editions
from common.errors import DomainError
from common.texts import in_reader_language
from methodologies.projects.told import Result
from projects.cycle import drafting, reading
from projects.cycle.content import STEP, STEPS, expected, method_of
from projects.cycle.forms.method import LineForm, ParametersForm
from projects.cycle.forms.pages import PAGES, BasicsForm
from projects.cycle.forms.said import DocumentForm, say_if_cut_short
from projects.cycle.views.designs import own_design, to_design
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.documents.reading import told
from projects.models import ProjectDesign
from projects.organisations.access import seat_of, seated
from projects.refusals import NotItsTurn

MOST_LINES = 100


@seated(*drafting.WRITES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """The first page begins the design."""
    owner = seat_of(request, public_id).organisation
    form = BasicsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values, by = form.values(), citizen_of(request)
        try:
            design = drafting.begin(owner=owner, name=values["name"], by=by, now=timezone.now())
            drafting.write(design=design, step="basics", values=values, by=by)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return _onward(design, "basics")
    context = {"organisation": owner, "form": form, "step": STEP["basics"], "place": 1, "of": len(STEPS) + 1}
    return render(request, "projects/cycle/write.html", context)


@seated(*drafting.WRITES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, public_id: str, design_id: str, step: str) -> HttpResponse:
    """One page of the form; what is missing may stay so until the design is submitted."""
    design = own_design(seat_of(request, public_id), design_id)
    if step not in {*PAGES, "parameters"}:
        raise Http404
    if not design.is_written:
        messages.error(request, NotItsTurn(stage=design.get_stage_display()).sentence)
        return to_design(design)
    if step == "parameters" and method_of(design.draft) is None:
        messages.error(request, _("Choose the method first."))
        return redirect("projects:write_design", public_id, design_id, "basics")
    form = _form(request, design, step)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.write(design=design, step=step, values=form.values(), by=citizen_of(request))
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return _onward(design, step)
    template = "projects/cycle/parameters.html" if step == "parameters" else "projects/cycle/write.html"
    place = list(STEP).index(step) + 1
    context = {
        "organisation": design.owner,
        "design": design,
        "form": form,
        "step": STEP[step],
        "place": place,
        "of": len(STEPS) + 1,
        "how_public": reading.how_public(method.known) if (method := method_of(design.draft)) else "",
    }
    return render(request, template, context)


@seated(*drafting.WRITES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """What is expected, line by line, and what it comes to; `table` asks for a line of that table."""
    design = own_design(seat_of(request, public_id), design_id)
    method = method_of(design.draft)
    if method is None or not design.is_written:
        messages.error(request, _("Choose the method first."))
        return to_design(design)
    table = next((one for one in method.tables if one.code == request.GET.get("table")), None)
    form = LineForm(request.POST or None, method=method, table=table) if table else None
    if request.method == "POST" and form is not None and form.is_valid() and _line_kept(request, design, form):
        return redirect("projects:design_lines", public_id, design_id)
    reckoned = expected(design.draft) if design.draft.get("lines") else ()
    context = {
        "organisation": design.owner,
        "design": design,
        "step": STEP["expected"],
        "place": list(STEP).index("expected") + 1,
        "of": len(STEPS) + 1,
        "tables": [(one.code, in_reader_language(one.label)) for one in method.tables],
        "table_label": in_reader_language(table.label) if table else "",
        "form": form,
        "lines": reading.lines(design.draft),
        "edition": editions.edition_of(*drafting.lines_seen(design)),
        "result": reading.result(reckoned) if isinstance(reckoned, Result) else None,
        "troubles": [] if isinstance(reckoned, Result) else reading.sentences(reckoned),
    }
    return render(request, "projects/cycle/lines.html", context)


@seated(*drafting.WRITES)
@never_cache
@require_POST
def remove_line(request: HttpRequest, public_id: str, design_id: str, place: int) -> HttpResponse:
    """Takes one line out, as it stood when its page was shown."""
    design = own_design(seat_of(request, public_id), design_id)
    seen = request.POST.get(editions.FIELD, "")
    try:
        drafting.remove_line(design=design, place=place, by=citizen_of(request), seen=seen)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    return redirect("projects:design_lines", public_id, design_id)


@seated(*drafting.WRITES)
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """The design's files, and another one; the same title is the next version."""
    design = own_design(seat_of(request, public_id), design_id)
    if not design.is_written:
        messages.error(request, NotItsTurn(stage=design.get_stage_display()).sentence)
        return to_design(design)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid() and _kept(request, design, form):
        return redirect("projects:design_documents", public_id, design_id)
    context = {
        "organisation": design.owner,
        "design": design,
        "form": form,
        "documents": told(design),
        "place": len(STEPS) + 1,
        "of": len(STEPS) + 1,
    }
    return render(request, "projects/cycle/documents.html", context)


def _form(request: HttpRequest, design: ProjectDesign, step: str) -> Any:
    sent = request.POST or None
    if step == "parameters":
        return ParametersForm(sent, initial=dict(ParametersForm.begun(design.draft)), content=design.draft)
    kind = PAGES[step]
    return kind(sent, initial=dict(kind.begun(design.draft)))


def _onward(design: ProjectDesign, step: str) -> HttpResponse:
    """To the next page; the last leads to the documents."""
    following = [*STEP, "documents"][list(STEP).index(step) + 1]
    address = (design.owner.public_id, design.public_id)
    if following == "documents":
        return redirect("projects:design_documents", *address)
    if following == "expected":
        return redirect("projects:design_lines", *address)
    return redirect("projects:write_design", *address, following)


def _line_kept(request: HttpRequest, design: ProjectDesign, form: LineForm) -> bool:
    kept = [*design.draft.get("lines", []), form.line()]
    if len(kept) > MOST_LINES:
        form.add_error(None, _("At most %(most)s lines: this is an estimate.") % {"most": MOST_LINES})
        return False
    try:
        drafting.write(design=design, step="expected", values={"lines": kept}, by=citizen_of(request))
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


def _kept(request: HttpRequest, design: ProjectDesign, form: DocumentForm) -> bool:
    said, file = form.cleaned_data, form.cleaned_data["file"]
    try:
        sent = Sent(file.name, file.read())
        keep(sent, said["title"], design, citizen_of(request), now=timezone.now(), is_public=said["is_public"])
    except DomainError as refused:
        form.add_error("file", refused.sentence)
        return False
    messages.success(request, _("The document is kept."))
    return True
