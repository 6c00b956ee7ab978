"""Applying for an organisation, and the same form again to correct what the desk refused."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import citizen_of
from common.access import citizens
from common.errors import DomainError
from projects.models import Organisation, OrganisationStatus
from projects.organisations.applying import apply, correct, open_application_of
from projects.organisations.forms import ApplicationForm


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest) -> HttpResponse:
    """Takes an application; one that waits for the desk leads to its room, a refused one can be corrected."""
    own = open_application_of(citizen_of(request))
    if own is not None and own.status == OrganisationStatus.APPLIED:
        return redirect("projects:room", own.public_id)
    form = ApplicationForm(request.POST or None, initial=ApplicationForm.of(own) if own else None)
    if request.method == "POST" and form.is_valid() and (sent := _sent(request, own, form)):
        return redirect("projects:room", sent.public_id)
    return render(request, "projects/room/apply.html", {"form": form, "refused": own})


def _sent(request: HttpRequest, own: Organisation | None, form: ApplicationForm) -> Organisation | None:
    """The organisation that now waits for the desk; nothing where it was refused, which the form then says."""
    given, now = form.application(), timezone.now()
    try:
        if own is None:
            sent = apply(citizen=citizen_of(request), application=given, now=now)
        else:
            sent = correct(organisation=own, application=given, now=now)
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return None
    messages.success(request, _("Your application is with the desk."))
    return sent
