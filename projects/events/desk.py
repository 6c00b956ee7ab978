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
from projects.cycle.forms.desk import ReasonForm
from projects.desk.pages import DeedsAdmin
from projects.events import told
from projects.events.retired import balance, bound
from projects.events.verifying import hide_words
from projects.models import Event, EventStatus, EventStep, EventVersion

HIDES = "projects.hide_event"


class EventAdmin(DeedsAdmin):
    """The list of events; an event's page with its versions, and the hiding of what one of them says."""

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
        versions = event.versions.filter(frozen_at__isnull=False).order_by("-pk")
        return {
            "title": str(event),
            "event": event,
            "balance": balance(event),
            "retired": told.retired(list(bound(event))),
            "steps": told.steps(event),
            "may_hide": request.user.has_perm(HIDES),
            "versions": [(version, told.hidden(version), _form(version, forms)) for version in versions],
        }

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes the words of a version off the public page."""
        self.require(request, HIDES)
        wanted = paging.number_in(request.POST.get("version", ""))
        version = get_object_or_404(EventVersion, event=pk, frozen_at__isnull=False, pk=wanted)
        form = ReasonForm(request.POST, prefix=f"version-{version.pk}")
        if not form.is_valid():
            return self.page(request, pk, sent=form)
        reason, by = form.cleaned_data["words"], citizen_of(request)
        return self.done(
            request,
            pk,
            lambda: hide_words(version=version, reason=reason, by=by, now=timezone.now()),
            gettext("Hidden."),
        )

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


def _form(version: EventVersion, forms: dict[str, Any]) -> ReasonForm:
    """The one that was sent, where it was this version's."""
    prefix, sent = f"version-{version.pk}", forms.get("sent")
    return sent if sent is not None and sent.prefix == prefix else ReasonForm(prefix=prefix)
