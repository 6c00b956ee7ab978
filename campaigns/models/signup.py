"""Who signed up for a campaign, in which order, who has a place, and who was there."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models.campaign import Campaign
from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from seals.guards import after_the_seal, set_after_the_seal


class Places(models.Model):
    """The counter of a campaign's places: whoever takes, leaves or gives one locks it first.

    `asked` numbers the sign-ups in their order; `taken` never passes `capacity`, whoever writes. The capacity begins as
    the terms have it, and is what the campaign's last step of a kind `RESIZED` says.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, primary_key=True, related_name="places")
    capacity = models.PositiveIntegerField(null=True)
    taken = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("places of a campaign")
        verbose_name_plural = _("places of campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="no_more_in_than_places"
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("asked")), name="no_more_in_than_asked"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="places_stay_as_many",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.asked < OLD.asked OR (OLD.capacity IS NULL) <> (NEW.capacity IS NULL)"
                ),
            ),
            pgtrigger.Protect(name="places_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}"

    @property
    def are_all_taken(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity


class SignUpStatus(models.TextChoices):
    IN = "in", _("You are in")
    WAITING = "waiting", _("On the waiting list")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def standing(self) -> "SignUpQuerySet":
        return self.exclude(status=SignUpStatus.WITHDRAWN)

    def inside(self) -> "SignUpQuerySet":
        """Those who have a place."""
        return self.filter(status=SignUpStatus.IN)

    def waiting(self) -> "SignUpQuerySet":
        """In the order in which they get one."""
        return self.filter(status=SignUpStatus.WAITING).order_by("nth")


class SignUp(models.Model):
    """A citizen's sign-up, the `nth` of its campaign. Who withdraws and signs up again stands behind everybody.

    `in_at` is when it got its place.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="signups")
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nth = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=9, choices=SignUpStatus.choices)
    wants_reminders = models.BooleanField(_("wants to be reminded"), default=True)
    signed_up_at = models.DateTimeField(_("signed up"))
    in_at = models.DateTimeField(_("has a place since"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        indexes = [models.Index(fields=["campaign", "status", "nth"], name="signups_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "citizen"], condition=~Q(status="withdrawn"), name="one_standing_signup"
            ),
            models.UniqueConstraint(fields=["campaign", "nth"], name="signups_are_numbered"),
            models.CheckConstraint(
                condition=Q(status="in", in_at__isnull=False, withdrawn_at=None)
                | Q(status="waiting", in_at=None, withdrawn_at=None)
                | Q(status="withdrawn", withdrawn_at__isnull=False),
                name="signup_has_the_times_of_its_status",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signup_keeps_its_place",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["status", "in_at", "withdrawn_at", "wants_reminders"]),
            ),
            pgtrigger.Protect(
                name="withdrawn_signup_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status = 'withdrawn' OR OLD.in_at <> NEW.in_at"),
            ),
            pgtrigger.Protect(name="signup_stays", operation=pgtrigger.Delete),
            never_emptied("signups_stay", "a campaign"),
            after_the_seal("signed_up_at"),
            set_after_the_seal("in_at"),
            set_after_the_seal("withdrawn_at"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.nth}"

    @property
    def is_in(self) -> bool:
        return self.status == SignUpStatus.IN

    @property
    def is_waiting(self) -> bool:
        return self.status == SignUpStatus.WAITING

    @property
    def checkin(self) -> "CheckIn | None":
        """The one that stands; whoever lists many has fetched their `checkins`."""
        return next((one for one in self.checkins.all() if one.undone_at is None), None)


class How(models.TextChoices):
    CODE = "code", _("Code on the screen")
    STAFF = "staff", pgettext_lazy("checked in by", "Staff")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def standing(self) -> "CheckInQuerySet":
        return self.filter(undone_at=None)


class CheckIn(models.Model):
    """That somebody was there; one stands for a sign-up. `by` is who of the staff has seen them.

    One that was a mistake is undone, once, and stays: the same sign-up can be checked in again. `undone_for` says why,
    in words, unless whoever checked in has taken it back at once.
    """

    signup = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="checkins")
    how = models.CharField(_("how"), max_length=5, choices=How.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_in_at = models.DateTimeField(_("checked in"))
    undone_at = models.DateTimeField(pgettext_lazy("a check-in", "undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_for = models.JSONField(
        _("reason"), default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("a campaign", "check-in")
        verbose_name_plural = pgettext_lazy("a campaign", "check-ins")
        constraints = [
            models.CheckConstraint(
                condition=Q(how="staff", by__isnull=False) | Q(how="code", by=None), name="staff_say_who_they_are"
            ),
            models.UniqueConstraint(
                fields=["signup"], condition=Q(undone_at=None), name="one_checkin_stands_for_a_signup"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_for={})
                | Q(undone_at__gte=F("checked_in_at"), undone_by__isnull=False)
                & (~Q(undone_for={}) | Q(by__isnull=False, undone_by=F("by"))),
                name="checkin_is_undone_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["undone_at"], condition=Q(undone_at__isnull=False), name="checkins_undone"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="checkin_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["undone_at", "undone_by", "undone_for"]),
            ),
            pgtrigger.Protect(
                name="undone_checkin_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.undone_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="checkin_stays", operation=pgtrigger.Delete),
            never_emptied("checkins_stay", "a campaign"),
            after_the_seal("checked_in_at"),
            set_after_the_seal("undone_at"),
        ]

    def __str__(self) -> str:
        return f"{self.signup_id}"

    @property
    def undone_for_shown(self) -> str:
        return in_reader_language(self.undone_for) if self.undone_for else ""
