"""A transfer alone writes its key at once: only where that is refused, or money is short, is an earlier one looked for.

The order of locks, what is refused and what is written stay those of `credits_post`.
"""

import importlib

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

POST_ONE = """
CREATE OR REPLACE FUNCTION credits_post_one(
    debit bigint, credit bigint, amount bigint, kind text, ref text, event timestamptz, posted_at timestamptz,
    OUT problem text, OUT facts text[], OUT transfer_id bigint, OUT is_new boolean
) LANGUAGE plpgsql AS $$
DECLARE
    payer_asset text;
    payer_balance bigint;
    is_short boolean;
    account record;
    earlier record;
BEGIN
    FOR account IN
        SELECT kept.id, kept.kind, kept.balance, kept.asset
        FROM credits_ledgeraccount AS kept
        WHERE kept.id IN (debit, credit) AND kept.kind IN ('budget', 'available', 'held', 'debt')
        ORDER BY (SELECT budget.code FROM credits_budget AS budget WHERE budget.id = kept.budget_id) NULLS LAST, kept.id
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
    is_short := coalesce(payer_balance < amount, false);
    LOOP
        IF NOT is_short THEN
            transfer_id := nextval('credits_transfer_id_seq');
            INSERT INTO credits_transferkey (reference, transfer_id) VALUES (ref, transfer_id) ON CONFLICT DO NOTHING;
            EXIT WHEN FOUND;
        END IF;
        -- Posted before, or just now by somebody over other accounts: it stands, whatever is left to pay with.
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
        IF is_short THEN
            problem := 'insufficient_credits';
            facts := ARRAY[payer_balance::text, amount::text];
            RETURN;
        END IF;
    END LOOP;
    is_new := true;
    -- A transfer from an account that is not there has no asset, which the table refuses.
    INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
        VALUES (transfer_id, debit, credit, amount, payer_asset, kind, ref, event, posted_at);
END $$;
"""
before = importlib.import_module("credits.migrations.0006_posting_one").POST_ONE
POST_ONE_BEFORE = before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0007_awards_by_their_citizen'),
    ]

    operations = [
        migrations.RunSQL(POST_ONE, POST_ONE_BEFORE),
        pgtrigger.migrations.RemoveTrigger(
            model_name='transfer',
            name='move_balances',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='move_balances', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE alone record; found bigint;', func="\n    SELECT *, count(*) OVER () AS many INTO alone FROM new_transfers LIMIT 1;\n    IF alone.many = 1 THEN\n        -- The same as below, for a transfer alone: it takes half the time.\n        UPDATE credits_ledgeraccount AS account\n        SET balance = account.balance + CASE account.id WHEN alone.credit_id THEN alone.amount ELSE -alone.amount END\n        WHERE account.id IN (alone.debit_id, alone.credit_id) AND account.asset = alone.asset\n          AND account.kind IN ('budget', 'available', 'held', 'debt')\n          AND (alone.kind <> 'award' OR account.id = alone.credit_id OR account.kind = 'budget');\n        GET DIAGNOSTICS found = ROW_COUNT;\n        IF found < 2 AND (\n            SELECT count(*) FROM credits_ledgeraccount AS account\n            WHERE account.id IN (alone.debit_id, alone.credit_id) AND account.asset = alone.asset\n              AND (alone.kind <> 'award' OR account.id = alone.credit_id OR account.kind = 'budget')\n        ) < 2 THEN\n            RAISE EXCEPTION 'a transfer has two accounts, all three have one asset, and an award leaves a budget' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    END IF;\n    IF EXISTS (\n        SELECT FROM new_transfers AS t\n        LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id\n        LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id\n        WHERE debit.asset IS DISTINCT FROM t.asset OR credit.asset IS DISTINCT FROM t.asset\n           OR t.kind = 'award' AND debit.kind <> 'budget'\n    ) THEN\n        RAISE EXCEPTION 'a transfer has two accounts, all three have one asset, and an award leaves a budget' USING ERRCODE = 'check_violation';\n    END IF;\n    UPDATE credits_ledgeraccount AS account\n    SET balance = account.balance + moved.amount\n    FROM (\n        SELECT leg.account_id, sum(leg.amount)::bigint AS amount\n        FROM (\n            SELECT debit_id AS account_id, -amount AS amount FROM new_transfers\n            UNION ALL\n            SELECT credit_id, amount FROM new_transfers\n        ) AS leg\n        GROUP BY leg.account_id\n    ) AS moved\n    WHERE account.id = moved.account_id AND account.kind IN ('budget', 'available', 'held', 'debt');\n    RETURN NULL;\n", hash='dedcbd31534029ab0202db3176881f1f17845a79', level='STATEMENT', operation='INSERT', pgid='pgtrigger_move_balances_12a1e', referencing='REFERENCING NEW TABLE AS new_transfers ', table='credits_transfer', when='AFTER')),
        ),
    ]
