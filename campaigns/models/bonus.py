"""What a campaign pays besides: once for a check-in, or for each act; and what is taken back with an act."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Activity
from campaigns.models.campaign import FOR_EVER
from campaigns.models.signup import CheckIn, SignUp
from common.never_emptied import never_emptied
from seals.guards import after_the_seal


class Cut(models.TextChoices):
    """Why a bonus is less than its campaign promises."""

    NONE = "", _("Paid in full")
    CAP = "cap", _("A citizen gets no more in this campaign.")
    BUDGET = "budget", _("The campaign’s budget is used up.")


class Bonus(models.Model):
    """`credits` of the `full` that the terms promise, for an act or for a check-in. Once for ever.

    One that was cut to nothing is kept, too: so nobody asks again, and its citizen reads why.
    """

    signup = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="bonuses")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    checkin = models.OneToOneField(CheckIn, on_delete=models.PROTECT, null=True, related_name="bonus")
    full = models.PositiveIntegerField(_("promised"))
    credits = models.PositiveIntegerField(_("credits"))
    cut = models.CharField(_("cut"), max_length=6, choices=Cut.choices, blank=True)
    posted_at = models.DateTimeField(_("posted"))

    class Meta:
        verbose_name = pgettext_lazy("a campaign", "bonus")
        verbose_name_plural = pgettext_lazy("a campaign", "bonuses")
        constraints = [
            models.UniqueConstraint(fields=["signup", "activity"], name="one_bonus_for_an_act"),
            models.CheckConstraint(
                condition=Q(activity=None, checkin__isnull=False) | Q(activity__isnull=False, checkin=None),
                name="bonus_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(full__gte=1, credits=F("full"), cut="")
                | Q(full__gte=1, credits__lt=F("full"), cut__in=["cap", "budget"]),
                name="bonus_says_why_it_is_less",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="bonus_stays", operation=FOR_EVER),
            never_emptied("bonuses_stay", "a campaign"),
            after_the_seal("posted_at"),
            # Who pays for a check-in without naming it, as programs of before do, has it named here.
            pgtrigger.Trigger(
                name="bonus_names_its_checkin",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__activity__isnull=True, new__checkin__isnull=True),
                func="""
                    SELECT id INTO NEW.checkin_id FROM campaigns_checkin
                    WHERE signup_id = NEW.signup_id AND undone_at IS NULL;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="bonus_of_who_has_a_place",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM campaigns_signup AS signup
                        WHERE signup.id = NEW.signup_id AND signup.in_at <= NEW.posted_at AND (
                            EXISTS (
                                SELECT FROM campaigns_checkin AS checkin
                                WHERE (checkin.id, checkin.signup_id) = (NEW.checkin_id, signup.id)
                                AND checkin.undone_at IS NULL
                            )
                            OR EXISTS (
                                SELECT FROM activities_activity AS act
                                WHERE act.id = NEW.activity_id AND act.citizen_id = signup.citizen_id
                            )
                        )
                    ) THEN
                        RAISE EXCEPTION 'no bonus without its cause: sign-up %, act %', NEW.signup_id, NEW.activity_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return self.signup.campaign.get_absolute_url()

    @property
    def why_cut(self) -> str:
        return str(Cut(self.cut).label) if self.cut else ""

    @property
    def reference(self) -> str:
        """Begins the references of the transfers that pay it."""
        return f"bonus:{self.pk}"

    @property
    def return_reference(self) -> str:
        """Begins those of what is taken back."""
        return f"unbonus:{self.pk}"


class BonusReturn(models.Model):
    """A bonus taken back, whole, since its act was, or its check-in undone: once, never changed."""

    bonus = models.OneToOneField(Bonus, on_delete=models.PROTECT, primary_key=True, related_name="returned")
    credits = models.PositiveIntegerField(_("credits"))
    returned_at = models.DateTimeField(_("taken back"))

    class Meta:
        verbose_name = _("bonus taken back")
        verbose_name_plural = _("bonuses taken back")
        triggers = [
            pgtrigger.Protect(name="bonus_return_stays", operation=FOR_EVER),
            never_emptied("bonus_returns_stay", "a campaign"),
            after_the_seal("returned_at"),
        ]

    def __str__(self) -> str:
        return f"{self.bonus_id}"
