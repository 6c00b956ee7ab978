"""Scenarios, the published values they rest on, the versions of their rules with rehearsals, the venues of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.texts import in_reader_language
from methodologies.base import Methodology
from methodologies.registry import all_methodologies, methodology
from scenarios.rehearsals.models import Rehearsal
from scenarios.rules import FactorValue, Rule, Standing
from scenarios.venues.models import Evaluation, Venue
from seals.guards import set_after_the_seal

__all__ = ["EmissionFactor", "Evaluation", "Rehearsal", "RuleVersion", "Scenario", "State", "Venue"]


class Group(models.TextChoices):
    """Under which heading a scenario is offered."""

    TRAVEL = "travel", _("Getting around")
    HOME = "home", _("At home")
    OUTINGS = "outings", _("Shops, meals and outings")
    CITY = "city", _("For the city")
    DAILY = "daily", _("Day by day")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ScenarioEvent",
    meta={"verbose_name": _("change to a scenario"), "verbose_name_plural": _("changes to scenarios")},
)
class Scenario(models.Model):
    """One kind of low-carbon act, such as walking."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"))
    icon = models.SlugField(_("icon"), max_length=40)
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, default=Group.TRAVEL)
    methodology_code = models.SlugField(_("methodology"), max_length=40)
    # What makes a generic methodology its own: the words as forms say them now; each rule version keeps its own.
    terms = models.JSONField(_("terms"), default=dict, db_default=models.Value({}, models.JSONField()))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # From then on the catalogue leaves its words, icon and place alone.
    described_at = models.DateTimeField(_("described at the desk"), null=True, blank=True)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["position", "code"]
        triggers = [pgtrigger.Protect(name="scenarios_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def summary_text(self) -> str:
        return in_reader_language(self.summary)

    @property
    def has_methodology(self) -> bool:
        """Whether the program knows the scenario's methodology; a newer program may have written the scenario."""
        return self.methodology_code in all_methodologies()

    @property
    def methodology(self) -> Methodology:
        """Raises `KeyError` when the program does not know it."""
        return methodology(self.methodology_code, self.terms)


@pghistory.track(
    pghistory.InsertEvent(),
    model_name="EmissionFactorEvent",
    meta={"verbose_name": _("factor entered"), "verbose_name_plural": _("factors entered")},
)
class EmissionFactor(models.Model):
    """A published value, never changed: another value is another factor with a code of its own.

    `low`, `central` and `high` are the range of published values that it was chosen from, all or none.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=8)
    low = models.DecimalField(_("low"), max_digits=20, decimal_places=8, null=True, blank=True)
    central = models.DecimalField(_("central"), max_digits=20, decimal_places=8, null=True, blank=True)
    high = models.DecimalField(_("high"), max_digits=20, decimal_places=8, null=True, blank=True)
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

    @classmethod
    def bring(cls, document: Mapping[str, Any]) -> tuple["EmissionFactor", bool]:
        """The factor of that code, made of its document where there was none; and whether it was made.

        Raises `ValueError` where the document's range and value do not fit.
        """
        value = FactorValue.from_document(document)
        columns = {part: getattr(value, part) for part in ("value", "low", "central", "high", "unit", "region", "year")}
        given = {**columns, "standing": value.standing.value, "source": document["source"]}
        return cls.objects.get_or_create(code=value.code, defaults=given)

    def as_document(self) -> dict[str, Any]:
        """The factor as a rule's document holds it."""
        ends = {"low": self.low, "central": self.central, "high": self.high}
        return {
            "code": self.code,
            "value": f"{self.value.normalize():f}",
            **{end: f"{value.normalize():f}" for end, value in ends.items() if value is not None},
            "unit": self.unit,
            "region": self.region,
            "year": self.year,
            "standing": self.standing,
            "source": self.source,
        }

    def as_value(self) -> FactorValue:
        return FactorValue.from_document(self.as_document())


def _official(words: Any) -> "models.ForeignKey[Any, Any]":
    """One of the staff, for good: a decision keeps who made it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=words,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )


class State(models.TextChoices):
    """Where a rule version stands on a city day."""

    DRAFT = "draft", _("Draft")
    RETURNED = "returned", _("Returned to its author")
    APPROVED = "approved", _("Approved, not published yet")
    SCHEDULED = "scheduled", _("Published for a later day")
    IN_FORCE = "in_force", _("In force")
    PAST = "past", _("Past")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def published(self) -> "RuleVersionQuerySet":
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def with_successor(self) -> "RuleVersionQuerySet":
        """Each with `succeeded_from`, the day on which a later published version takes over, or `None`."""
        later = RuleVersion.objects.published().filter(
            scenario=models.OuterRef("scenario"), effective_from__gt=models.OuterRef("effective_from")
        )
        first = later.order_by("effective_from").values("effective_from")[:1]
        return self.annotate(succeeded_from=models.Subquery(first))

    def in_state(self, state: "State", today: date) -> "RuleVersionQuerySet":
        """Those that are in that state on that city day."""
        draft, published = Q(published_at__isnull=True), Q(published_at__isnull=False, withdrawn_at__isnull=True)
        approved, returned = Q(approved_at__isnull=False), Q(returned_at__isnull=False)
        begun = Q(effective_from__lte=today)
        succeeded = Q(succeeded_from__isnull=False, succeeded_from__lte=today)
        conditions = {
            State.DRAFT: draft & ~approved & ~returned,
            State.RETURNED: draft & ~approved & returned,
            State.APPROVED: draft & approved,
            State.WITHDRAWN: Q(withdrawn_at__isnull=False),
            State.SCHEDULED: published & ~begun,
            State.IN_FORCE: published & begun & ~succeeded,
            State.PAST: published & begun & succeeded,
        }
        return self.with_successor().filter(conditions[state])


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="RuleVersionEvent",
    meta={"verbose_name": _("change to a rule version"), "verbose_name_plural": _("changes to rule versions")},
)
class RuleVersion(models.Model):
    """What one scenario's rule says from a city day on, until the next version begins.

    `document` holds everything that scoring reads, the factors' values included, so that a version explains itself
    for ever. Once published it never changes; it may be withdrawn before it is in force. A draft's `effective_from` is
    only a proposal; the day is settled when it is published.

    A version that `ends` says nothing: from its day on nothing counts, until a later version begins.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    effective_from = models.DateField(_("effective from"))
    document = models.JSONField(_("document"))
    ends = models.BooleanField(_("ends the scenario"), default=False, db_default=False)
    authors = ArrayField(models.BigIntegerField(), verbose_name=_("authors"), default=list, db_default=[])
    """Everybody who drafted or edited it, by number, the first one first; nobody leaves the list."""
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    returned_by = _official(_("returned by"))
    returned_why = models.CharField(_("why it is returned"), max_length=500, blank=True, default="", db_default="")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = _official(_("approved by"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = _official(_("published by"))
    why = models.JSONField(
        _("why it was published"), default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    """One sentence of whoever published it; those of before, and of the catalogue, give none."""
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
                condition=models.Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="rule_version_one_per_day",
            ),
            models.CheckConstraint(
                condition=Q(ends=False) | Q(document={}), name="rule_version_that_ends_says_nothing"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="rule_version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(why={}) | Q(published_at__isnull=False), name="rule_version_says_why_once_published"
            ),
            # Nobody approves what they wrote: in the database, too.
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(authors__contains=[models.F("approved_by")]),
                name="rule_version_approved_by_another",
            ),
        ]
        permissions = [
            ("publish_ruleversion", _("Can publish and withdraw rule versions")),
            ("approve_ruleversion", _("Can approve rule versions that others wrote, and return them")),
        ]
        triggers = [
            set_after_the_seal("published_at"),
            set_after_the_seal("withdrawn_at"),
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
                    | pgtrigger.Q(old__ends__df=pgtrigger.F("new__ends"))
                    | pgtrigger.Q(old__authors__df=pgtrigger.F("new__authors"))
                    | pgtrigger.Q(old__approved_at__df=pgtrigger.F("new__approved_at"))
                    | pgtrigger.Q(old__approved_by_id__df=pgtrigger.F("new__approved_by_id"))
                    | pgtrigger.Q(old__published_by_id__df=pgtrigger.F("new__published_by_id"))
                    | pgtrigger.Q(old__why__df=pgtrigger.F("new__why"))
                ),
            ),
            pgtrigger.Protect(
                name="published_is_approved",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__published_at__isnull=True, new__published_at__isnull=False, new__approved_at__isnull=True
                ),
            ),
            pgtrigger.Protect(
                name="authors_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NOT (NEW.authors @> OLD.authors)"),
            ),
            # Whoever writes, the version before this one included: what is approved is what was read.
            pgtrigger.Trigger(
                name="edited_is_not_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__document__df=pgtrigger.F("new__document"))
                & pgtrigger.Q(old__published_at__isnull=True),
                func="NEW.approved_at := NULL; NEW.approved_by_id := NULL; RETURN NEW;",
            ),
            pgtrigger.Protect(
                name="withdrawn_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
                & pgtrigger.Q(old__withdrawn_at__df=pgtrigger.F("new__withdrawn_at")),
            ),
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return _("%(scenario)s, version %(number)s") % {"scenario": self.scenario, "number": self.number}

    @property
    def why_shown(self) -> str:
        return in_reader_language(self.why) if self.why else ""

    def state_on(self, today: date) -> State:
        """Needs `with_successor`."""
        if self.published_at is None:
            return self._state_of_draft()
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        if self.effective_from > today:
            return State.SCHEDULED
        succeeded_from: date | None = getattr(self, "succeeded_from")  # noqa: B009, an annotation
        return State.PAST if succeeded_from is not None and succeeded_from <= today else State.IN_FORCE

    def _state_of_draft(self) -> State:
        if self.approved_at is not None:
            return State.APPROVED
        return State.DRAFT if self.returned_at is None else State.RETURNED

    @property
    def shown(self) -> dict[str, Any]:
        """What a page shows of a draft and a deed on it decides: of an end, which has no document, its day."""
        return {"ends_on": self.effective_from.isoformat()} if self.ends else self.document

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @cached_property
    def rule(self) -> Rule:
        """Raises `KeyError` for a version that ends its scenario: it has none."""
        return Rule.from_document(self.document)
