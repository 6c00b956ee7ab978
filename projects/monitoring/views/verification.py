"""What the verifier does with a report, and what the owner answers: sample, findings, statement."""

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.uploads import takes_uploads
from common.errors import DomainError
from common.texts import in_reader_language
from common.uploads import was_cut_short
from methodologies.projects.forms import parameter_fields
from projects.documents.kinds import too_large
from projects.models import Finding, FindingKind, FindingStatus
from projects.monitoring import finding as findings
from projects.monitoring import sampling, stating, told
from projects.monitoring.deeds import submitted
from projects.monitoring.forms import AnswerForm, FindingForm, SampleForm, StateForm, WordsForm, sent
from projects.monitoring.stated import method_of
from projects.monitoring.views.room import Room, done, room_of, verifiers_room
from projects.organisations.access import seated

CLOSE, KEEP_OPEN = "close", "keep_open"


@seated()
@never_cache
@require_POST
def sample(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """Draws which lines are looked at."""
    room, form = verifiers_room(request, public_id, report_id), SampleForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(room.address)
    return done(
        request,
        room,
        lambda: sampling.draw(report=room.report, by=room.user, now=timezone.now(), **form.cleaned_data),
        _("The sample is drawn."),
    )


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_finding(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """Opens a finding, of a line or a parameter or the whole."""
    room = verifiers_room(request, public_id, report_id)
    version = submitted(room.report)
    lines = set(version.lines.values_list("nth", flat=True)) if version else set()
    first = {"line": request.GET.get("line"), "kind": FindingKind.CAR}
    form = FindingForm(request.POST or None, initial=first, method=method_of(room.report.project), lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            findings.open_finding(report=room.report, by=room.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The owner is told what was found."))
            return redirect(room.address)
    return render(request, "projects/monitoring/new_finding.html", room.context(form=form))


@seated()
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def one_finding(request: HttpRequest, public_id: str, report_id: str, finding_id: str) -> HttpResponse:
    """A finding with all that was said of it; the owner answers, the verifier closes it or keeps it open."""
    room = room_of(request, public_id, report_id)
    found = get_object_or_404(_findings(room), public_id=finding_id)
    form = _form(request, room)
    if was_cut_short(request):
        form.add_error(None, too_large().sentence)
    elif request.method == "POST" and form.is_valid():
        try:
            said = _said(request, room, found, form)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, said)
            return redirect(room.address)
    context = room.context(
        finding=found,
        form=form,
        turn=_turn(room, found),
        parameter=_parameter(room, found),
        steps=found.steps.select_related("by", "file", "finding", "version").order_by("pk"),
    )
    return render(request, "projects/monitoring/finding.html", context)


@seated()
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """The verifier states how many kilograms it has verified."""
    room = verifiers_room(request, public_id, report_id)
    version = submitted(room.report)
    first = {"kilograms": version.kilograms if version else None}
    form = StateForm(request.POST or None, request.FILES or None, initial=first)
    if was_cut_short(request):
        form.add_error("file", too_large().sentence)
    elif request.method == "POST" and form.is_valid():
        try:
            _stated(room, form)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Stated. The city’s desk looks at it next."))
            return redirect(room.address)
    return render(request, "projects/monitoring/state.html", room.context(form=form, version=version))


def _stated(room: Room, form: StateForm) -> None:
    given = {name: form.cleaned_data[name] for name in ("kilograms", "words", "number")}
    file = sent(form)
    assert file is not None, "the form asks for a file"
    stating.state(report=room.report, sent=file, by=room.user, now=timezone.now(), **given)


def _findings(room: Room) -> QuerySet[Finding]:
    """Of the report, and what earlier reports left for it."""
    return Finding.objects.filter(pk__in=[each.pk for each in told.findings_of(room.report)]).select_related(
        "report__project__owner", "version"
    )


def _form(request: HttpRequest, room: Room) -> Form:
    if room.is_owner:
        return AnswerForm(request.POST or None, request.FILES or None)
    return WordsForm(request.POST or None)


def _said(request: HttpRequest, room: Room, found: Finding, form: Form) -> str:
    """Does what the form asks for, and what is said of it. Raises `DomainError`."""
    given = {"finding": found, "words": form.cleaned_data["words"], "by": room.user, "now": timezone.now()}
    if room.is_owner:
        findings.answer(sent=sent(form), **given)
        return _("Answered. The verifier is told.")
    if request.POST.get("deed") == CLOSE:
        findings.close(**given)
        return _("The finding is closed.")
    findings.keep_open(**given)
    return _("The finding stays open. The owner is told.")


def _parameter(room: Room, found: Finding) -> str:
    """What the parameter that a finding is about is called."""
    asked = {each.name: in_reader_language(each.label) for each in parameter_fields(method_of(room.report.project))}
    return asked.get(found.parameter, found.parameter)


def _turn(room: Room, found: Finding) -> bool:
    """Whether the reader's side is to say something."""
    return found.status == (FindingStatus.OPEN if room.is_owner else FindingStatus.ANSWERED)
