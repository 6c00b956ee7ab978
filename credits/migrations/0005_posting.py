"""Posting in one call to the database, and tables that stay small and quick when they are big.

The function is what `credits.ledger` calls. Accounts are never removed, so the trigger that sees every transfer proves
at once that both its accounts are there, which two foreign keys proved row by row. Balances move within their pages.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

POST = """
CREATE FUNCTION credits_post(
    debits bigint[], credits bigint[], amounts bigint[], kinds text[], refs text[], events timestamptz[],
    posted_at timestamptz,
    OUT problem text, OUT facts text[], OUT transfer_ids bigint[], OUT are_new boolean[]
) LANGUAGE plpgsql AS $$
DECLARE
    short record;
    reused text;
BEGIN
    -- The one order of locks: budget slots in the order of their budgets' codes, then all other accounts, by id.
    PERFORM FROM credits_ledgeraccount AS account
        LEFT JOIN credits_budget AS budget ON budget.id = account.budget_id
        WHERE account.id = ANY (debits || credits) AND account.kind IN ('budget', 'available', 'held', 'debt')
        ORDER BY budget.code NULLS LAST, account.id
        FOR NO KEY UPDATE OF account;

    FOR attempt IN 1..3 LOOP
        BEGIN
            SELECT array_agg(key.transfer_id ORDER BY posting.place), array_agg(key.transfer_id IS NULL ORDER BY posting.place)
                INTO transfer_ids, are_new
                FROM unnest(refs) WITH ORDINALITY AS posting (ref, place)
                LEFT JOIN credits_transferkey AS key ON key.reference = posting.ref;

            IF NOT (true = ALL (are_new)) THEN
                SELECT posting.ref INTO reused
                    FROM unnest(debits, credits, amounts, kinds, refs, transfer_ids)
                        AS posting (debit_id, credit_id, amount, kind, ref, transfer_id)
                    JOIN credits_transfer AS earlier ON earlier.id = posting.transfer_id
                    WHERE (earlier.debit_id, earlier.credit_id, earlier.amount, earlier.kind)
                        <> (posting.debit_id, posting.credit_id, posting.amount, posting.kind)
                    LIMIT 1;
                IF reused IS NOT NULL THEN
                    problem := 'reference_reused';
                    facts := ARRAY[reused];
                    RETURN;
                END IF;
            END IF;

            SELECT account.balance, -moved.amount AS needed INTO short
                FROM (
                    SELECT leg.account_id, sum(leg.amount) AS amount
                    FROM unnest(debits, credits, amounts, are_new) AS posting (debit_id, credit_id, amount, is_new)
                    CROSS JOIN LATERAL (
                        VALUES (posting.debit_id, -posting.amount), (posting.credit_id, posting.amount)
                    ) AS leg (account_id, amount)
                    WHERE posting.is_new
                    GROUP BY leg.account_id
                    HAVING sum(leg.amount) < 0
                ) AS moved
                JOIN credits_ledgeraccount AS account ON account.id = moved.account_id
                WHERE account.kind IN ('budget', 'available', 'held') AND account.balance + moved.amount < 0
                ORDER BY account.id
                LIMIT 1;
            IF FOUND THEN
                problem := 'insufficient_credits';
                facts := ARRAY[short.balance::text, short.needed::text];
                RETURN;
            END IF;

            transfer_ids := ARRAY(
                SELECT coalesce(posting.transfer_id, nextval('credits_transfer_id_seq'))
                FROM unnest(transfer_ids) WITH ORDINALITY AS posting (transfer_id, place) ORDER BY posting.place
            );
            INSERT INTO credits_transferkey (reference, transfer_id)
                SELECT posting.ref, posting.transfer_id
                FROM unnest(refs, transfer_ids, are_new) AS posting (ref, transfer_id, is_new)
                WHERE posting.is_new;
            -- A transfer from an account that is not there has no asset, which the table refuses.
            INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
                SELECT posting.transfer_id, posting.debit_id, posting.credit_id, posting.amount, debit.asset, posting.kind,
                       posting.ref, posting.event_at, posted_at
                FROM unnest(transfer_ids, debits, credits, amounts, kinds, refs, events, are_new)
                    AS posting (transfer_id, debit_id, credit_id, amount, kind, ref, event_at, is_new)
                LEFT JOIN credits_ledgeraccount AS debit ON debit.id = posting.debit_id
                WHERE posting.is_new;
            RETURN;
        EXCEPTION WHEN unique_violation THEN
            -- Somebody has just posted one of the references over other accounts; now it can be read.
            IF attempt = 3 THEN
                RAISE;
            END IF;
        END;
    END LOOP;
END $$;
"""
UNPOST = "DROP FUNCTION credits_post(bigint[], bigint[], bigint[], text[], text[], timestamptz[], timestamptz);"
DROP_LIKE = """
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT indexrelid::regclass FROM pg_index JOIN pg_opclass AS class ON class.oid = ANY (indclass)
        WHERE indrelid = 'credits_transferkey'::regclass AND class.opcname = 'varchar_pattern_ops'
    LOOP
        EXECUTE 'DROP INDEX ' || name;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0004_spending'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='transfer',
            name='move_balances',
        ),
        migrations.AlterField(
            model_name='transfer',
            name='credit',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='credits.ledgeraccount'),
        ),
        migrations.AlterField(
            model_name='transfer',
            name='debit',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='credits.ledgeraccount'),
        ),
        migrations.AlterField(
            model_name='transferkey',
            name='reference',
            field=models.CharField(db_collation='C', max_length=80, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name='transferkey',
            name='transfer_id',
            field=models.BigIntegerField(),
        ),
        # Sorted by bytes, the key finds a beginning by itself; Django's second index for that is not needed.
        migrations.RunSQL(DROP_LIKE, migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE credits_ledgeraccount SET (fillfactor = 70)",
            "ALTER TABLE credits_ledgeraccount RESET (fillfactor)",
        ),
        migrations.RunSQL(POST, UNPOST),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='move_balances', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM new_transfers AS t\n        LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id\n        LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id\n        WHERE debit.asset IS DISTINCT FROM t.asset OR credit.asset IS DISTINCT FROM t.asset\n    ) THEN\n        RAISE EXCEPTION 'a transfer has two accounts, and all three have one asset' USING ERRCODE = 'check_violation';\n    END IF;\n    UPDATE credits_ledgeraccount AS account\n    SET balance = account.balance + moved.amount\n    FROM (\n        SELECT leg.account_id, sum(leg.amount)::bigint AS amount\n        FROM (\n            SELECT debit_id AS account_id, -amount AS amount FROM new_transfers\n            UNION ALL\n            SELECT credit_id, amount FROM new_transfers\n        ) AS leg\n        GROUP BY leg.account_id\n    ) AS moved\n    WHERE account.id = moved.account_id AND account.kind IN ('budget', 'available', 'held', 'debt');\n    RETURN NULL;\n", hash='f5f86d0ec01be5531ded83c35a144ebe9397eb9c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_move_balances_12a1e', referencing='REFERENCING NEW TABLE AS new_transfers ', table='credits_transfer', when='AFTER')),
        ),
    ]
