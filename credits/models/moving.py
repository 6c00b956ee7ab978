"""What the database does with new transfers, in SQL: it refuses those that go no way, and moves the kept balances."""

from functools import reduce

from credits.models.ways import GOES_ITS_WAY, KEPT_KINDS, WAYS

DECISION = "substring(t.reference FROM '^(.*):[0-9]+$')"
"""SQL: the reference of the funding that the transfer `t` belongs to, if it issues credits."""


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
