"""A transfer alone is posted by plain statements on two accounts: what a batch joins and sorts, it looks up.

The order of locks, what is refused and what is written are those of `credits_post`.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


POST_ONE = """
CREATE FUNCTION credits_post_one(
    debit bigint, credit bigint, amount bigint, kind text, ref text, event timestamptz, posted_at timestamptz,
    OUT problem text, OUT facts text[], OUT transfer_id bigint, OUT is_new boolean
) LANGUAGE plpgsql AS $$
DECLARE
    payer_asset text;
    payer_balance bigint;
    account record;
    earlier record;
BEGIN
    FOR account IN
        SELECT kept.id, kept.kind, kept.balance, kept.asset
        FROM credits_ledgeraccount AS kept LEFT JOIN credits_budget AS budget ON budget.id = kept.budget_id
        WHERE kept.id IN (debit, credit) AND kept.kind IN ('budget', 'available', 'held', 'debt')
        ORDER BY budget.code NULLS LAST, kept.id
        FOR NO KEY UPDATE OF kept
    LOOP
        IF account.id = debit THEN
            payer_asset := account.asset;
            payer_balance := CASE WHEN account.kind <> 'debt' THEN account.balance END;
        END IF;
    END LOOP;
    IF payer_asset IS NULL THEN
        SELECT plain.asset INTO payer_asset FROM credits_ledgeraccount AS plain WHERE plain.id = debit;
    END IF;
    LOOP
        SELECT key.transfer_id INTO transfer_id FROM credits_transferkey AS key WHERE key.reference = ref;
        IF FOUND THEN
            is_new := false;
            SELECT * INTO earlier FROM credits_transfer AS transfer WHERE transfer.id = transfer_id;
            IF (earlier.debit_id, earlier.credit_id, earlier.amount, earlier.kind) <> (debit, credit, amount, kind) THEN
                problem := 'reference_reused';
                facts := ARRAY[ref];
            END IF;
            RETURN;
        END IF;
        IF payer_balance < amount THEN
            problem := 'insufficient_credits';
            facts := ARRAY[payer_balance::text, amount::text];
            RETURN;
        END IF;
        transfer_id := nextval('credits_transfer_id_seq');
        INSERT INTO credits_transferkey (reference, transfer_id) VALUES (ref, transfer_id) ON CONFLICT DO NOTHING;
        -- Otherwise somebody has just posted it over other accounts; now it can be read.
        EXIT WHEN FOUND;
    END LOOP;
    is_new := true;
    -- A transfer from an account that is not there has no asset, which the table refuses.
    INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
        VALUES (transfer_id, debit, credit, amount, payer_asset, kind, ref, event, posted_at);
END $$;
"""
UNPOST_ONE = "DROP FUNCTION credits_post_one(bigint, bigint, bigint, text, text, timestamptz, timestamptz);"


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0005_posting'),
    ]

    operations = [
        migrations.RunSQL(POST_ONE, UNPOST_ONE),
        pgtrigger.migrations.RemoveTrigger(
            model_name='transfer',
            name='move_balances',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='move_balances', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE alone record;', func="\n    IF (SELECT count(*) FROM new_transfers) = 1 THEN\n        -- The same as below, for a transfer alone: it takes half the time.\n        SELECT * INTO alone FROM new_transfers;\n        IF (\n            SELECT count(*) FROM credits_ledgeraccount AS account\n            WHERE account.id IN (alone.debit_id, alone.credit_id) AND account.asset = alone.asset\n        ) <> 2 THEN\n            RAISE EXCEPTION 'a transfer has two accounts, and all three have one asset' USING ERRCODE = 'check_violation';\n        END IF;\n        UPDATE credits_ledgeraccount AS account\n        SET balance = account.balance + CASE account.id WHEN alone.credit_id THEN alone.amount ELSE -alone.amount END\n        WHERE account.id IN (alone.debit_id, alone.credit_id) AND account.kind IN ('budget', 'available', 'held', 'debt');\n        RETURN NULL;\n    END IF;\n    IF EXISTS (\n        SELECT FROM new_transfers AS t\n        LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id\n        LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id\n        WHERE debit.asset IS DISTINCT FROM t.asset OR credit.asset IS DISTINCT FROM t.asset\n    ) THEN\n        RAISE EXCEPTION 'a transfer has two accounts, and all three have one asset' USING ERRCODE = 'check_violation';\n    END IF;\n    UPDATE credits_ledgeraccount AS account\n    SET balance = account.balance + moved.amount\n    FROM (\n        SELECT leg.account_id, sum(leg.amount)::bigint AS amount\n        FROM (\n            SELECT debit_id AS account_id, -amount AS amount FROM new_transfers\n            UNION ALL\n            SELECT credit_id, amount FROM new_transfers\n        ) AS leg\n        GROUP BY leg.account_id\n    ) AS moved\n    WHERE account.id = moved.account_id AND account.kind IN ('budget', 'available', 'held', 'debt');\n    RETURN NULL;\n", hash='989d34695d63b7147cb7747412e3be26466e3261', level='STATEMENT', operation='INSERT', pgid='pgtrigger_move_balances_12a1e', referencing='REFERENCING NEW TABLE AS new_transfers ', table='credits_transfer', when='AFTER')),
        ),
    ]
