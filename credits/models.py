"""The ledger's tables. Only `credits.ledger` writes transfers; everyone else reads through ledger and statements.

Four things hold in the database itself, whoever writes: transfers are never changed or removed, each goes a way that
its kind has, a kept balance is moved by the transfers and by nothing else, and it is never below zero where it may not.
"""

from functools import reduce
from operator import or_
from typing import NamedTuple

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.texts import in_reader_language
from credits.adjusting.models import Adjustment as Adjustment
from credits.adjusting.models import Attachment as Attachment
from credits.merging.models import MERGED_BY_APPROVAL
from credits.merging.models import Merger as Merger
from credits.merging.models import MergerProof as MergerProof
from credits.merging.models import PairingCode as PairingCode
from seals.guards import after_the_seal


class Asset(models.TextChoices):
    CREDIT = "credit", _("credits")
    FEN = "fen", _("fen")
    T_CO2E = "t_co2e", _("tonnes CO₂e")


class AccountKind(models.TextChoices):
    ISSUANCE = "issuance", _("Issuance")
    BUDGET = "budget", _("Budget slot")
    AVAILABLE = "available", _("Available credits")
    HELD = "held", _("Held credits")
    DEBT = "debt", _("Debt")
    REDEEMED = "redeemed", _("Redeemed")
    EXPIRED = "expired", _("Expired")
    CAUSE = "cause", _("Given to a cause")
    PAYABLE = "payable", _("Owed by the scheme")
    RECEIVABLE = "receivable", _("Owed to a merchant")
    PAID = "paid", _("Paid to merchants")
    CANCELLED = "cancelled", _("Cancelled for good")
    REGISTRY = "registry", _("Registry of units")
    HOLDING = "holding", _("Units held")
    BUFFER = "buffer", _("Units set aside for reversals")
    RETIRED = "retired", _("Units retired")


KEPT_KINDS = [AccountKind.BUDGET, AccountKind.AVAILABLE, AccountKind.HELD, AccountKind.DEBT]
"""Kinds that keep their balance on the row. The others only give or only collect; their transfers say how much."""

MAY_BE_NEGATIVE = [AccountKind.DEBT]


class TransferKind(models.TextChoices):
    FUND = "fund", _("Budget funded")
    AWARD = "award", _("Earned")
    BONUS = "bonus", _("Bonus")
    HOLD = "hold", _("Set aside")
    RELEASE = "release", _("Given back")
    CAPTURE = "capture", _("Spent")
    DONATE = "donate", _("Donated")
    EXPIRE = "expire", _("Expired")
    CLAWBACK = "clawback", _("Taken back")
    DEBT = "debt", _("Owed")
    REPAY = "repay", _("Repaid")
    ADJUST = "adjust", _("Adjusted")
    MERGE = "merge", _("Accounts merged")
    CORRECT = "correct", _("Corrected for a merchant")
    SETTLE = "settle", _("Paid to a merchant")
    CANCEL = "cancel", _("Cancelled for good")
    ISSUE = "issue", _("Units issued")
    TRANSFER = "transfer", _("Units transferred")
    RETIRE = "retire", _("Units retired")
    REVERSAL = "reversal", _("Reversed")


class Way(NamedTuple):
    """From which kind of account to which a kind of transfer goes, of which asset."""

    kind: TransferKind
    debit: AccountKind
    credit: AccountKind
    asset: Asset
    within_vintage: bool = False
    """Whether both are accounts of one citizen and one expiry date."""
    within_owner: bool = False
    """Whether both are accounts of one citizen."""
    to_another: bool = False
    """Whether they are accounts of two citizens; where both have an expiry date, it is the same."""


LARGE_FUNDING = 100_000_000
"""Credits that one person alone may issue at a time: 25 for each of four million citizens. Proposed, nobody's rule."""

