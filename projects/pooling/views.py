"""A citizen's page of pooling: what it means, agreeing and ending it, their share; and a verifier's page of acts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import citizen_of
from campaigns.teams.consenting import is_child
from common.access import citizens
from common.errors import DomainError
from projects.models import Sample
from projects.monitoring.deeds import submitted
from projects.monitoring.views.room import verifiers_room
from projects.organisations.access import seated
from projects.pooling import consenting, gathered, reading, sampling, shown
from projects.pooling.forms import ConsentForm


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What pooling is, whether the reader takes part, and what came of it."""
    return _page(request, ConsentForm())


@citizens
@never_cache
@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        consenting.give(citizen=citizen_of(request), now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You take part from tomorrow on. You can stop at any time."))
    return redirect("projects:pooling")


@citizens
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    consenting.withdraw(citizen=citizen_of(request), now=timezone.now())
    messages.success(request, _("You take part no more. Nothing that is not pooled yet will be."))
    return redirect("projects:pooling")


@seated()
@never_cache
@require_safe
def acts(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """The acts that the sample's seed draws, with their evidence and without their citizens."""
    room = verifiers_room(request, public_id, report_id)
    version = submitted(room.report)
    sample = Sample.objects.filter(version=version).select_related("version").first() if version else None
    if sample is None or not gathered.is_of(room.report):
        raise Http404
    drawn = shown.shown(sampling.acts_of(sample))
    return render(request, "projects/pooling/acts.html", room.context(sample=sample, drawn=drawn))


def _page(request: HttpRequest, form: ConsentForm) -> HttpResponse:
    citizen = citizen_of(request)
    context = {
        "form": form,
        "consent": consenting.standing(citizen),
        "is_child": is_child(citizen),
        "shares": reading.shares(citizen),
    }
    return render(request, "projects/pooling/mine.html", context)
