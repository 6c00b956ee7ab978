"""The designs of an organisation, and one of them: where it stands, what is missing, whose turn it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from common.errors import DomainError
from projects.cycle import drafting, reading, submitting, validating
from projects.cycle.content import STEPS, Content, Missing, Step, content_of, method_of, missing
from projects.cycle.differing import differences
from projects.cycle.forms.said import VerifierForm, WithdrawForm
from projects.documents.reading import told
from projects.models import ProjectDesign, Seat, Stage
from projects.organisations.access import seat_of, seated


def own_design(seat: Seat, design_id: str) -> ProjectDesign:
    """404 for another organisation's."""
    rows = ProjectDesign.objects.select_related("owner", "verifier", "wanted_verifier", "project")
    return get_object_or_404(rows, owner=seat.organisation, public_id=design_id)


def to_design(design: ProjectDesign) -> HttpResponse:
    return redirect("projects:design", design.owner.public_id, design.public_id)


@seated()
@never_cache
@require_safe
def designs(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every design of the organisation, and those that it validates."""
    seat = seat_of(request, public_id)
    context = {
        "organisation": seat.organisation,
        "may_write": seat.part in drafting.WRITES and seat.organisation.is_approved,
        "designs": seat.organisation.designs.order_by("-pk"),
        "validations": reading.validations(seat.organisation),
    }
    return render(request, "projects/cycle/designs.html", context)


@seated()
@never_cache
@require_safe
def design(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """One design: its pages with what is missing, its documents, comments, history and what may be done now."""
    seat = seat_of(request, public_id)
    found = own_design(seat, design_id)
    documents = list(told(found))
    content = content_of(found)
    lacks = missing(content, has_documents=bool(documents)) if found.is_written else []
    context = {
        "organisation": seat.organisation,
        "design": found,
        "turn": reading.turn(found, now=timezone.now()),
        "pages": _pages(content, lacks),
        "lacks": lacks,
        "lacks_documents": [one for one in lacks if one.step == "documents"],
        "documents": documents,
        "method": method_of(content),
        "may_write": found.is_written and seat.part in drafting.WRITES,
        "may_submit": seat.part in drafting.SUBMITS,
        "may_withdraw": seat.part in drafting.SUBMITS and not found.is_over,
        "may_want": found.stage in (Stage.SUBMITTED, Stage.PUBLISHED) and seat.part in drafting.SUBMITS,
        "comments": reading.comments(found),
        "steps": reading.steps(found),
        "overlaps": reading.overlaps(found),
        "versions": range(1, found.version + 1),
    }
    return render(request, "projects/cycle/design.html", context)


def _pages(content: Content, lacks: list[Missing]) -> list[tuple[Step, list[Missing]]]:
    """Each page with what it lacks. Without a method nobody knows what its parameters lack."""
    unknown = [] if method_of(content) else [Missing("parameters", _("Choose the method first."))]
    return [(step, [one for one in (*unknown, *lacks) if one.step == step.code]) for step in STEPS]


@seated(*drafting.SUBMITS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """Shows all that is submitted, and submits it."""
    found = own_design(seat_of(request, public_id), design_id)
    if request.method == "POST":
        try:
            submitting.submit(design=found, by=citizen_of(request), now=timezone.now())
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Submitted. The desk checks whether it is complete."))
        return to_design(found)
    if not found.is_written:
        return to_design(found)
    return render(request, "projects/cycle/submit.html", {"design": found, **reading.shown(found.draft)})


@seated(*drafting.SUBMITS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """Asks first, then takes the design back for good."""
    found = own_design(seat_of(request, public_id), design_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["words"]
            drafting.withdraw(design=found, words=words, by=citizen_of(request), now=timezone.now())
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Withdrawn."))
        return to_design(found)
    return render(request, "projects/cycle/withdraw.html", {"design": found, "form": form})


@seated()
@never_cache
@require_safe
def version(request: HttpRequest, public_id: str, design_id: str, number: int) -> HttpResponse:
    """A version as it was submitted, and what has changed since the one before."""
    found = own_design(seat_of(request, public_id), design_id)
    shown = get_object_or_404(found.versions, number=number)
    before = found.versions.filter(number=number - 1).first()
    context = {
        "design": found,
        "version": shown,
        "before": before,
        "differences": differences(before, shown) if before else [],
        **reading.shown(shown.content),
    }
    return render(request, "projects/cycle/version.html", context)


@seated(*drafting.SUBMITS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def want(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """The owner proposes a verifier; the desk assigns one."""
    found = own_design(seat_of(request, public_id), design_id)
    form = VerifierForm(request.POST or None, design=found)
    if request.method == "POST" and form.is_valid():
        try:
            verifier = form.cleaned_data["verifier"]
            validating.want(design=found, verifier=verifier, by=citizen_of(request), now=timezone.now())
        except DomainError as refused:
            form.add_error("verifier", refused.sentence)
        else:
            messages.success(request, _("Proposed. The desk assigns the verifier once the comments are answered."))
            return to_design(found)
    return render(request, "projects/cycle/want.html", {"design": found, "form": form})
