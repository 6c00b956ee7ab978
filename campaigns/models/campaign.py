"""A campaign with its terms, what was done with it, and what it came to. From its opening on the terms never change."""

import secrets
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.districts import District
from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from scenarios.models import Venue
from seals.guards import after_the_seal, set_after_the_seal

LONGEST_CODE, LONGEST_TITLE, LONGEST_TEXT, LONGEST_ADDRESS = 30, 60, 2000, 120
MOST_PLACES, MOST_CREDITS, MOST_PERCENT = 1_000_000, 100_000, 400
FEWEST_FUNDED = 8
"""Credits of a budget: one for each of its slots."""
KEY_BYTES = 32
FOR_EVER = pgtrigger.Update | pgtrigger.Delete


class CampaignStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits to be opened")
    OPEN = "open", pgettext_lazy("a campaign", "Open")
    CANCELLED = "cancelled", pgettext_lazy("a campaign", "Cancelled")


PUBLISHED = (CampaignStatus.OPEN, CampaignStatus.CANCELLED)


class Phase(models.TextChoices):
    """Where a published campaign stands at a moment, by its own times."""

    COMING = "coming", _("Sign-up opens later")
    SIGN_UP = "sign_up", _("Sign-up is open")
    CLOSED = "closed", _("Sign-up is over")
    RUNNING = "running", _("Under way")
    ENDED = "ended", pgettext_lazy("a campaign", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("a campaign", "Cancelled")


class Mode(models.TextChoices):
    ONLINE = "online", _("Online")
    PLACE = "place", _("At a place")


class Joining(models.TextChoices):
    EVERYONE = "everyone", _("Everybody")
    ADULTS = "adults", _("Adults")
    DISTRICT = "district", _("Who lives in its district")


class Proving(models.TextChoices):
    """How it is shown that somebody was there."""

    NONE = "none", _("No check-in")
    CODE = "code", _("By the code on the organiser’s screen")
    STAFF = "staff", _("Staff scan the citizen’s code")
    EITHER = "either", _("By either")


class BonusKind(models.TextChoices):
    NONE = "none", _("No bonus")
    FLAT = "flat", _("So many credits at check-in")
    MULTIPLIER = "multiplier", _("More credits for acts of chosen scenarios")


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_screen_token() -> str:
    """43 letters, digits, hyphens and underscores: 256 random bits."""
    return secrets.token_urlsafe(KEY_BYTES)


TERMS = (
    *("public_id", "code", "title", "text", "picture", "mode", "venue_id", "address", "district", "starts_at"),
    *("ends_at", "signup_from", "signup_until", "capacity", "joining", "proving", "bonus", "flat_credits", "percent"),
    *("scenario_codes", "cap_credits", "budget_credits", "document", "authors", "opened_by_id", "opened_at"),
)
"""What stays as it was opened: all but whether it was cancelled, and the secrets of its screen."""


def _terms_of(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in TERMS)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def published(self) -> "CampaignQuerySet":
        """Those that the public sees; cancelled ones among them."""
        return self.filter(status__in=PUBLISHED)

    def running(self, now: datetime) -> "CampaignQuerySet":
        return self.filter(status=CampaignStatus.OPEN, starts_at__lte=now, ends_at__gt=now)

    def to_come(self, now: datetime) -> "CampaignQuerySet":
        return self.filter(status=CampaignStatus.OPEN, starts_at__gt=now)

    def over(self, now: datetime) -> "CampaignQuerySet":
        return self.published().filter(Q(status=CampaignStatus.CANCELLED) | Q(ends_at__lte=now))


class Campaign(models.Model):
    """What citizens can join, with the bonus for it. Times are moments; `ends_at` is the first after it.

    With a multiplier each act of the scenarios earns `percent` of what it was paid, a citizen `cap_credits` at most.
    `budget_credits` are issued into its own budget on the strength of `document` when a second person opens it.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    code = models.SlugField(_("code"), max_length=LONGEST_CODE, unique=True)
    title = models.JSONField(_("title"))
    text = models.JSONField(_("text"))
    picture = models.CharField(_("picture"), max_length=32, blank=True, editable=False)
    mode = models.CharField(_("where"), max_length=6, choices=Mode.choices)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    address = models.JSONField(_("address"), default=dict, blank=True)
    district = models.CharField(_("district"), max_length=16, choices=District.choices, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(pgettext_lazy("a campaign", "ends"))
    signup_from = models.DateTimeField(_("sign-up from"))
    signup_until = models.DateTimeField(_("sign-up until"))
    capacity = models.PositiveIntegerField(pgettext_lazy("a campaign", "places"), null=True, blank=True)
    joining = models.CharField(
        _("who may join"), max_length=10, choices=Joining.choices, default=Joining.EVERYONE, db_default="everyone"
    )
    proving = models.CharField(
        _("check-in"), max_length=6, choices=Proving.choices, default=Proving.NONE, db_default="none"
    )
    bonus = models.CharField(
        _("bonus"), max_length=10, choices=BonusKind.choices, default=BonusKind.NONE, db_default="none"
    )
    flat_credits = models.PositiveIntegerField(_("credits at check-in"), default=0)
    percent = models.PositiveSmallIntegerField(_("per cent more"), default=0)
    scenario_codes = ArrayField(models.SlugField(max_length=40), verbose_name=_("scenarios"), default=list, blank=True)
    cap_credits = models.PositiveIntegerField(_("most for a citizen"), default=0)
    budget_credits = models.PositiveBigIntegerField(_("budget in credits"), default=0)
    document = models.CharField(_("number of the decision"), max_length=80, blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=CampaignStatus.choices, default=CampaignStatus.DRAFT, db_default="draft"
    )
    authors = ArrayField(models.BigIntegerField(), verbose_name=_("authors"), default=list)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    code_key = models.BinaryField(default=new_key, editable=False)
    screen_token = models.CharField(max_length=43, unique=True, default=new_screen_token, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        permissions = [
            ("open_campaign", _("Can open and cancel campaigns")),
            ("check_in_campaign", _("Can check citizens in at campaigns")),
        ]
        indexes = [models.Index(fields=["status", "ends_at"], name="campaign_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    starts_at__lt=F("ends_at"), signup_from__lt=F("signup_until"), signup_until__lte=F("ends_at")
                ),
                name="campaign_times_follow",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1, capacity__lte=MOST_PLACES), name="campaign_has_places"
            ),
            models.CheckConstraint(
                condition=Q(mode=Mode.ONLINE, venue=None)
                | Q(mode=Mode.PLACE, district__in=District.values) & (Q(venue__isnull=False) | ~Q(address={})),
                name="campaign_is_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(joining=Joining.DISTRICT) | Q(district__in=District.values),
                name="campaign_of_a_district_has_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    bonus=BonusKind.NONE, flat_credits=0, percent=0, scenario_codes=[], cap_credits=0, budget_credits=0
                )
                | Q(bonus=BonusKind.FLAT, percent=0, scenario_codes=[], cap_credits=F("flat_credits"))
                & Q(flat_credits__gte=1, flat_credits__lte=MOST_CREDITS, budget_credits__gte=FEWEST_FUNDED)
                & ~Q(proving=Proving.NONE)
                & ~Q(document="")
                | Q(bonus=BonusKind.MULTIPLIER, flat_credits=0, percent__gte=1, percent__lte=MOST_PERCENT)
                & Q(cap_credits__gte=1, cap_credits__lte=MOST_CREDITS, budget_credits__gte=FEWEST_FUNDED)
                & ~Q(scenario_codes=[])
                & ~Q(document=""),
                name="campaign_bonus_has_its_shape",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[CampaignStatus.DRAFT, CampaignStatus.PROPOSED], opened_by=None, opened_at=None)
                | Q(status__in=PUBLISHED, opened_by__isnull=False, opened_at__isnull=False),
                name="campaign_is_opened_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=CampaignStatus.CANCELLED, cancelled_at__isnull=False)
                | ~Q(status=CampaignStatus.CANCELLED) & Q(cancelled_at=None),
                name="campaign_is_cancelled_at_a_moment",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="opened_by_another_than_its_authors",
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.opened_by_id = ANY (NEW.authors)"),
            ),
            pgtrigger.Protect(
                name="open_campaign_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status IN ('open', 'cancelled') AND "
                    f"(({_terms_of('OLD')}) IS DISTINCT FROM ({_terms_of('NEW')})"
                    " OR NEW.status NOT IN ('open', 'cancelled')"
                    " OR OLD.status = 'cancelled' AND (NEW.status, NEW.cancelled_at) IS DISTINCT FROM"
                    " (OLD.status, OLD.cancelled_at))"
                ),
            ),
            pgtrigger.Protect(name="campaign_stays", operation=pgtrigger.Delete),
            never_emptied("campaigns_stay", "a campaign"),
            set_after_the_seal("opened_at"),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.title)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.code])

    @property
    def text_shown(self) -> str:
        return in_reader_language(self.text)

    @property
    def address_text(self) -> str:
        """The venue or the address, with what was written of it."""
        written = in_reader_language(self.address) if self.address else ""
        return " · ".join(filter(None, [str(self.venue) if self.venue else "", written]))

    @property
    def is_published(self) -> bool:
        return self.status in PUBLISHED

    @property
    def budget_code(self) -> str:
        return f"campaign-{self.code}"

    @property
    def has_bonus(self) -> bool:
        return self.bonus != BonusKind.NONE

    def phase(self, now: datetime) -> Phase:
        """By its own times; sign-up may go on while it runs, and is what matters then."""
        if self.status == CampaignStatus.CANCELLED:
            return Phase.CANCELLED
        if now >= self.ends_at:
            return Phase.ENDED
        if self.signup_from <= now < self.signup_until:
            return Phase.SIGN_UP
        if now >= self.starts_at:
            return Phase.RUNNING
        return Phase.COMING if now < self.signup_from else Phase.CLOSED


class StepKind(models.TextChoices):
    BEGUN = "begun", pgettext_lazy("a campaign", "Begun")
    PROPOSED = "proposed", _("Handed over to be opened")
    RETURNED = "returned", _("Sent back")
    OPENED = "opened", pgettext_lazy("a campaign", "Opened")
    ANNOUNCED = "announced", _("Announced to who joined")
    CANCELLED = "cancelled", pgettext_lazy("a campaign", "Cancelled")
    REPORTED = "reported", _("Results published")
    RESIZED = "resized", _("Number of places changed")


TO_EVERYBODY = (StepKind.ANNOUNCED, StepKind.RESIZED, StepKind.CANCELLED)
"""Steps whose words stand on the campaign's page."""


class CampaignStep(models.Model):
    """What was done with a campaign, by whom, and the words for it; never changed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=9, choices=StepKind.choices)
    words = models.JSONField(_("words"), default=dict, blank=True)
    capacity = models.PositiveIntegerField(_("places from then on"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    happened_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("step of a campaign")
        verbose_name_plural = _("steps of campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="resized", capacity__gte=1, capacity__lte=MOST_PLACES)
                | ~Q(kind="resized") & Q(capacity=None),
                name="campaign_step_resizes_to_a_number",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="campaign_step_stays", operation=FOR_EVER),
            never_emptied("campaign_steps_stay", "a campaign"),
            after_the_seal("happened_at"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def words_shown(self) -> str:
        return in_reader_language(self.words) if self.words else ""


class Report(models.Model):
    """What a campaign came to, as it was published; a later one takes its place and leaves it there.

    `figures` are counted for the first one and stay: joined, came, credits, and how many got some. Who reads them
    is told no group under five.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    nth = models.PositiveSmallIntegerField(_("version"))
    text = models.JSONField(_("text"))
    pictures = ArrayField(models.CharField(max_length=32), verbose_name=_("pictures"), default=list)
    figures = models.JSONField(_("figures"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("results of a campaign")
        verbose_name_plural = _("results of campaigns")
        constraints = [models.UniqueConstraint(fields=["campaign", "nth"], name="results_of_a_campaign")]
        triggers = [
            pgtrigger.Protect(name="campaign_report_stays", operation=FOR_EVER),
            never_emptied("campaign_reports_stay", "a campaign"),
            after_the_seal("published_at"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.nth}"

    @property
    def text_shown(self) -> str:
        return in_reader_language(self.text)
