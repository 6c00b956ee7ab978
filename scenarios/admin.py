"""Emission factors and venues at the desk, and the trail of changes, of scenarios too.

Scenarios and rules change on pages of their own.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.desk import ReadOnlyAdmin
from common.desk_trail import EventAdmin
from common.texts import in_reader_language
from scenarios.models import EmissionFactor, Evaluation, Venue
from scenarios.rules import Source
from scenarios.standing_words import standing_in_words
from scenarios.venues.desk import EvaluationAdmin, VenueAdmin
from scenarios.venues.models import source_in_words


@admin.register(EmissionFactor)
class EmissionFactorAdmin(ReadOnlyAdmin):
    """Another value is another factor, with its own source; none is ever changed."""

    list_display = ("code", "value_shown", "region", "year", "standing_shown", "source_shown")
    fields = ("code", "value_shown", "region", "year", "standing_shown", "source_shown")
    readonly_fields = ("value_shown", "standing_shown", "source_shown")
    list_filter = ("standing",)

    @display(description=_("value"))
    def value_shown(self, factor: EmissionFactor) -> str:
        return f"{factor.value.normalize():f} {factor.unit}"

    @display(description=_("standing"))
    def standing_shown(self, factor: EmissionFactor) -> str:
        return standing_in_words(factor.standing)

    @display(description=_("source"))
    def source_shown(self, factor: EmissionFactor) -> str:
        source = factor.as_value().source
        parts = (in_reader_language(source.title), in_reader_language(source.publisher), source.published_on)
        return " · ".join(parts)


admin.site.register(Venue, VenueAdmin)
admin.site.register(Evaluation, EvaluationAdmin)
admin.site.register(apps.get_model("scenarios.ScenarioEvent"), EventAdmin)


@admin.register(apps.get_model("scenarios.RehearsalEvent"))
class RehearsalEventAdmin(EventAdmin):
    deeds = MappingProxyType({"insert": _("Asked for"), "update": _("Went on")})
    labels = MappingProxyType({"version": _("rule version")})


@admin.register(apps.get_model("scenarios.EvaluationEvent"))
class EvaluationEventAdmin(EventAdmin):
    """Told by its venue."""

    deeds = MappingProxyType({"insert": _("Evaluated")})
    labels = MappingProxyType({"evaluator": _("evaluator")})

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Any]:
        venues = Venue.objects.in_bulk({event.venue_id for event in events})
        return {event.pgh_obj_id: venues[event.venue_id] for event in events if event.venue_id in venues}


@admin.register(apps.get_model("scenarios.VenueEvent"))
class VenueEventAdmin(EventAdmin):
    wordings = MappingProxyType(
        {
            "standing": standing_in_words,
            "source": lambda document: source_in_words(Source.from_document(document)),
        }
    )
