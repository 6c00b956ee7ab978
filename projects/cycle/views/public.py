"""What everybody reads of a project before it is registered, and the comment that anybody signed in makes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from common.access import citizens, public
from common.errors import DomainError
from projects.cycle import commenting, reading, reporting
from projects.cycle.forms.said import CommentForm, ReportForm
from projects.models import ProjectDesign
from projects.refusals import CommentsTooOften, ReportsTooOften


@public
@require_safe
def published(request: HttpRequest, public_id: str) -> HttpResponse:
    """A project that was published: its design, documents, comments with answers, and history."""
    design = _shown(public_id)
    version = design.versions.get(number=design.version)
    context = {
        "design": design,
        "turn": reading.turn(design, now=timezone.now()),
        "is_open": reading.is_open(design, now=timezone.now()),
        "days_left": reading.days_left(design, now=timezone.now()),
        "documents": reading.public_documents(version),
        "comments": reading.comments(design),
        "steps": reading.steps(design),
        **reading.shown_to_everybody(version.content),
    }
    return render(request, "projects/cycle/published.html", context)


@citizens
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """The field for a comment; what comes too late is told so."""
    design, citizen = _shown(public_id), citizen_of(request)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not may_try(request, action="comment", key=str(citizen.pk)):
                raise CommentsTooOften
            words = form.cleaned_data["words"]
            commenting.comment(design=design, words=words, by=citizen, now=timezone.now())
        except DomainError as refused:
            form.add_error("words", refused.sentence)
        else:
            messages.success(request, _("Your comment is published. The owner answers it here."))
            return redirect("projects:published", design.public_id)
    context = {"design": design, "form": form, "is_open": reading.is_open(design, now=timezone.now())}
    return render(request, "projects/cycle/comment.html", context)


@citizens
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str, comment_id: str) -> HttpResponse:
    """Somebody finds a comment unfit; one that is hidden by now, or of another version, is not found."""
    design, citizen = _shown(public_id), citizen_of(request)
    reported = get_object_or_404(reading.comments(design), public_id=comment_id, hiding=None)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not may_try(request, action="report_comment", key=str(citizen.pk)):
                raise ReportsTooOften
            words = form.cleaned_data["words"]
            reporting.report(comment=reported, words=words, by=citizen, now=timezone.now())
        except DomainError as refused:
            form.add_error("words", refused.sentence)
        else:
            messages.success(
                request, _("Thank you. The city’s desk looks at it, and your messages tell you what it decides.")
            )
            return redirect("projects:published", design.public_id)
    return render(request, "projects/cycle/report_comment.html", {"design": design, "comment": reported, "form": form})


def _shown(public_id: str) -> ProjectDesign:
    """404 for what was never published, or is being written anew."""
    return get_object_or_404(reading.shown_to_all(), public_id=public_id)
