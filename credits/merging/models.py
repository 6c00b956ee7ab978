"""Mergers: which of a citizen's two accounts ends and which stays, how both were proven, and what the desk decided."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from seals.guards import set_after_the_seal

MOST_WORDS, MOST_ANSWER = 300, 300
SHORTEST_WAIT = timedelta(days=1)
"""From handing in to approval, whatever the settings say."""
LARGE_MERGER = 10_000
"""Credits of the account that ends that one person alone may have moved. Proposed, nobody's rule."""


class MergerStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("a merger", "Waits for a decision")
    APPROVED = "approved", _("Approved and merged")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn by its citizen")
    LAPSED = "lapsed", _("Ran out unanswered")


class KeptPhone(models.TextChoices):
    """Whose number stays as a way in; the other one opens neither account any more."""

    STAYS = "stays", _("The number of the account that stays")
    ENDED = "ended", _("The number of the account that ends")


class How(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in, and confirmed within ten minutes")
    CODE = "code", _("Code sent to its mobile number")
    PAIRING = "pairing", _("Pairing code that it showed when signed in")
    FACTOR = "factor", _("Second factor or passkey")


class MergerQuerySet(models.QuerySet["Merger"]):
    def of(self, citizen_id: int) -> "MergerQuerySet":
        """Those that an account is part of."""
        return self.filter(Q(ended=citizen_id) | Q(stays=citizen_id))

    def waiting(self) -> "MergerQuerySet":
        return self.filter(status=MergerStatus.WAITING)

    def waiting_for(self, colleague_id: int) -> "MergerQuerySet":
        """Those on which this one may decide: neither of the two, and who has not agreed already."""
        theirs = Q(ended=colleague_id) | Q(stays=colleague_id) | Q(agreed_by=colleague_id)
        return self.waiting().exclude(pk__in=Merger.objects.filter(theirs).values("pk"))

    def approved(self) -> "MergerQuerySet":
        return self.filter(status=MergerStatus.APPROVED)


def _of_its_status() -> Q:
    """In each state as much is said as happened."""
    undecided = Q(decided_by=None, credits=None, owed=None)
    return (
        Q(status="waiting", decided_at=None, answer="") & undecided
        | Q(status="approved", decided_at__isnull=False, decided_by__isnull=False)
        & Q(credits__isnull=False, owed__isnull=False)
        & ~Q(answer="")
        | Q(status="refused", decided_at__isnull=False, decided_by__isnull=False, credits=None, owed=None)
        & ~Q(answer="")
        | Q(status="withdrawn", decided_at__isnull=False, credits=None, owed=None, answer="")
        & (Q(decided_by=F("ended")) | Q(decided_by=F("stays")))
        | Q(status="lapsed", decided_at__isnull=False, answer="") & undecided
    )


def _by_others() -> Q:
    """Who gains does not grant: neither owner decides but by withdrawing, and above a sum two people have looked."""
    not_decided_by_them = Q(decided_by=None) | ~Q(decided_by=F("ended")) & ~Q(decided_by=F("stays"))
    not_agreed_by_them = Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(
        agreed_by=F("ended")
    ) & ~Q(agreed_by=F("stays"))
    by_two = Q(agreed_by__isnull=False) & ~Q(agreed_by=F("decided_by"))
    return (
        (Q(status="withdrawn") | not_decided_by_them)
        & not_agreed_by_them
        & (~Q(status="approved") | Q(credits__lte=LARGE_MERGER) | by_two)
    )


# Who decided what and when; neither accounts nor words, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["public_id", "status", "credits", "owed", "agreed_by", "decided_by"],
    model_name="MergerEvent",
    meta={"verbose_name": _("change to a merger"), "verbose_name_plural": _("changes to mergers")},
)
class Merger(models.Model):
    """That of two accounts of one citizen, both proven, one ends and its credits go to the one that stays.

    `words` say why, in the citizen's. `credits` and `owed` are what went over at the moment of the approval.
    """

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    ended = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("account that ends")
    )
    stays = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("account that stays")
    )
    kept_phone = models.CharField(_("number that stays"), max_length=5, choices=KeptPhone.choices)
    words = models.CharField(_("why there are two"), max_length=MOST_WORDS)
    asked_at = models.DateTimeField(_("handed in"))
    status = models.CharField(
        _("status"), max_length=9, choices=MergerStatus.choices, default=MergerStatus.WAITING, db_default="waiting"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agreed by"),
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.CharField(_("reason of the decision"), max_length=MOST_ANSWER, blank=True)
    credits = models.BigIntegerField(_("credits that went over"), null=True)
    owed = models.BigIntegerField(_("debt that went over"), null=True)

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = _("merger of accounts")
        verbose_name_plural = _("mergers of accounts")
        permissions = [("decide_merger", _("Can decide whether two accounts are merged"))]
        indexes = [models.Index(fields=["asked_at"], condition=Q(status="waiting"), name="merger_waiting")]
        constraints = [
            models.CheckConstraint(condition=~Q(ended=F("stays")), name="merger_of_two"),
            models.CheckConstraint(condition=_of_its_status(), name="merger_is_decided_once"),
            models.CheckConstraint(condition=_by_others(), name="merger_by_others"),
            models.CheckConstraint(
                condition=Q(credits=None) | Q(credits__gte=0, owed__gte=0), name="merger_moves_no_less_than_nothing"
            ),
            # Who lost a session reads of it while there is time.
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(decided_at__gte=F("asked_at") + SHORTEST_WAIT),
                name="merger_has_waited",
            ),
            models.UniqueConstraint(
                fields=["ended"], condition=Q(status__in=["waiting", "approved"]), name="account_ends_once"
            ),
            models.UniqueConstraint(
                fields=["stays"], condition=Q(status="waiting"), name="one_merger_waits_of_who_stays"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="merger_stays", operation=pgtrigger.Delete),
            never_emptied("mergers_stay", "the ledger"),
            pgtrigger.Protect(
                name="what_is_asked_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=[
                        "status",
                        "agreed_by",
                        "agreed_at",
                        "decided_by",
                        "decided_at",
                        "answer",
                        "credits",
                        "owed",
                    ]
                ),
            ),
            pgtrigger.Protect(
                name="merger_stays_decided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'waiting' OR OLD.agreed_at IS NOT NULL"
                    " AND (OLD.agreed_by_id, OLD.agreed_at) IS DISTINCT FROM (NEW.agreed_by_id, NEW.agreed_at)"
                ),
            ),
            set_after_the_seal("decided_at"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        """The page of its citizen."""
        return reverse("merging:merger", args=[self.public_id])

    @property
    def reference(self) -> str:
        """The prefix of the transfers that post it, and of those that follow later."""
        return f"merge:{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.status == MergerStatus.WAITING

    @property
    def is_done(self) -> bool:
        return self.status == MergerStatus.APPROVED


class MergerProof(models.Model):
    """How and when it was shown that whoever asks holds one of the two accounts."""

    merger = models.ForeignKey(Merger, on_delete=models.PROTECT, related_name="proofs")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(_("how"), max_length=9, choices=How.choices)
    proven_at = models.DateTimeField(_("proven"))

    class Meta:
        verbose_name = _("proof of an account")
        verbose_name_plural = _("proofs of accounts")
        constraints = [models.UniqueConstraint(fields=["merger", "account"], name="account_proven_once")]
        triggers = [
            pgtrigger.Protect(name="proof_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("proofs_stay", "the ledger"),
            # What somebody has handed in gets no better proof afterwards.
            pgtrigger.Trigger(
                name="proven_when_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM credits_merger AS merger
                        WHERE merger.id = NEW.merger_id AND merger.status = 'waiting'
                          AND NEW.account_id IN (merger.ended_id, merger.stays_id)
                          AND NEW.proven_at BETWEEN merger.asked_at - interval '1 hour' AND merger.asked_at
                    ) THEN
                        RAISE EXCEPTION 'no such account is proven for this merger' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merger_id} {self.account_id}"


class PairingCode(models.Model):
    """The code that an account shows to prove itself to another one, as a digest; gone once it was used."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    shown_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)


MERGER = "substring(t.reference FROM '^merge:([0-9]{1,18}):')::bigint"
"""SQL: the number of the merger that the transfer `t` belongs to, if it names one."""
BETWEEN_THE_TWO = """(debit.owner_id, credit.owner_id, credit.kind = 'debt') IN (
    (merger.ended_id, merger.stays_id, false), (merger.stays_id, merger.ended_id, true)
)"""
"""SQL: whether it gives what one account had to the other; what was owed is paid, or owed, by the one that stays."""
MERGED_BY_APPROVAL = f"""
    IF NOT EXISTS (
        SELECT FROM credits_merger AS merger
        JOIN credits_ledgeraccount AS debit ON debit.id = NEW.debit_id
        JOIN credits_ledgeraccount AS credit ON credit.id = NEW.credit_id
        WHERE merger.id = {MERGER.replace("t.reference", "NEW.reference")} AND merger.status = 'approved'
          AND {BETWEEN_THE_TWO}
          AND 2 = (SELECT count(*) FROM credits_mergerproof AS proof WHERE proof.merger_id = merger.id)
    ) THEN
        RAISE EXCEPTION 'nothing is merged without an approved merger of the two: %', NEW.reference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""  # noqa: S608, expressions of this program alone
