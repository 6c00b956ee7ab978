"""Events at the desk: looked at as they stand, and words that abuse the page hidden, for a reason that stays."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from common import paging
from common.desk import Colours
from common.desk_lines import Source
from projects.cycle import trail
from projects.desk import own_organisation
from projects.desk.pages import DeedsAdmin
from projects.events import told
from projects.events.forms import HideForm
from projects.events.retired import balance, bound
from projects.events.verifying import SEEN, hide_name, hide_words
from projects.models import Event, EventStatus, EventStep, EventVersion

HIDES, NAME = "projects.hide_event", "name"


class EventAdmin(DeedsAdmin):
    """The list of events; an event's page with its versions, and the hiding of its name or of what a version says."""

    page_template = "admin/desk/event.html"
    deeds = ("hide",)
    list_display = ("name_shown", "owner", "state", "starts_on", "ends_on")
    list_filter = ("status", "kind")
    list_select_related = ("owner",)
    ordering = ("-pk",)

    def sources(self) -> list[Source]:
        """What staff did with events; what their organisers do is told on each event's own page."""
        return [trail.of_table(EventStep, "happened_at", "event", lambda step: step.get_kind_display(), Event)]

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        event = get_object_or_404(Event.objects.select_related("owner", "verifier"), pk=pk)
        versions = list(event.versions.filter(frozen_at__isnull=False).order_by("-pk"))
        said = set(event.steps.filter(kind__in=SEEN).exclude(words="").values_list("version", flat=True))
        return {
            "title": str(event),
            "event": event,
            "balance": balance(event),
            "retired": told.retired(list(bound(event))),
            "steps": told.steps(event),
            "own": (own := own_organisation.refusal(citizen_of(request), event.owner)),
            "may_hide": request.user.has_perm(HIDES) and not own,
            "is_published": bool(versions),
            "name_hidden": told.name_hidden(event),
            "name_form": _form(NAME, forms),
            "versions": [
                (version, version.measures or version.pk in said, told.hidden(version), _form(_prefix(version), forms))
                for version in versions
            ],
        }

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes the words of a version off the public page; where none is named, the event's name and venue."""
        self.require(request, HIDES)
        version = _version(pk, request.POST["version"]) if request.POST.get("version") else None
        form = HideForm(request.POST, prefix=_prefix(version) if version else NAME)
        if not form.is_valid():
            return self.page(request, pk, sent=form)
        reason, by, now = form.cleaned_data["words"], citizen_of(request), timezone.now()

        def hide() -> EventStep:
            if version:
                return hide_words(version=version, reason=reason, by=by, now=now)
            return hide_name(event=get_object_or_404(Event, pk=pk), reason=reason, by=by, now=now)

        return self.done(request, pk, hide, gettext("Hidden."))

    def leads_to(self, made: object) -> None:
        return None

    @display(description=_("name"))
    def name_shown(self, event: Event) -> str:
        return str(event)

    @display(
        description=_("status"),
        label=Colours(
            {
                EventStatus.PLANNED.value: "info",
                EventStatus.MEASURED.value: "warning",
                EventStatus.NEUTRAL.value: "success",
                EventStatus.CALLED_OFF.value: "danger",
            }
        ),
    )
    def state(self, event: Event) -> tuple[str, str]:
        return event.status, event.get_status_display()


def _version(event: int, number: str) -> EventVersion:
    return get_object_or_404(EventVersion, event=event, frozen_at__isnull=False, pk=paging.number_in(number))


def _prefix(version: EventVersion) -> str:
    return f"version-{version.pk}"


def _form(prefix: str, forms: dict[str, Any]) -> HideForm:
    """The one that was sent, where it was this one."""
    sent = forms.get("sent")
    return sent if sent is not None and sent.prefix == prefix else HideForm(prefix=prefix)
