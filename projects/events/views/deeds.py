"""What is done with an event: published, revised, called off, judged by its verifier, and certified."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.editions import ChangedMeanwhile
from common.errors import DomainError
from projects.documents.reading import latest_of
from projects.events import drafting, publishing, retiring, told, verifying
from projects.events.deeds import DRAFTS, PUBLISHES
from projects.events.forms import CallOffForm, JudgeForm, PublishActualsForm, PublishForm
from projects.events.views.place import Place, done, owners_place, place_of
from projects.models import EventVersion, Phase
from projects.organisations.access import seated


@seated(*PUBLISHES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """Shows what everybody will read, and publishes just that."""
    place = owners_place(request, public_id, event_id)
    draft = place.draft
    if draft is None or draft.troubles:
        return redirect(place.address)
    form = _form(request, place, draft)
    if request.method == "POST" and form.is_valid():
        try:
            _published(place, draft, form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(place.address)
    context = place.context(
        version=draft,
        form=form,
        reckoning=told.reckoning(draft),
        is_plan=draft.phase == Phase.PLAN,
        origins=told.origins(draft),
        documents=latest_of(place.event),
    )
    return render(request, "projects/events/publish.html", context)


@seated(*DRAFTS)
@never_cache
@require_POST
def revise(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """Begins a new version: of the plan, or of what was once the event is over."""
    place = owners_place(request, public_id, event_id)
    by, now = place.user, timezone.now()
    said = _("A new version is begun, with the lines of the last one.")
    return done(request, place, lambda: drafting.revise(event=place.event, by=by, now=now), said)


@seated(*PUBLISHES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """Gives an event up, before anything was emitted."""
    place = owners_place(request, public_id, event_id)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, now = form.cleaned_data["words"], timezone.now()
        said = _("The event is called off.")
        return done(
            request, place, lambda: drafting.call_off(event=place.event, words=words, by=place.user, now=now), said
        )
    context = place.context(
        form=form,
        heading=_("Call the event off"),
        label=_("Call it off"),
        back_url=place.address,
        back=str(place.event),
    )
    return render(request, "projects/events/write.html", context)


@seated(*PUBLISHES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """The verifier says whether what was published is right."""
    place = place_of(request, public_id, event_id)
    if place.is_owner:
        raise Http404
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_right, words = form.cleaned_data["is_right"] == "yes", form.cleaned_data["words"]
        try:
            verifying.judge(event=place.event, is_right=is_right, words=words, by=place.user, now=timezone.now())
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(place.address)
    context = place.context(
        form=form, heading=_("Verify the emissions"), label=_("Say so"), back_url=place.address, back=str(place.event)
    )
    return render(request, "projects/events/write.html", context)


@seated(*PUBLISHES)
@never_cache
@require_POST
def certify(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """The event is neutral, and everybody reads the certificate."""
    place = owners_place(request, public_id, event_id)
    by, now = place.user, timezone.now()
    said = _("The event is carbon neutral. Everybody reads its certificate.")
    return done(request, place, lambda: retiring.certify(event=place.event, by=by, now=now), said)


def _form(request: HttpRequest, place: Place, draft: EventVersion) -> PublishForm:
    shown = {"shown": draft.kilograms}
    if draft.phase == Phase.PLAN:
        return PublishForm(request.POST or None, initial=shown)
    return PublishActualsForm(request.POST or None, initial=shown, event=place.event)


def _published(place: Place, draft: EventVersion, said: dict[str, Any]) -> None:
    """Raises `ChangedMeanwhile` and as the use cases."""
    if said["shown"] != draft.kilograms:
        raise ChangedMeanwhile
    now = timezone.now()
    if draft.phase == Phase.PLAN:
        publishing.publish_plan(event=place.event, by=place.user, now=now)
    else:
        publishing.publish_actuals(event=place.event, verifier=said.get("verifier"), by=place.user, now=now)
