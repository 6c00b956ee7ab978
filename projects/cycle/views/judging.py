"""The verifier's page of a design, and the owner's answers to comments."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from common.errors import DomainError
from projects.cycle import commenting, drafting, reading, validating
from projects.cycle.forms.said import AnswerForm, OpinionForm, say_if_cut_short
from projects.cycle.views.designs import own_design, to_design
from projects.documents.kinds import Sent
from projects.documents.reading import told
from projects.models import Comment, ProjectDesign, Stage
from projects.organisations.access import seat_of, seated


@seated()
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def validation(request: HttpRequest, public_id: str, design_id: str) -> HttpResponse:
    """A design that this organisation validates: all of it, and its opinion with the report."""
    seat = seat_of(request, public_id)
    rows = ProjectDesign.objects.select_related("owner", "verifier", "project")
    design = get_object_or_404(rows, verifier=seat.organisation, public_id=design_id)
    may_say = design.stage == Stage.VALIDATING and seat.part in validating.VALIDATES
    form = OpinionForm(request.POST, request.FILES) if request.method == "POST" else OpinionForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid() and _validated(request, design, form):
        return redirect("projects:validation", public_id, design_id)
    version = design.versions.get(number=design.version)
    context = {
        "organisation": seat.organisation,
        "design": design,
        "form": form if may_say else None,
        "documents": told(design),
        "steps": reading.steps(design),
        "comments": reading.comments(design),
        "overlaps": reading.overlaps(design),
        **reading.shown(version.content),
    }
    return render(request, "projects/cycle/validation.html", context)


@seated(*drafting.SUBMITS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: str, design_id: str, comment_id: str) -> HttpResponse:
    """A comment, and the field for the owner's answer."""
    design = own_design(seat_of(request, public_id), design_id)
    comment = get_object_or_404(Comment, version__design=design, public_id=comment_id, hiding=None)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = {"words": form.cleaned_data["words"], "by": citizen_of(request), "now": timezone.now()}
            commenting.answer(comment=comment, **said)
        except DomainError as refused:
            form.add_error("words", refused.sentence)
        else:
            messages.success(request, _("Answered."))
            return to_design(design)
    return render(request, "projects/cycle/answer.html", {"design": design, "comment": comment, "form": form})


def _validated(request: HttpRequest, design: ProjectDesign, form: OpinionForm) -> bool:
    said, file = form.cleaned_data, form.cleaned_data["file"]
    try:
        validating.validate(
            design=design,
            sent=Sent(file.name, file.read()),
            is_favourable=said["is_favourable"] == "yes",
            words=said["words"],
            by=citizen_of(request),
            now=timezone.now(),
        )
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, _("Your opinion is with the desk."))
    return True
