"""Pooling: who agrees that their acts count for a project, and which acts of a month do, each once.

An act is pooled once for ever, whoever writes. What was agreed to stays; what is taken back later is a row of its own.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.references import existing
from projects.models.monitoring import REFUSED, MonitoringReport
from projects.models.project import CarbonProject
from seals.guards import after_the_seal, set_after_the_seal


class PoolConsentQuerySet(models.QuerySet["PoolConsent"]):
    def standing(self) -> "PoolConsentQuerySet":
        return self.filter(ended_at=None)


class PoolConsent(models.Model):
    """A citizen agrees that acts of whole days after `given_at` may be pooled, until it ends. `edition` is of the text.

    What is pooled already stays; what is not yet, is not any more once it has ended, of whichever day.
    """

    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    edition = models.CharField(_("edition of the text"), max_length=16)
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = PoolConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to pooling")
        verbose_name_plural = _("consents to pooling")
        constraints = [
            models.UniqueConstraint(fields=["citizen"], condition=Q(ended_at=None), name="one_consent_of_a_citizen"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="consent_ends_after_it_was_given"
            ),
        ]
        indexes = [models.Index(fields=["citizen", "given_at"], name="consent_of_a_citizen")]
        triggers = [
            pgtrigger.Protect(name="consent_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="consent_only_ends",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.ended_at IS NOT NULL OR (OLD.citizen_id, OLD.edition, OLD.given_at)"
                    " IS DISTINCT FROM (NEW.citizen_id, NEW.edition, NEW.given_at)"
                ),
            ),
            never_emptied("consents_stay", "what citizens agreed to"),
            after_the_seal("given_at"),
            set_after_the_seal("ended_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class MonthStatus(models.TextChoices):
    DRAWING = "drawing", _("Being gathered")
    DRAWN = "drawn", _("Gathered, waits for a second person")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    CLOSED = "closed", _("Closed without a report")


GIVEN_UP = [MonthStatus.DECLINED, MonthStatus.CLOSED]
"""Nothing of these counts, and their acts are free; a closed one still hands on what it carried and owed."""


class PooledMonthQuerySet(models.QuerySet["PooledMonth"]):
    def standing(self) -> "PooledMonthQuerySet":
        return self.exclude(status__in=GIVEN_UP)

    def agreed(self) -> "PooledMonthQuerySet":
        return self.filter(status=MonthStatus.AGREED)

    def handing_on(self) -> "PooledMonthQuerySet":
        """Those by which a later month carries and owes."""
        return self.filter(status__in=[MonthStatus.AGREED, MonthStatus.CLOSED])


class PooledMonth(models.Model):
    """The acts of a calendar month that a project reports, gathered by one of the desk and agreed to by another.

    In grams: `acts_g` of its acts and `carried_in_g` of the month before, less `owed_in_g` from there and `deducted_g`
    for acts of months before that were taken back, are `kilograms` and `carried_out_g`; where there is too little,
    `owed_out_g` goes on. `reached` is the number of the last citizen whose acts were gathered.

    One that was agreed to may be closed: its report is withdrawn, and the last step of that says by whom and why.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    project = models.ForeignKey(
        CarbonProject, on_delete=models.PROTECT, related_name="pooled_months", verbose_name=_("project")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    document = models.CharField(_("number of the decision"), max_length=80)
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=MonthStatus.choices,
        default=MonthStatus.DRAWING,
        db_default=MonthStatus.DRAWING,
    )
    reached = models.BigIntegerField(default=0, db_default=0)
    citizens = models.PositiveIntegerField(_("citizens"), default=0, db_default=0)
    acts = models.PositiveBigIntegerField(_("acts"), default=0, db_default=0)
    acts_g = models.PositiveBigIntegerField(_("grams of its acts"), default=0, db_default=0)
    carried_in_g = models.PositiveSmallIntegerField(_("grams carried from before"), default=0, db_default=0)
    owed_in_g = models.PositiveBigIntegerField(_("grams owed from before"), default=0, db_default=0)
    deducted_g = models.PositiveBigIntegerField(_("grams taken off"), default=0, db_default=0)
    kilograms = models.PositiveBigIntegerField(_("kilograms"), default=0, db_default=0)
    carried_out_g = models.PositiveSmallIntegerField(_("grams carried on"), default=0, db_default=0)
    owed_out_g = models.PositiveBigIntegerField(_("grams still owed"), default=0, db_default=0)
    report = models.OneToOneField(
        MonitoringReport,
        on_delete=models.PROTECT,
        null=True,
        related_name="pooled_month",
        verbose_name=_("monitoring report"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    begun_at = models.DateTimeField(_("begun"))
    drawn_at = models.DateTimeField(_("gathered"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.CharField(_("why it was declined"), max_length=300, blank=True, default="", db_default="")

    objects = PooledMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("pooled month")
        verbose_name_plural = _("pooled months")
        permissions = [
            ("draw_pooledmonth", _("Can gather a month of citizens’ reductions")),
            ("agree_pooledmonth", _("Can agree to a gathered month")),
            ("propose_poolproceeds", _("Can enter what pooled units brought")),
            ("agree_poolproceeds", _("Can agree that proceeds fund the citizens’ budget")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "starts_on"],
                condition=~Q(status__in=GIVEN_UP),
                name="month_of_a_project_pooled_once",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__day=1, ends_on__gte=F("starts_on")), name="pooled_month_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(
                    acts_g=F("kilograms") * 1000
                    + F("carried_out_g")
                    - F("owed_out_g")
                    - F("carried_in_g")
                    + F("owed_in_g")
                    + F("deducted_g"),
                    carried_out_g__lt=1000,
                    carried_in_g__lt=1000,
                ),
                name="grams_pooled_are_grams_reported",
            ),
            models.CheckConstraint(
                condition=Q(owed_out_g=0) | Q(kilograms=0, carried_out_g=0), name="who_owes_reports_nothing"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[MonthStatus.DRAWING, MonthStatus.DRAWN], decided_by=None, decided_at=None)
                | Q(
                    status__in=[MonthStatus.AGREED, MonthStatus.DECLINED, MonthStatus.CLOSED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="pooled_month_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MonthStatus.AGREED, MonthStatus.CLOSED]) | ~Q(by=F("decided_by")),
                name="pooled_month_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status=MonthStatus.DECLINED) ^ Q(answer=""), name="pooled_month_declined_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(report=None) | Q(status__in=[MonthStatus.AGREED, MonthStatus.CLOSED]),
                name="reported_month_was_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(status=MonthStatus.CLOSED)
                | Q(report__isnull=False, citizens=0, acts=0, acts_g=0, kilograms=0),
                name="closed_month_counts_nothing",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="pooled_month_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_a_pooled_month_is_of_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.project_id, OLD.starts_on, OLD.ends_on, OLD.document, OLD.by_id, OLD.begun_at)"
                    " IS DISTINCT FROM (NEW.project_id, NEW.starts_on, NEW.ends_on, NEW.document, NEW.by_id,"
                    " NEW.begun_at) OR OLD.decided_at IS NOT NULL AND (OLD.decided_by_id, OLD.decided_at)"
                    " IS DISTINCT FROM (NEW.decided_by_id, NEW.decided_at)"
                    " OR OLD.decided_at IS NOT NULL AND OLD.status <> NEW.status"
                    " AND NOT (OLD.status = 'agreed' AND NEW.status = 'closed') OR OLD.status = 'closed'"
                    " OR OLD.report_id IS NOT NULL AND OLD.report_id IS DISTINCT FROM NEW.report_id)"
                ),
            ),
            pgtrigger.Trigger(
                name="stated_month_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.report_id IS NOT NULL"),
                func=f"""
                    IF EXISTS (SELECT FROM projects_verificationstatement WHERE report_id = OLD.report_id)
                       AND NEW.status <> 'closed' THEN
                        {REFUSED.format("a month that was verified stays")}
                    END IF;
                    IF EXISTS (SELECT FROM projects_issuance WHERE report_id = OLD.report_id) THEN
                        {REFUSED.format("a month of which units were issued stays")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, words of this program alone
            ),
            never_emptied("pooled_months_stay", "pooling"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m}"


class PooledAct(models.Model):
    """An act that a month counts, with its grams; `nth` numbers the acts of a month, so that a seed can draw them.

    The act's number is the key: no second row of it can be, of whichever month and project.
    """

    activity_id = models.BigIntegerField(_("activity"), primary_key=True)
    month = models.ForeignKey(PooledMonth, on_delete=models.PROTECT, related_name="pooled_acts", db_index=False)
    citizen_id = models.BigIntegerField(_("citizen"))
    nth = models.PositiveBigIntegerField(_("number"))
    grams = models.PositiveBigIntegerField(_("grams"))

    class Meta:
        verbose_name = _("pooled act")
        verbose_name_plural = _("pooled acts")
        constraints = [models.UniqueConstraint(fields=["month", "nth"], name="number_of_a_pooled_act")]
        indexes = [models.Index(fields=["citizen_id", "month"], name="pooled_act_of_a_citizen")]
        triggers = [
            pgtrigger.Protect(name="pooled_act_stays_as_it_is", operation=pgtrigger.Update),
            existing("pooled_act_is_an_act", "activity_id", "activities_activity"),
            pgtrigger.Trigger(
                name="pooled_while_gathered",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
                func=f"""
                    IF EXISTS (SELECT FROM projects_pooledmonth WHERE status <> 'drawing'
                               AND id IN (SELECT DISTINCT month_id FROM new_rows)) THEN
                        {REFUSED.format("acts are pooled while their month is gathered")}
                    END IF;
                    RETURN NULL;
                """,  # noqa: S608, words of this program alone
            ),
            pgtrigger.Trigger(
                name="agreed_acts_stay",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),  # type: ignore[no-untyped-call]
                func=f"""
                    IF EXISTS (SELECT FROM projects_pooledmonth WHERE status = 'agreed'
                               AND id IN (SELECT DISTINCT month_id FROM old_rows)) THEN
                        {REFUSED.format("acts of a month that was agreed to stay")}
                    END IF;
                    RETURN NULL;
                """,  # noqa: S608, words of this program alone
            ),
            never_emptied("pooled_acts_stay", "pooling"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class LeftOut(models.TextChoices):
    """Why an act of the month is not pooled."""

    NO_CONSENT = "no_consent", _("The citizen has not agreed for the whole day")
    UNSETTLED = "unsettled", _("Not scored yet")
    LOOKED_AT = "looked_at", _("Drawn for a look, which nobody has had yet")
    FROZEN = "frozen", _("The citizen is frozen")
    REVOKED = "revoked", _("Taken back")
    POOLED = "pooled", _("Pooled already")
    OVERLAP = "overlap", _("Another project counts the same vehicle or meter")
    CHANGED = "changed", _("Left since it was gathered: withdrawn, taken back or frozen")


class PoolCount(models.Model):
    """How many acts of a scenario a month counts in a district or, with a reason, does not count; their grams.

    `citizens` of one row are all different; of two rows they may be the same.
    """

    month = models.ForeignKey(PooledMonth, on_delete=models.PROTECT, related_name="counts")
    reason = models.CharField(
        _("why not"), max_length=10, choices=LeftOut.choices, blank=True, default="", db_default=""
    )
    scenario = models.CharField(_("scenario"), max_length=40)
    district = models.CharField(_("district"), max_length=16, blank=True, default="", db_default="")
    citizens = models.PositiveIntegerField(_("citizens"))
    acts = models.PositiveBigIntegerField(_("acts"))
    grams = models.PositiveBigIntegerField(_("grams"))

    class Meta:
        verbose_name = _("count of a pooled month")
        verbose_name_plural = _("counts of pooled months")
        constraints = [
            models.UniqueConstraint(fields=["month", "reason", "scenario", "district"], name="count_of_a_month"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="agreed_counts_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (SELECT FROM projects_pooledmonth WHERE status IN ('agreed', 'closed')
                               AND id = CASE TG_OP WHEN 'DELETE' THEN OLD.month_id ELSE NEW.month_id END) THEN
                        {REFUSED.format("counts of a month that was agreed to stay")}
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            never_emptied("counts_stay", "pooling"),
        ]

    def __str__(self) -> str:
        return f"{self.month_id} {self.scenario} {self.reason}"


class LeavingKind(models.TextChoices):
    LEFT = "left", _("Left the report before it was verified")
    DEDUCTED = "deducted", _("Taken off a later month")


class PoolLeaving(models.Model):
    """A pooled act that was taken back: it left its month's report, or its grams are taken off a later `month`."""

    activity_id = models.BigIntegerField(_("activity"), primary_key=True)
    month = models.ForeignKey(PooledMonth, on_delete=models.PROTECT, related_name="leavings")
    kind = models.CharField(_("kind"), max_length=8, choices=LeavingKind.choices)
    grams = models.PositiveBigIntegerField(_("grams"))
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("pooled act that was taken back")
        verbose_name_plural = _("pooled acts that were taken back")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="leaves_what_was_pooled",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
                func=f"""
                    IF EXISTS (
                        SELECT FROM new_rows AS leaving
                        LEFT JOIN projects_pooledact AS pooled ON pooled.activity_id = leaving.activity_id
                        LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = leaving.activity_id
                        WHERE pooled.grams IS DISTINCT FROM leaving.grams OR revoked.activity_id IS NULL
                           OR (leaving.kind = 'left') <> (pooled.month_id = leaving.month_id)
                    ) THEN
                        {REFUSED.format("what leaves was pooled and is taken back")}
                    END IF;
                    RETURN NULL;
                """,  # noqa: S608, names of this program alone
            ),
            never_emptied("leavings_stay", "pooling"),
            after_the_seal("noted_at"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"
