"""Teams by choice: who agreed to be in one, which there are, who is in them, what each has done, and names reported.

What is counted is a sum: no row here names an act. A nickname is gone with its member; the sums stay without it.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.districts import District
from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from seals.guards import after_the_seal, set_after_the_seal

LONGEST_NAME = 20
LONGEST_NICKNAME = 12
LONGEST_REASON = 120
KILOGRAMS_A_STEP = 50
"""In which a team's month is told; a proposal: more than most members save in a month."""


class TeamKind(models.TextChoices):
    SCHOOL = "school", _("School")
    COMPANY = "company", _("Company")
    DISTRICT = "district", _("Community")
    FRIENDS = "friends", _("Friends")


OF_THE_DESK = [TeamKind.SCHOOL, TeamKind.COMPANY, TeamKind.DISTRICT]
"""Made by the desk; friends make their own."""


class WayOut(models.TextChoices):
    LEFT = "left", _("Left")
    REMOVED = "removed", _("Removed by the captain")
    CLOSED = "closed", _("The team was closed")
    CONSENT = "consent", _("The consent was withdrawn")


class TeamConsentQuerySet(models.QuerySet["TeamConsent"]):
    def standing(self) -> "TeamConsentQuerySet":
        return self.filter(ended_at=None)

    def guarded(self) -> "TeamConsentQuerySet":
        """What a guardian decided, also where it has ended, for whoever they have not released since."""
        return self.filter(guardian__isnull=False, released_at=None)


