"""Venues, and the evaluations that say whether a visit to them counts."""

import secrets
from dataclasses import dataclass
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.public_ids import new_public_id
from common.texts import chinese_beside, in_reader_language
from common.way_there import way_there
from scenarios.rules import Source, Standing
from scenarios.venues.check_list import CheckList, Criterion, Grade, Mark
from scenarios.venues.codes import new_key


class Kind(models.TextChoices):
    """The four kinds of venue that the city evaluates."""

    MALL = "mall", _("Mall or supermarket")
    HOTEL = "hotel", _("Hotel")
    SCENIC = "scenic", _("Scenic spot")
    RESTAURANT = "restaurant", _("Restaurant")


ICONS = {Kind.MALL: "bag", Kind.HOTEL: "bed", Kind.SCENIC: "mountain", Kind.RESTAURANT: "bowl"}

GRADE_WORDS = {
    Grade.EXCELLENT: _("Excellent"),
    Grade.GOOD: _("Good"),
    Grade.PASSED: _("Passed"),
    Grade.FAILED: _("Not passed"),
}

MARK_WORDS = {Mark.MET: _("Met"), Mark.PARTLY: _("Partly met"), Mark.NOT_MET: _("Not met")}


class State(models.TextChoices):
    """Whether visits to a venue count on a city day, and why not."""

    VALID = "valid", _("Visits count")
    UNEVALUATED = "unevaluated", _("Not evaluated yet")
    FAILED = "failed", _("Did not pass")
    EXPIRED = "expired", _("Evaluation expired")


def source_in_words(source: Source) -> str:
    """Title, publisher and date in the reader's language."""
    title, publisher = in_reader_language(source.title), in_reader_language(source.publisher)
    return f"{title} · {publisher} · {source.published_on}"


def new_screen_token() -> str:
    """43 letters, digits, hyphens and underscores: 256 random bits."""
    return secrets.token_urlsafe(32)


class VenueQuerySet(models.QuerySet["Venue"]):
    def with_evaluations(self) -> "VenueQuerySet":
        """Each with all its evaluations, latest first, in one more query."""
        return self.prefetch_related("evaluations")

    def named(self, words: str) -> "VenueQuerySet":
        """Those in whose name or address the words stand, in either language."""
        places = [f"{field}__{language}" for field in ("name", "address") for language, _name in settings.LANGUAGES]
        found = Q()
        for place in places:
            found |= Q(**{f"{place}__icontains": words})
        return self.filter(found)


# Neither the key of the codes nor the screen's address: the trail tells who changed what, and holds no secret.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["code_key", "screen_token"],
    model_name="VenueEvent",
    meta={"verbose_name": _("change to a venue"), "verbose_name_plural": _("changes to venues")},
)
class Venue(models.Model):
    """A place that was, or may be, evaluated as low-carbon. A demo one exists only here."""

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True, null=True, blank=True, editable=False)
    name = models.JSONField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    district = models.CharField(_("district"), max_length=16, choices=District.choices, blank=True)
    address = models.JSONField(_("address"), default=dict, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    standing = models.CharField(_("standing"), max_length=10, choices=[(s.value, s.value) for s in Standing])
    source = models.JSONField(_("source"))
    code_key = models.BinaryField(default=new_key, editable=False)
    screen_token = models.CharField(max_length=43, unique=True, default=new_screen_token, editable=False)
    screen_moved_at = models.DateTimeField(_("screen's address changed"), null=True, editable=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        permissions = [("evaluate_venue", _("Can evaluate venues"))]
        indexes = [
            models.Index(fields=["kind", "id"], name="venue_by_kind"),
            models.Index(fields=["district", "id"], name="venue_by_district"),
        ]
        constraints = [
            models.CheckConstraint(name="venue_district_is_known", condition=Q(district__in=["", *District.values])),
            models.CheckConstraint(
                name="venue_position_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name)

    def get_absolute_url(self) -> str:
        return reverse("scenarios:venue", args=[self.public_id])

    def address_text(self) -> str:
        return in_reader_language(self.address) if self.address else ""

    @property
    def chinese(self) -> str:
        """What stands on its sign, for readers of other languages."""
        return chinese_beside(self.name)

    @property
    def way_there(self) -> str:
        """A demo venue is nowhere."""
        return "" if self.is_demo else way_there(self.name["zh-hans"], self.address.get("zh-hans", ""))

    @property
    def icon(self) -> str:
        return ICONS[Kind(self.kind)]

    @property
    def is_demo(self) -> bool:
        return self.standing == Standing.DEMO

    def source_text(self) -> str:
        return source_in_words(Source.from_document(self.source))

    def deciding_evaluation(self, day: date) -> "Evaluation | None":
        """The latest of those made by `day`: it decides, even if an earlier one were still valid."""
        return next((each for each in self.evaluations.all() if each.evaluated_on <= day), None)

    def state_on(self, day: date) -> State:
        """Whether a visit on `day` counts, and why not."""
        evaluation = self.deciding_evaluation(day)
        if evaluation is None:
            return State.UNEVALUATED
        if evaluation.grade == Grade.FAILED:
            return State.FAILED
        return State.VALID if day <= evaluation.valid_until else State.EXPIRED


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion and how far it was met."""

    criterion: Criterion
    mark: Mark

    @property
    def mark_in_words(self) -> str:
        return str(MARK_WORDS[self.mark])


@pghistory.track(
    pghistory.InsertEvent(),
    exclude=["marks", "check_list"],
    model_name="EvaluationEvent",
    meta={"verbose_name": _("evaluation that was recorded"), "verbose_name_plural": _("evaluations recorded")},
)
class Evaluation(models.Model):
    """What came of checking a venue once. Never changed: a venue is evaluated again.

    `check_list` is the whole list of that day, so that an evaluation explains itself for ever.
    """

    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="evaluations", db_index=False
    )
    evaluated_on = models.DateField(_("evaluated on"))
    marks = models.JSONField(_("marks"))
    check_list = models.JSONField(_("check list"))
    score = models.PositiveSmallIntegerField(_("score"))
    grade = models.CharField(_("grade"), max_length=10, choices=[(g.value, GRADE_WORDS[g]) for g in Grade])
    valid_until = models.DateField(_("valid until"))
    recheck_on = models.DateField(_("check again by"))
    evaluator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-evaluated_on", "-pk"]
        indexes = [models.Index(fields=["venue", "-evaluated_on", "-id"], name="evaluation_latest")]
        constraints = [
            models.CheckConstraint(name="evaluation_score_of_100", condition=Q(score__lte=100)),
            models.CheckConstraint(name="evaluation_ends_later", condition=Q(valid_until__gte=F("evaluated_on"))),
        ]
        triggers = [pgtrigger.Protect(name="immutable_evaluation", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.evaluated_on}"

    @cached_property
    def list_used(self) -> CheckList:
        return CheckList.from_document(self.check_list)

    def list_source_text(self) -> str:
        return source_in_words(self.list_used.source)

    def findings(self) -> list[Finding]:
        """What was found, criterion by criterion in the order of the list."""
        return [Finding(criterion, Mark(self.marks[criterion.code])) for criterion in self.list_used.criteria]