WAYS = [
    Way(TransferKind.AWARD, AccountKind.BUDGET, AccountKind.AVAILABLE, Asset.CREDIT),
    Way(TransferKind.BONUS, AccountKind.BUDGET, AccountKind.AVAILABLE, Asset.CREDIT),
    Way(TransferKind.BONUS, AccountKind.AVAILABLE, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.BONUS, AccountKind.DEBT, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.HOLD, AccountKind.AVAILABLE, AccountKind.HELD, Asset.CREDIT, within_vintage=True),
    Way(TransferKind.RELEASE, AccountKind.HELD, AccountKind.AVAILABLE, Asset.CREDIT, within_vintage=True),
    Way(TransferKind.CAPTURE, AccountKind.HELD, AccountKind.REDEEMED, Asset.CREDIT),
    Way(TransferKind.CAPTURE, AccountKind.PAYABLE, AccountKind.RECEIVABLE, Asset.FEN),
    Way(TransferKind.DONATE, AccountKind.AVAILABLE, AccountKind.CAUSE, Asset.CREDIT),
    Way(TransferKind.EXPIRE, AccountKind.AVAILABLE, AccountKind.EXPIRED, Asset.CREDIT),
    Way(TransferKind.CLAWBACK, AccountKind.AVAILABLE, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.DEBT, AccountKind.DEBT, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.REPAY, AccountKind.AVAILABLE, AccountKind.DEBT, Asset.CREDIT, within_owner=True),
    Way(TransferKind.ADJUST, AccountKind.BUDGET, AccountKind.AVAILABLE, Asset.CREDIT),
    Way(TransferKind.ADJUST, AccountKind.AVAILABLE, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.ADJUST, AccountKind.DEBT, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.MERGE, AccountKind.AVAILABLE, AccountKind.AVAILABLE, Asset.CREDIT, to_another=True),
    Way(TransferKind.MERGE, AccountKind.AVAILABLE, AccountKind.DEBT, Asset.CREDIT, to_another=True),
    Way(TransferKind.MERGE, AccountKind.DEBT, AccountKind.DEBT, Asset.CREDIT, to_another=True),
    Way(TransferKind.CORRECT, AccountKind.PAYABLE, AccountKind.RECEIVABLE, Asset.FEN),
    Way(TransferKind.CORRECT, AccountKind.RECEIVABLE, AccountKind.PAYABLE, Asset.FEN),
    Way(TransferKind.SETTLE, AccountKind.RECEIVABLE, AccountKind.PAID, Asset.FEN),
    Way(TransferKind.CANCEL, AccountKind.REDEEMED, AccountKind.CANCELLED, Asset.CREDIT),
    Way(TransferKind.CANCEL, AccountKind.HOLDING, AccountKind.CANCELLED, Asset.T_CO2E),
    Way(TransferKind.CANCEL, AccountKind.BUFFER, AccountKind.CANCELLED, Asset.T_CO2E),
    Way(TransferKind.ISSUE, AccountKind.REGISTRY, AccountKind.HOLDING, Asset.T_CO2E),
    Way(TransferKind.ISSUE, AccountKind.REGISTRY, AccountKind.BUFFER, Asset.T_CO2E),
    Way(TransferKind.TRANSFER, AccountKind.HOLDING, AccountKind.HOLDING, Asset.T_CO2E),
    Way(TransferKind.TRANSFER, AccountKind.BUFFER, AccountKind.HOLDING, Asset.T_CO2E),
    Way(TransferKind.RETIRE, AccountKind.HOLDING, AccountKind.RETIRED, Asset.T_CO2E),
    Way(TransferKind.FUND, AccountKind.ISSUANCE, AccountKind.BUDGET, Asset.CREDIT),
]
"""Which account may give to which: what database, audit and docs/ledger.md hold every transfer against.

A reversal has no way of its own; it is the mirror of one earlier transfer.
"""


