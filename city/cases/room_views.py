"""An organisation's cases in its room: those it handed in, a form for another, and withdrawing; and their photos."""

from hashlib import sha256

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.desk_sessions import is_at_the_desk
from accounts.models import User
from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from city.cases.model import CaseSubmission, SubmissionStatus
from city.cases.room_forms import SubmissionForm
from city.cases.submitting import MAY, submit, withdraw
from common import paging
from common.access import public
from common.errors import DomainError
from common.pictures.forms import say_if_cut_short
from projects.models import Seat
from projects.organisations.access import seat_of, seated, seats_of

A_PAGE = 20


@seated()
@never_cache
@require_safe
def cases(request: HttpRequest, public_id: str) -> HttpResponse:
    seat = seat_of(request, public_id)
    handed_in = CaseSubmission.objects.filter(organisation=seat.organisation).select_related("organisation")
    page = paging.page(handed_in, size=A_PAGE, after=request.GET.get("older_than"))
    context = {"organisation": seat.organisation, "page": page, "may": seat.part in MAY}
    return render(request, "city/room_cases.html", context)


@seated(*MAY)
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """`after` begins with one that was sent back, to be corrected."""
    seat = seat_of(request, public_id, *MAY)
    form = SubmissionForm(request.POST or None, request.FILES or None, initial=_begun(seat, request.GET.get("after")))
    if request.method == "POST":
        say_if_cut_short(request, form)
        if form.is_valid() and _sent(request, seat, form):
            return redirect("city:room_cases", public_id)
    return render(request, "city/room_case_new.html", {"organisation": seat.organisation, "form": form})


@seated(*MAY)
@never_cache
@require_POST
def withdraw_case(request: HttpRequest, public_id: str, case_id: str) -> HttpResponse:
    seat = seat_of(request, public_id, *MAY)
    found = get_object_or_404(CaseSubmission, organisation=seat.organisation, public_id=case_id)
    try:
        withdraw(found, by=citizen_of(request), now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Withdrawn: it is public no more."))
    return redirect("city:room_cases", public_id)


@public
@require_safe
def photo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Of a public case; of another only for who may read that one."""
    found = get_object_or_404(CaseSubmission.objects.exclude(photo_sha256=""), public_id=public_id)
    if found.status != SubmissionStatus.ACCEPTED and not _may_read(request, found):
        raise Http404
    with default_storage.open(found.photo_path, "rb") as file:
        content = file.read()
    if sha256(content).hexdigest() != found.photo_sha256:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    # So that what is withdrawn is soon gone.
    response["Cache-Control"] = "private, max-age=60"
    return response


def _may_read(request: HttpRequest, found: CaseSubmission) -> bool:
    user = request.user
    sits = isinstance(user, User) and seats_of(user).filter(organisation=found.organisation_id).exists()
    return sits or (request.user.has_perm("city.view_casesubmission") and is_at_the_desk(request))


def _begun(seat: Seat, after: str | None) -> dict[str, object] | None:
    sent_back = CaseSubmission.objects.filter(organisation=seat.organisation, status=SubmissionStatus.REFUSED)
    found = sent_back.filter(public_id=after).first() if after and after.isalnum() else None
    return SubmissionForm.of(found.document) if found else None


def _sent(request: HttpRequest, seat: Seat, form: SubmissionForm) -> bool:
    """Whether it was handed in; why not, the form then says."""
    sent = form.cleaned_data["photo"]
    document, photo = form.document(), sent.read() if sent else b""
    try:
        submit(
            organisation=seat.organisation,
            document=document,
            photo=photo,
            by=citizen_of(request),
            now=timezone.now(),
        )
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, _("Your case is with the desk. You read here and in your inbox what it says."))
    return True
