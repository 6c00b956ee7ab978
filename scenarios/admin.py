"""Emission factors and venues at the desk, and the trail of changes, of scenarios too.

Scenarios and rules change on pages of their own.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.desk_trail import EventAdmin
from scenarios.factors.desk import EmissionFactorAdmin, EmissionFactorEventAdmin
from scenarios.models import EmissionFactor, Evaluation, Venue
from scenarios.rules import Source
from scenarios.standing_words import standing_in_words
from scenarios.venues.desk import EvaluationAdmin, VenueAdmin
from scenarios.venues.models import source_in_words

admin.site.register(EmissionFactor, EmissionFactorAdmin)
admin.site.register(Venue, VenueAdmin)
admin.site.register(Evaluation, EvaluationAdmin)
admin.site.register(apps.get_model("scenarios.ScenarioEvent"), EventAdmin)
admin.site.register(apps.get_model("scenarios.EmissionFactorEvent"), EmissionFactorEventAdmin)


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
