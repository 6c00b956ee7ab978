"""Events that are made neutral: the plan and the actual emissions in versions, the retirements, and the certificate.

Versions that were published, steps and retirements are never changed, whoever writes.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from projects.models.organisation import Organisation
from projects.models.units import Order
from seals.guards import after_the_seal

LONGEST_NAME, LONGEST_VENUE, LONGEST_WORDS, LONGEST_MEASURES = 60, 80, 1000, 2000
MOST_PEOPLE = 10_000_000
FOR_EVER = pgtrigger.Update | pgtrigger.Delete
REFUSED = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation';"


class EventKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    CONTEST = "contest", _("Sports event")
    SHOW = "show", _("Performance")
    EXHIBITION = "exhibition", _("Exhibition")
    OTHER = "other", pgettext_lazy("an event", "Other")


class EventStatus(models.TextChoices):
    DRAFT = "draft", _("Plan being written")
    PLANNED = "planned", _("Plan published")
    MEASURED = "measured", _("Emissions reckoned")
    NEUTRAL = "neutral", _("Carbon neutral")
    CALLED_OFF = "called_off", _("Called off")


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> "EventQuerySet":
        """Those whose plan was published; called off or not. They keep to themselves what the desk has hidden."""
        hidden = EventStep.objects.filter(event=OuterRef("pk"), kind=EventStepKind.HIDDEN, version=None)
        return self.filter(versions__frozen_at__isnull=False).distinct().annotate(hides_name=Exists(hidden))


class Event(models.Model):
    """An event that an organisation makes neutral. What was published of it stays; only its status moves then."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="organised_events",
        verbose_name=pgettext_lazy("event", "organiser"),
    )
    name = models.JSONField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=EventKind.choices)
    venue = models.CharField(_("venue"), max_length=LONGEST_VENUE)
    district = models.CharField(_("district"), max_length=16, choices=District.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    people = models.PositiveIntegerField(_("people expected"))
    status = models.CharField(
        _("status"), max_length=10, choices=EventStatus.choices, default=EventStatus.DRAFT, db_default="draft"
    )
    verifier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="verified_events", verbose_name=_("verifier")
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    moved_at = models.DateTimeField(_("last step"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event to be neutral")
        verbose_name_plural = _("events to be neutral")
        permissions = [("hide_event", _("Can hide what an event’s page says in words"))]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="event_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE), name="event_has_so_many_people"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="event_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="published_event_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.owner_id <> NEW.owner_id OR OLD.public_id <> NEW.public_id OR (OLD.status <> 'draft' AND "
                    "(OLD.name, OLD.kind, OLD.venue, OLD.district, OLD.starts_on, OLD.ends_on, OLD.people) IS DISTINCT "
                    "FROM (NEW.name, NEW.kind, NEW.venue, NEW.district, NEW.starts_on, NEW.ends_on, NEW.people))"
                ),
            ),
            pgtrigger.Trigger(
                name="event_verifier_is_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.verifier_id IS NOT NULL"),
                declare=[("owner", "projects_organisation%ROWTYPE"), ("verifier", "projects_organisation%ROWTYPE")],
                func=f"""
                    IF TG_OP = 'UPDATE' AND OLD.verifier_id = NEW.verifier_id THEN RETURN NEW; END IF;
                    SELECT * INTO owner FROM projects_organisation WHERE id = NEW.owner_id;
                    SELECT * INTO verifier FROM projects_organisation WHERE id = NEW.verifier_id;
                    IF verifier.id = owner.id OR (verifier."group" <> '' AND verifier."group" = owner."group")
                       OR NOT verifier.is_verifier OR verifier.status <> 'approved' THEN
                        {REFUSED.format("no verifier of this event")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, names of this program alone
            ),
        ]

    def __str__(self) -> str:
        return gettext("An event whose name is hidden") if self.is_name_hidden else in_reader_language(self.name)

    @property
    def is_name_hidden(self) -> bool:
        """Whether it is one of those told to everybody, from whom the desk has hidden its name and venue."""
        return bool(getattr(self, "hides_name", False))

    @property
    def place(self) -> str:
        """The venue with its district."""
        district = str(self.get_district_display())
        return district if self.is_name_hidden else f"{self.venue} · {district}"


class Phase(models.TextChoices):
    PLAN = "plan", _("Plan")
    ACTUAL = "actual", _("Actual emissions")


class EventVersion(models.Model):
    """The lines of a plan or of what was, and from `frozen_at` on as they were published.

    `result` is the reckoning as a document, `troubles` what is to be mended. `kilograms` are what the event emits,
    rounded up; `measures` is what is done to emit less, `people` how many come or came. `documents` are named with
    their hashes.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="versions")
    phase = models.CharField(_("of"), max_length=6, choices=Phase.choices)
    nth = models.PositiveSmallIntegerField(_("version"))
    parameters = models.JSONField(_("parameters"), default=dict)
    measures = models.CharField(_("measures to emit less"), max_length=LONGEST_MEASURES, blank=True, default="")
    people = models.PositiveIntegerField(_("people"), default=0)
    result = models.JSONField(_("reckoning"), default=dict)
    troubles = models.JSONField(_("to be mended"), default=list)
    kilograms = models.PositiveBigIntegerField(_("kilograms emitted"), default=0)
    documents = models.JSONField(_("documents"), default=list)
    lines_sha256 = models.CharField(_("SHA-256 of the lines"), max_length=64, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    frozen_at = models.DateTimeField(_("published"), null=True)

    class Meta:
        verbose_name = _("version of an event’s emissions")
        verbose_name_plural = _("versions of events’ emissions")
        constraints = [
            models.UniqueConstraint(fields=["event", "phase", "nth"], name="version_of_an_event"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(frozen_at=None), name="one_version_of_an_event_is_written"
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, by=None)
                | Q(frozen_at__isnull=False, by__isnull=False, troubles=[], kilograms__gte=1, people__gte=1)
                & ~Q(frozen_at__isnull=False, lines_sha256=""),
                name="what_was_published_was_reckoned",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="event_version_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="published_version_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            ),
            pgtrigger.Trigger(
                name="actuals_after_the_last_day",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.phase = 'actual' AND NEW.frozen_at IS NOT NULL"),
                func=f"""
                    IF (NEW.frozen_at AT TIME ZONE 'Asia/Shanghai')::date
                       <= (SELECT ends_on FROM projects_event WHERE id = NEW.event_id) THEN
                        {REFUSED.format("what was is known after the last day")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, names of this program alone
            ),
            never_emptied("event_versions_stay", "an event"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.phase} {self.nth}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class EventLine(models.Model):
    """One line of a version: an amount of one source of emission. Numbers are texts, as they were stated."""

    version = models.ForeignKey(EventVersion, on_delete=models.PROTECT, related_name="lines")
    nth = models.PositiveIntegerField(_("line"))
    table = models.CharField(_("table"), max_length=40)
    source = models.CharField(_("source"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    values = models.JSONField(_("values"), default=dict)
    units = models.JSONField(_("units"), default=dict)
    file = models.ForeignKey("projects.DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("line of an event’s emissions")
        verbose_name_plural = _("lines of events’ emissions")
        constraints = [models.UniqueConstraint(fields=["version", "nth"], name="line_of_an_event_version")]
        triggers = [
            pgtrigger.Trigger(
                name="published_lines_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (SELECT FROM projects_eventversion WHERE frozen_at IS NOT NULL
                               AND id IN (CASE TG_OP WHEN 'INSERT' THEN NEW.version_id ELSE OLD.version_id END,
                                          CASE TG_OP WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END)) THEN
                        {REFUSED.format("lines that were published stay")}
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            never_emptied("event_lines_stay", "an event"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.nth}"


class EventRetirement(models.Model):
    """Units that are retired for an event: an order counts for one event, and only once it is released."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="retirements")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="for_event")
    bound_at = models.DateTimeField(_("bound"))

    class Meta:
        verbose_name = _("retirement for an event")
        verbose_name_plural = _("retirements for events")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=FOR_EVER),
            pgtrigger.Trigger(
                name="retired_for_the_event",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT FROM projects_order AS o JOIN projects_event AS e ON e.owner_id = o.holder_id
                        WHERE o.id = NEW.order_id AND e.id = NEW.event_id AND o.kind = 'retire'
                          AND o.purpose = 'event' AND o.status = 'waiting'
                    ) THEN
                        {REFUSED.format("no retirement for this event")}
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_emptied("event_retirements_stay", "an event"),
            after_the_seal("bound_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.order_id}"


class EventStepKind(models.TextChoices):
    BEGUN = "begun", pgettext_lazy("an event", "Begun")
    PLANNED = "planned", _("Plan published")
    REVISED = "revised", _("New version begun")
    MEASURED = "measured", _("Actual emissions published")
    CHECKED = "checked", _("Found right by the verifier")
    OBJECTED = "objected", _("Sent back by the verifier")
    NEUTRAL = "neutral", _("Certificate of neutrality")
    LAPSED = "lapsed", _("Certificate withdrawn: more is to be retired")
    CALLED_OFF = "called_off", _("Called off")
    HIDDEN = "hidden", _("Words hidden by the desk")


class EventStep(models.Model):
    """What somebody did with an event. A certificate says how many tonnes were retired for which version."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=EventStepKind.choices)
    version = models.ForeignKey(EventVersion, on_delete=models.PROTECT, null=True, related_name="steps")
    tonnes = models.PositiveIntegerField(_("tonnes retired"), null=True)
    words = models.CharField(_("words"), max_length=LONGEST_WORDS, blank=True)
    file = models.ForeignKey(
        "projects.DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("step of an event")
        verbose_name_plural = _("steps of events")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EventStepKind.NEUTRAL, tonnes__gte=1, tonnes__isnull=False, version__isnull=False)
                | Q(~Q(kind=EventStepKind.NEUTRAL), tonnes=None),
                name="certificate_says_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[EventStepKind.OBJECTED, EventStepKind.HIDDEN]) | ~Q(words=""),
                name="event_step_for_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=FOR_EVER),
            pgtrigger.Trigger(
                name="neutral_when_retired",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.kind = 'neutral'"),
                declare=[("retired", "bigint"), ("emitted", "bigint")],
                func=f"""
                    SELECT coalesce(sum(upper(o.numbers) - lower(o.numbers)), 0) INTO retired
                    FROM projects_eventretirement AS r JOIN projects_order AS o ON o.id = r.order_id
                    WHERE r.event_id = NEW.event_id AND o.status = 'released';
                    SELECT v.kilograms INTO emitted FROM projects_eventversion AS v
                    WHERE v.event_id = NEW.event_id AND v.phase = 'actual' AND v.frozen_at IS NOT NULL
                    ORDER BY v.nth DESC LIMIT 1;
                    IF emitted IS NULL OR retired * 1000 < emitted OR NEW.tonnes <> retired THEN
                        {REFUSED.format("not retired for what was emitted")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, names of this program alone
            ),
            never_emptied("event_steps_stay", "an event"),
            after_the_seal("happened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind}"
