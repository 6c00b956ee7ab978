"""Scenarios, the published values they rest on, and the versions of their rules."""

import pgtrigger
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.texts import in_reader_language
from methodologies.base import Methodology
from methodologies.registry import methodology
from scenarios.rules import FactorValue, Rule, Standing


class Scenario(models.Model):
    """One kind of low-carbon act, such as walking."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"))
    icon = models.SlugField(_("icon"), max_length=40)
    methodology_code = models.SlugField(_("methodology"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def summary_text(self) -> str:
        return in_reader_language(self.summary)

    @property
    def methodology(self) -> Methodology:
        return methodology(self.methodology_code)


class EmissionFactor(models.Model):
    """A published value, never changed: another value is another factor with a code of its own."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=8)
    unit = models.CharField(_("unit"), max_length=30)
    region = models.CharField(_("region"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    standing = models.CharField(_("standing"), max_length=10, choices=[(s.value, s.value) for s in Standing])
    source = models.JSONField(_("source"))

    class Meta:
        verbose_name = _("emission factor")
        verbose_name_plural = _("emission factors")
        ordering = ["code"]
        triggers = [pgtrigger.Protect(name="immutable_factor", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.code

    def as_value(self) -> FactorValue:
        return FactorValue.from_document(
            {
                "code": self.code,
                "value": str(self.value.normalize()),
                "unit": self.unit,
                "region": self.region,
                "year": self.year,
                "standing": self.standing,
                "source": self.source,
            }
        )


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def published(self) -> "RuleVersionQuerySet":
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)


class RuleVersion(models.Model):
    """What one scenario's rule says from a city day on, until the next version begins.

    `document` holds everything that scoring reads, the factors' values included, so that a version explains itself
    for ever. Once published it never changes; it may be withdrawn before it is in force.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    effective_from = models.DateField(_("effective from"))
    document = models.JSONField(_("document"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule version")
        verbose_name_plural = _("rule versions")
        ordering = ["scenario", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["scenario", "effective_from"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="rule_version_one_per_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False)
                & (
                    pgtrigger.Q(old__document__df=pgtrigger.F("new__document"))
                    | pgtrigger.Q(old__scenario_id__df=pgtrigger.F("new__scenario_id"))
                    | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                    | pgtrigger.Q(old__effective_from__df=pgtrigger.F("new__effective_from"))
                    | pgtrigger.Q(old__published_at__df=pgtrigger.F("new__published_at"))
                ),
            ),
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario.code} v{self.number}"

    @cached_property
    def rule(self) -> Rule:
        return Rule.from_document(self.document)
