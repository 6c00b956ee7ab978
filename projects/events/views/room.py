"""The events of an organisation, one of them, and the pages on which it is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from common import paging
from common.city_time import city_day
from common.errors import DomainError
from common.texts import in_reader_language
from methodologies.events.neutrality import EVENT
from projects.cycle.forms.method import ParametersForm
from projects.cycle.forms.said import DocumentForm, say_if_cut_short
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.documents.reading import told as documents_told
from projects.documents.reading import with_redactions
from projects.events import drafting, told
from projects.events.deeds import DRAFTS, is_free_to_name_one
from projects.events.forms import FactsForm, MeasuresForm
from projects.events.refusals import NothingBeingWritten
from projects.events.retired import balance, bound
from projects.events.retiring import is_checked
from projects.events.views.place import Place, owners_place, place_of
from projects.models import EventStatus, EventVersion, Phase
from projects.organisations.access import seat_of, seated

EVENTS_A_PAGE = 20


@seated()
@never_cache
@require_safe
def events(request: HttpRequest, public_id: str) -> HttpResponse:
    """The organisation's events, the latest first, and those that it verifies."""
    seat = seat_of(request, public_id)
    page = paging.page(
        seat.organisation.organised_events.all(), size=EVENTS_A_PAGE, after=request.GET.get("older_than")
    )
    context = {
        "organisation": seat.organisation,
        "page": page,
        "tags": told.TAGS,
        "verified": seat.organisation.verified_events.select_related("owner").order_by("-pk")[:EVENTS_A_PAGE],
        "may_write": seat.part in DRAFTS and seat.organisation.is_approved,
    }
    return render(request, "projects/events/events.html", context)


@seated(*DRAFTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the event is; the plan comes next."""
    owner = seat_of(request, public_id).organisation
    form = FactsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.begin(owner=owner, facts=form.facts(), by=citizen_of(request), now=timezone.now())
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("projects:event", public_id, made.public_id)
    context = {
        "organisation": owner,
        "form": form,
        "heading": _("Begin an event"),
        "label": _("Go on to the plan"),
        "back_url": reverse("projects:events", args=[public_id]),
        "back": _("Carbon-neutral events"),
    }
    return render(request, "projects/events/write.html", context)


@seated()
@never_cache
@require_safe
def event(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """An event with what is being written, what stands, and what its reader may do next."""
    place = place_of(request, public_id, event_id)
    draft = place.draft
    plan, actual = told.pair(place.event)
    now_is, is_over = balance(place.event), city_day(timezone.now()) > place.event.ends_on
    context = place.context(
        draft=draft,
        reckoning=told.reckoning(draft) if draft else None,
        troubles=told.troubles(draft) if draft else [],
        tables=_tables(place, draft) if draft else [],
        plan=plan,
        actual=actual,
        published=with_redactions(actual.documents) if actual else [],
        rows=told.rows(plan, actual),
        balance=now_is,
        days_left=(now_is.until - city_day(timezone.now())).days,
        is_over=is_over,
        is_plan=draft is not None and draft.phase == Phase.PLAN,
        is_off=place.event.status == EventStatus.CALLED_OFF,
        is_checked=is_checked(place.event),
        needs_another_verifier=place.event.verifier is not None and is_free_to_name_one(place.event),
        may_revise=place.is_owner and draft is None and _is_revisable(place, is_over=is_over),
        retired=told.retired(list(bound(place.event))),
        documents=documents_told(place.event),
        steps=told.steps(place.event, place.user),
        tag=told.TAGS[place.event.status],
    )
    return render(request, "projects/events/event.html", context)


@seated(*DRAFTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """Changes what the event is, before its plan is published."""
    place = owners_place(request, public_id, event_id)
    form = FactsForm(request.POST or None, initial=FactsForm.of(place.event))
    if request.method == "POST" and form.is_valid():
        try:
            drafting.change(event=place.event, facts=form.facts(), by=place.user, now=timezone.now())
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(place.address)
    return _write(request, place, form, _("What the event is"))


@seated(*DRAFTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """What is done to emit less, and how many people."""
    place = owners_place(request, public_id, event_id)
    draft = place.draft
    if draft is None:
        return _closed(request, place)
    form = MeasuresForm(request.POST or None, initial={"measures": draft.measures, "people": draft.people})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.say(event=place.event, by=place.user, **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(place.address)
    return _write(request, place, form, _("People and measures"))


@seated(*DRAFTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factors(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """The factors: published ones by themselves, the event's own with its document."""
    place = owners_place(request, public_id, event_id)
    draft = place.draft
    if draft is None:
        return _closed(request, place)
    initial = dict(ParametersForm.begun(draft.parameters))
    form = ParametersForm(request.POST or None, initial=initial, content=draft.parameters, method=EVENT)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.state_factors(event=place.event, given=form.values()["given"], by=place.user)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(place.address)
    return render(request, "projects/events/factors.html", place.context(form=form))


@seated(*DRAFTS)
@never_cache
@takes_uploads("PROJECT_FILE_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """The event's files, and another one; the same title is the next version."""
    place = owners_place(request, public_id, event_id)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid() and _kept(request, place, form):
        return redirect("projects:event_documents", public_id, event_id)
    context = place.context(form=form, documents=documents_told(place.event))
    return render(request, "projects/events/documents.html", context)


def _write(request: HttpRequest, place: Place, form: Any, heading: str) -> HttpResponse:
    context = place.context(form=form, heading=heading, label=_("Save"), back_url=place.address, back=str(place.event))
    return render(request, "projects/events/write.html", context)


def _closed(request: HttpRequest, place: Place) -> HttpResponse:
    messages.error(request, NothingBeingWritten().sentence)
    return redirect(place.address)


def _tables(place: Place, draft: EventVersion) -> list[dict[str, Any]]:
    """Each table of sources with the way to its lines."""
    counts, room = told.table_counts(draft), (place.organisation.public_id, place.event.public_id)
    return [
        {
            "heading": in_reader_language(table.label),
            "lines": counts.get(table.code, 0),
            "address": reverse("projects:event_lines", args=[*room, table.code]),
        }
        for table in EVENT.tables
    ]


def _is_revisable(place: Place, *, is_over: bool) -> bool:
    if place.event.status == EventStatus.PLANNED:
        return True
    last = place.event.versions.filter(phase=Phase.ACTUAL).exists()
    return is_over and last and place.event.status in (EventStatus.MEASURED, EventStatus.NEUTRAL)


def _kept(request: HttpRequest, place: Place, form: DocumentForm) -> bool:
    said, file = form.cleaned_data, form.cleaned_data["file"]
    try:
        sent = Sent(file.name, file.read())
        keep(sent, said["title"], place.event, place.user, now=timezone.now(), is_public=said["is_public"])
    except DomainError as refused:
        form.add_error("file", refused.sentence)
        return False
    messages.success(request, _("The document is kept."))
    return True
