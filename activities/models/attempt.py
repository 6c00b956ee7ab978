"""What citizens sent by a form and were refused, with the reason. Personal values: erased whole, with nothing else."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.measures import claim_shown
from common.errors import rebuilt
from scenarios.models import Scenario


class RefusedAttemptQuerySet(models.QuerySet["RefusedAttempt"]):
    def of(self, citizen_id: int) -> "RefusedAttemptQuerySet":
        return self.filter(citizen_id=citizen_id)


class RefusedAttempt(models.Model):
    """One refusal of a form. It leaves no act, so this is all by which the desk can answer for it."""

    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Of an act that was told whole; what was refused before that has none.
    started_at = models.DateTimeField(_("start"), null=True, blank=True)
    values = models.JSONField(_("claim"), default=dict, encoder=DjangoJSONEncoder)
    code = models.CharField(_("code"), max_length=40)
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    refused_at = models.DateTimeField(_("refused"), db_index=True)

    objects = RefusedAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt that was not taken")
        verbose_name_plural = _("attempts that were not taken")
        indexes = [models.Index(fields=["citizen", "-id"], name="refused_citizen_latest")]

    def __str__(self) -> str:
        return self.code

    @property
    def told(self) -> tuple[object, ...]:
        """By which the same attempt is known again."""
        return self.scenario_id, self.code, self.facts, self.started_at, self.values

    @property
    def reason(self) -> str:
        """The sentence that the citizen was told, in the language active now."""
        facts: Mapping[str, Any] = self.facts
        return rebuilt(self.code, facts).sentence

    def claimed(self) -> list[str]:
        """What was said, part by part, as an act would show it."""
        return claim_shown(self.scenario.methodology, self.values)