def _goes_its_way() -> str:
    """SQL: whether the transfer `t` may go from the account `debit` to the account `credit`."""
    by_kind: dict[TransferKind, list[str]] = {}
    for way in WAYS:
        ends = f"(debit.kind, credit.kind, t.asset) = ('{way.debit}', '{way.credit}', '{way.asset}')"
        together = []
        if way.within_vintage:
            together = ["(debit.owner_id, debit.expires_on) = (credit.owner_id, credit.expires_on)"]
        elif way.within_owner:
            together = ["debit.owner_id = credit.owner_id"]
        elif way.to_another:
            together = ["debit.owner_id <> credit.owner_id", "coalesce(debit.expires_on = credit.expires_on, true)"]
        by_kind.setdefault(way.kind, []).append(" AND ".join([ends, *together]))
    cases = " ".join(f"WHEN '{kind}' THEN {' OR '.join(ways)}" for kind, ways in by_kind.items())
    mirror = """EXISTS (
        SELECT FROM credits_transfer AS mirrored
        WHERE mirrored.id = substring(t.reference FROM '^reversal:([0-9]{1,18})$')::bigint
          AND mirrored.kind <> 'reversal'
          AND (mirrored.debit_id, mirrored.credit_id, mirrored.amount) = (t.credit_id, t.debit_id, t.amount)
    )"""
    return f"debit.asset = t.asset AND credit.asset = t.asset AND CASE t.kind {cases} WHEN 'reversal' THEN {mirror} END"


GOES_ITS_WAY = _goes_its_way()
DECISION = "substring(t.reference FROM '^(.*):[0-9]+$')"
"""SQL: the reference of the funding that the transfer `t` belongs to, if it issues credits."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="BudgetEvent",
    meta={"verbose_name": _("change to a budget"), "verbose_name_plural": _("changes to budgets")},
)
class Budget(models.Model):
    """A pot of credits that awards are paid from, kept in several slot accounts so that no row is everyone's."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.JSONField(_("name"))
    funded_at = models.DateTimeField(_("last funded"), null=True, editable=False)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        permissions = [("fund_budget", _("Can put credits into a budget"))]

    def __str__(self) -> str:
        return in_reader_language(self.name)