class TeamConsent(models.Model):
    """A citizen may be in teams: they said to be 18 or older or, where `guardian` is set, that adult decided for them.

    `edition` is of the text that was agreed to. It ends once, by either of the two, and its teams with it. A child's
    own word counts again only when its guardian has released it.
    """

    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("guardian")
    )
    edition = models.CharField(_("edition of the text"), max_length=16)
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(_("withdrawn"), null=True)
    released_at = models.DateTimeField(_("released by the guardian"), null=True)

    objects = TeamConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to teams")
        verbose_name_plural = _("consents to teams")
        constraints = [
            models.UniqueConstraint(fields=["citizen"], condition=Q(ended_at=None), name="one_team_consent"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="team_consent_ends_after_given"
            ),
            models.CheckConstraint(
                condition=Q(guardian=None) | ~Q(guardian=F("citizen")), name="guardian_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None)
                | Q(guardian__isnull=False, ended_at__isnull=False, released_at__gte=F("ended_at")),
                name="guardian_releases_after_the_end",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="team_consent_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="team_consent_only_ends",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.ended_at IS NOT NULL AND OLD.ended_at IS DISTINCT FROM NEW.ended_at"
                    " OR OLD.released_at IS NOT NULL AND OLD.released_at IS DISTINCT FROM NEW.released_at"
                    " OR (OLD.citizen_id, OLD.guardian_id, OLD.edition, OLD.given_at)"
                    " IS DISTINCT FROM (NEW.citizen_id, NEW.guardian_id, NEW.edition, NEW.given_at)"
                ),
            ),
            never_emptied("team_consents_stay", "what citizens agreed to"),
            after_the_seal("given_at"),
            set_after_the_seal("ended_at"),
            set_after_the_seal("released_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class TeamQuerySet(models.QuerySet["Team"]):
    def standing(self) -> "TeamQuerySet":
        return self.filter(closed_at=None)


# Never the invitation's code: whoever reads the trail is not invited.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["kind", "name", "district", "captain", "closed_at", "hidden_reason"],
    model_name="TeamEvent",
    meta={"verbose_name": _("change to a team"), "verbose_name_plural": _("changes to teams")},
)
class Team(models.Model):
    """People who chose to count together. Whoever has its `code` may join; the captain renews it.

    A name that the desk has hidden, for `hidden_reason`, is shown to nobody but the captain.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=TeamKind.choices)
    name = models.CharField(_("name of the team"), max_length=LONGEST_NAME)
    district = models.CharField(_("district"), max_length=16, choices=District.choices, blank=True)
    code = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    captain = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("captain")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"))
    closed_at = models.DateTimeField(pgettext_lazy("a team", "closed"), null=True)
    hidden_reason = models.CharField(_("why the name is hidden"), max_length=LONGEST_REASON, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        permissions = [("look_after_team", _("Can hide names in teams and close teams"))]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TeamKind.values), name="team_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
        ]
        triggers = [pgtrigger.Protect(name="teams_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name if not self.hidden_reason else str(_("A team without a name"))

    @property
    def may_be_renamed(self) -> bool:
        """By its captain; others than friends are named by the desk."""
        return bool(self.hidden_reason) and self.kind == TeamKind.FRIENDS


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def current(self) -> "TeamMemberQuerySet":
        return self.filter(left_at=None)


@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.Q(old__hidden_reason__df=pgtrigger.F("new__hidden_reason"))),
    fields=["team", "hidden_reason"],
    model_name="TeamMemberEvent",
    meta={"verbose_name": _("nickname hidden"), "verbose_name_plural": _("nicknames hidden")},
)
class TeamMember(models.Model):
    """A citizen in a team from one day to another. `nickname` is theirs to choose, may be empty, and goes with them."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members", verbose_name=_("team"))
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nickname = models.CharField(_("nickname"), max_length=LONGEST_NICKNAME, blank=True)
    hidden_reason = models.CharField(_("why the nickname is hidden"), max_length=LONGEST_REASON, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True)
    way_out = models.CharField(_("how it ended"), max_length=8, choices=WayOut.choices, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")
        constraints = [
            models.UniqueConstraint(fields=["team", "citizen"], condition=Q(left_at=None), name="member_once"),
            models.CheckConstraint(
                condition=Q(left_at=None, way_out="") | (Q(left_at__isnull=False, nickname="") & ~Q(way_out="")),
                name="nickname_goes_with_its_member",
            ),
        ]
        triggers = [pgtrigger.Protect(name="members_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """What others read of them."""
        return self.nickname if self.nickname and not self.hidden_reason else str(_("A member"))


class TeamMonth(models.Model):
    """What a member's acts of a month came to while they were in the team: grams, and days with an act that counts.

    Worked out anew from acts whenever those change (`campaigns/teams/counting.py`); no row where there is nothing.
    """

    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="months", db_index=False)
    month = models.DateField(_("month"))
    grams = models.BigIntegerField(_("grams"))
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta:
        verbose_name = _("month of a member")
        verbose_name_plural = _("months of members")
        constraints = [
            models.UniqueConstraint(fields=["member", "month"], name="month_of_a_member"),
            models.CheckConstraint(
                condition=Q(grams__gte=0, days__gte=1, days__lte=31, month__day=1), name="month_of_a_member_is_one"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="month_of_members")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ToldMonth(models.Model):
    """What a team came to in a month, as its members and everybody else are told: once, and never another number.

    At least so many kilograms, in steps; no row for a team in which fewer than five saved any (ADR 0106).
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="told_months", verbose_name=_("team"))
    month = models.DateField(_("month"))
    kilograms = models.PositiveIntegerField(_("kilograms at least"))
    told_at = models.DateTimeField(_("told"))

    class Meta:
        verbose_name = _("month of a team")
        verbose_name_plural = _("months of teams")
        constraints = [
            models.UniqueConstraint(fields=["month", "team"], name="month_of_a_team_told_once"),
            models.CheckConstraint(
                condition=Q(Exact(Mod(F("kilograms"), KILOGRAMS_A_STEP), 0), month__day=1), name="team_told_in_steps"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="told_month_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("told_months_stay", "what teams were told"),
            after_the_seal("told_at"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Heard(models.Model):
    """Until which moment a reader of acts has heard of all that was scored, taken back or counted again."""

    reader = models.CharField(max_length=16, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.reader


class NameReportQuerySet(models.QuerySet["NameReport"]):
    def waiting(self) -> "NameReportQuerySet":
        return self.filter(decided_at=None)


@pghistory.track(
    pghistory.UpdateEvent(),
    fields=["team", "is_hidden", "decided_by"],
    model_name="NameReportEvent",
    meta={"verbose_name": _("decision on a name"), "verbose_name_plural": _("decisions on names")},
)
class NameReport(models.Model):
    """Somebody found the name of a team, or of a member in it, unfit; one of the desk decides.

    `name` is as it was read then; a nickname goes from here, too, when its member leaves.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    member = models.ForeignKey(
        TeamMember, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("member of a team")
    )
    name = models.CharField(_("name that was reported"), max_length=LONGEST_NAME, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    reported_at = models.DateTimeField(_("reported"))
    is_hidden = models.BooleanField(_("hidden"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = NameReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a name")
        verbose_name_plural = _("reports of names")
        permissions = [("decide_namereport", _("Can decide on reported names"))]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "member", "by"],
                condition=Q(decided_at=None),
                nulls_distinct=False,
                name="name_reported_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_hidden=None, decided_by=None)
                | Q(decided_at__isnull=False, is_hidden__isnull=False, decided_by__isnull=False),
                name="name_report_is_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name