class Funding(models.Model):
    """A decision that put credits into a budget: by its document's number, and who carried it out.

    `reference` begins the references of its transfers. More than `LARGE_FUNDING` takes a second person's agreement.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="fundings")
    number = models.CharField(_("number of the decision"), max_length=80)
    amount = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("reference"), max_length=80, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    funded_at = models.DateTimeField(_("funded"))

    class Meta:
        verbose_name = _("funding of a budget")
        verbose_name_plural = _("fundings of budgets")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_is_positive"),
            models.CheckConstraint(
                condition=Q(amount__lte=LARGE_FUNDING)
                | Q(by__isnull=False, agreed_by__isnull=False) & ~Q(by=F("agreed_by")),
                name="large_funding_by_two",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="funding_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("fundings_stay", "the ledger"),
            after_the_seal("funded_at"),
        ]

    def __str__(self) -> str:
        return self.number


SHAPES: dict[tuple[AccountKind, ...], set[str]] = {
    (AccountKind.BUDGET,): {"budget", "slot"},
    (AccountKind.AVAILABLE, AccountKind.HELD): {"owner", "expires_on"},
    (AccountKind.DEBT,): {"owner"},
    (AccountKind.CAUSE, AccountKind.RECEIVABLE, AccountKind.HOLDING, AccountKind.BUFFER): {"party"},
    (AccountKind.ISSUANCE, AccountKind.REDEEMED, AccountKind.EXPIRED, AccountKind.PAYABLE): set(),
    (AccountKind.PAID, AccountKind.CANCELLED, AccountKind.REGISTRY, AccountKind.RETIRED): set(),
}
"""What an account of each kind names; it names nothing else."""


def _shape_of_its_kind() -> Q:
    names = ("owner", "expires_on", "budget", "slot", "party")
    shapes = (
        Q(kind__in=kinds, **{f"{name}__isnull": name not in named for name in names}) for kinds, named in SHAPES.items()
    )
    return reduce(or_, shapes)


class LedgerAccount(models.Model):
    """Where an amount of one asset is. A citizen has one available and one held account per expiry date.

    `party` is the public id of a holder who is no citizen: a merchant, a cause, who holds units or, of a buffer, a
    project.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=AccountKind.choices)
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    expires_on = models.DateField(_("expires on"), null=True)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="slots")
    slot = models.PositiveSmallIntegerField(_("slot"), null=True)
    party = models.CharField(_("party"), max_length=16, null=True)  # noqa: DJ001, none is not an empty name
    balance = models.BigIntegerField(_("balance"), default=0)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        indexes = [models.Index(fields=["owner"], condition=Q(kind=AccountKind.DEBT), name="account_of_debt")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "asset", "expires_on"],
                condition=Q(owner__isnull=False),
                nulls_distinct=False,
                name="one_account_per_owner_and_vintage",
            ),
            models.UniqueConstraint(
                fields=["budget", "slot"], condition=Q(budget__isnull=False), name="one_account_per_slot"
            ),
            models.UniqueConstraint(
                fields=["kind", "asset"],
                condition=Q(owner__isnull=True, budget__isnull=True, party__isnull=True),
                name="one_scheme_account_per_kind",
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "asset"], condition=Q(party__isnull=False), name="one_account_per_party"
            ),
            models.CheckConstraint(condition=_shape_of_its_kind(), name="account_has_the_shape_of_its_kind"),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind__in=MAY_BE_NEGATIVE), name="balance_not_below_zero"
            ),
            models.CheckConstraint(condition=Q(balance__lte=0) | ~Q(kind=AccountKind.DEBT), name="debt_not_above_zero"),
            models.CheckConstraint(
                condition=Q(balance=0) | Q(kind__in=KEPT_KINDS), name="collecting_accounts_keep_no_balance"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="account_keeps_its_identity",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["balance"]),
            ),
            pgtrigger.Protect(
                name="balance_moves_by_transfer_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.balance <> NEW.balance AND pg_trigger_depth() = 0"),
            ),
            pgtrigger.Protect(
                name="account_opens_empty",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.balance <> 0"),
            ),
            pgtrigger.Protect(name="account_stays", operation=pgtrigger.Delete),
            never_emptied("accounts_stay", "the ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def keeps_balance(self) -> bool:
        return self.kind in KEPT_KINDS

    @property
    def may_be_negative(self) -> bool:
        return self.kind in MAY_BE_NEGATIVE


def _both_kept() -> dict[str, str]:
    """SQL for a transfer `alone` of a kind whose both accounts keep a balance: such a one is known by what it moved."""
    others = {way.kind for way in WAYS if way.to_another or not (way.debit in KEPT_KINDS and way.credit in KEPT_KINDS)}
    ways = [way for way in WAYS if way.kind not in others]
    taking = " ".join(f"WHEN '{way.kind}' THEN '{way.credit}'" for way in ways)
    giving = " ".join(f"WHEN '{way.kind}' THEN '{way.debit}'" for way in ways)
    return {
        "{its_kind}": f"CASE WHEN account.id = alone.credit_id THEN CASE alone.kind {taking} ELSE account.kind END"
        f" ELSE CASE alone.kind {giving} ELSE account.kind END END",
        "{of_these}": ", ".join(f"('{way.kind}', '{way.asset}')" for way in ways),
        # A debt has no expiry date, so that the least and the greatest of the two are one: what is asked is one owner.
        "{within_vintage}": ", ".join(f"'{way.kind}'" for way in ways if way.within_vintage or way.within_owner),
    }


_MOVE_BALANCES = """
    SELECT *, count(*) OVER () AS many, bool_or(kind = 'fund') OVER () AS issues INTO alone FROM new_transfers LIMIT 1;
    IF alone.issues THEN
        -- Whoever issues without writing down a decision, as programs of before do, has it written down here.
        INSERT INTO credits_funding (budget_id, number, amount, reference, funded_at)
        SELECT slot.budget_id, substring(issued.decision FROM '[^:]*$'), sum(issued.amount), issued.decision,
               min(issued.created_at)
        FROM (SELECT t.*, {decision} AS decision FROM new_transfers AS t WHERE t.kind = 'fund') AS issued
        JOIN credits_ledgeraccount AS slot ON slot.id = issued.credit_id AND slot.kind = 'budget'
        WHERE NOT EXISTS (SELECT FROM credits_funding AS funding WHERE funding.reference = issued.decision)
          AND issued.decision IS NOT NULL
        GROUP BY slot.budget_id, issued.decision
        ON CONFLICT DO NOTHING;
        SELECT issued.* INTO astray FROM (
            SELECT t.*, {decision} AS decision FROM new_transfers AS t WHERE t.kind = 'fund'
        ) AS issued
        LEFT JOIN credits_ledgeraccount AS slot ON slot.id = issued.credit_id
        LEFT JOIN credits_funding AS funding
            ON funding.reference = issued.decision AND funding.budget_id = slot.budget_id
        WHERE funding.id IS NULL OR funding.amount < (
            SELECT sum(t.amount) FROM credits_transfer AS t
            WHERE t.debit_id = issued.debit_id AND t.kind = 'fund' AND {decision} = issued.decision
        )
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'no % goes from account % to account %: no decision has so much',
                astray.kind, astray.debit_id, astray.credit_id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF alone.many = 1 THEN
        -- The same as below, for a transfer alone: it takes half the time.
        WITH moved AS (
            UPDATE credits_ledgeraccount AS account
            SET balance = account.balance
                + CASE account.id WHEN alone.credit_id THEN alone.amount ELSE -alone.amount END
            WHERE account.id IN (alone.debit_id, alone.credit_id) AND account.asset = alone.asset
              AND account.kind IN ({kept}) AND account.kind = {its_kind}
            RETURNING account.owner_id, account.expires_on
        )
        SELECT count(*) AS ends, (min(owner_id), min(expires_on)) = (max(owner_id), max(expires_on)) AS in_one_vintage
        INTO kept FROM moved;
        IF kept.ends = 2 AND (alone.kind, alone.asset) IN ({of_these})
           AND (kept.in_one_vintage OR alone.kind NOT IN ({within_vintage})) THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT t.* INTO astray FROM new_transfers AS t
    LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id
    LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id
    WHERE ({goes_its_way}) IS NOT TRUE
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no % goes from account % to account %', astray.kind, astray.debit_id, astray.credit_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF alone.many = 1 THEN
        RETURN NULL;
    END IF;
    UPDATE credits_ledgeraccount AS account
    SET balance = account.balance + moved.amount
    FROM (
        SELECT leg.account_id, sum(leg.amount)::bigint AS amount
        FROM (
            SELECT debit_id AS account_id, -amount AS amount FROM new_transfers
            UNION ALL
            SELECT credit_id, amount FROM new_transfers
        ) AS leg
        GROUP BY leg.account_id
    ) AS moved
    WHERE account.id = moved.account_id AND account.kind IN ({kept});
    RETURN NULL;
"""
_PARTS = {
    "{kept}": ", ".join(f"'{kind}'" for kind in KEPT_KINDS),
    "{goes_its_way}": GOES_ITS_WAY,
    "{decision}": DECISION,
    **_both_kept(),
}
MOVE_BALANCES = reduce(lambda sql, part: sql.replace(*part), _PARTS.items(), _MOVE_BALANCES)


ADJUSTMENT = "substring(t.reference FROM '^adjust:([0-9]{1,18}):')::bigint"
"""SQL: the number of the adjustment that the transfer `t` posts, if it names one."""
UNDOING = "t.reference ~ '^adjust:[0-9]+:undone:'"
"""SQL: whether it gives back what the adjustment took."""
# Two people stand in each approved row by its own constraint; the sums are the audit's.
ADJUSTED_BY_TWO = f"""
    IF NOT EXISTS (
        SELECT FROM credits_adjustment AS adjustment
        WHERE adjustment.id = {ADJUSTMENT.replace("t.reference", "NEW.reference")} AND adjustment.status = 'approved'
          AND (adjustment.undone_at IS NOT NULL OR NOT {UNDOING.replace("t.reference", "NEW.reference")})
    ) THEN
        RAISE EXCEPTION 'nothing is adjusted without an approved adjustment: %', NEW.reference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""

GIVEN = ~Q(kind=TransferKind.AWARD)
"""The transfers that are found by the account that gave: all but awards, which `move_balances` has out of a budget."""


class Transfer(models.Model):
    """An amount that left one account and entered another: two legs in one row, never changed, never removed.

    That both accounts exist is proven by `move_balances`, a whole statement at a time, and accounts are never removed.
    """

    debit = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    credit = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField(_("amount"))
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    reference = models.CharField(_("reference"), max_length=80)
    event_at = models.DateTimeField(_("happened"))
    created_at = models.DateTimeField(_("posted"))

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            # Awards are nearly all transfers, and only a budget gives them: whoever looks for what an account gave says
            # `GIVEN`, or reads every transfer.
            models.Index(fields=["debit", "id"], condition=GIVEN, name="transfer_debit"),
            models.Index(fields=["credit", "id"], name="transfer_credit"),
            # Rows come in the order of this time, so a few bytes for every hundred pages find a day.
            BrinIndex(fields=["created_at"], name="transfer_posted", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="amount_is_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="two_different_accounts"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("transfers_stay", "the ledger"),
            after_the_seal("created_at"),
            pgtrigger.Trigger(
                name="adjusted_by_two",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="adjust"),
                func=ADJUSTED_BY_TWO,
            ),
            pgtrigger.Trigger(
                name="merged_by_approval",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="merge"),
                func=MERGED_BY_APPROVAL,
            ),
            pgtrigger.Trigger(
                name="move_balances",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_transfers"),  # type: ignore[no-untyped-call]
                declare=[("alone", "record"), ("astray", "record"), ("kept", "record")],
                func=MOVE_BALANCES,
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TransferKey(models.Model):
    """Makes a reference unique for all time, apart from the transfers so that those can be partitioned by time."""

    # Sorted by bytes, so that its one index also finds the references that begin alike.
    reference = models.CharField(max_length=80, primary_key=True, db_collation="C")
    transfer_id = models.BigIntegerField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="key_is_for_ever", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("keys_stay", "the ledger"),
        ]

    def __str__(self) -> str:
        return self.reference


class DayFlow(models.Model):
    """What went one way on the city day on which it was posted: so much, by one kind, between two kinds of account.

    `credits.keeping` writes it once nothing is dated into the day any more. The rows of all days may be deleted; they
    are then summed anew.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    debit_kind = models.CharField(_("from"), max_length=10, choices=AccountKind.choices)
    credit_kind = models.CharField(_("to"), max_length=10, choices=AccountKind.choices)
    transfers = models.BigIntegerField(_("transfers"))
    amount = models.BigIntegerField(_("amount"))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    """Of its transfers: between the two they are found by key."""

    class Meta:
        verbose_name = _("flow of a day")
        verbose_name_plural = _("flows of days")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "asset", "debit_kind", "credit_kind"], name="flow_of_a_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.debit_kind} {self.credit_kind}"


class DayShare(models.Model):
    """What accounts that name the same budget, party or vintage received, or gave, by one kind on one city day.

    Kept as `DayFlow` is. Accounts that name none of them, as the scheme's own, are in the flows alone.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    account_kind = models.CharField(_("account"), max_length=10, choices=AccountKind.choices)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    party = models.CharField(_("party"), max_length=16, null=True)  # noqa: DJ001, none is not an empty name
    expires_on = models.DateField(_("expires on"), null=True)
    gained = models.BooleanField(_("received"))
    """Else given."""
    transfers = models.BigIntegerField(_("transfers"))
    amount = models.BigIntegerField(_("amount"))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("share of a day")
        verbose_name_plural = _("shares of days")
        indexes = [
            # A few a day: what citizens hold is found without the merchants of all years.
            models.Index(fields=["day"], condition=Q(expires_on__isnull=False), name="shares_of_vintages"),
            models.Index(fields=["party", "day"], condition=Q(party__isnull=False), name="shares_of_parties"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "asset", "account_kind", "budget", "party", "expires_on", "gained"],
                nulls_distinct=False,
                name="share_of_a_day_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.account_kind}"
