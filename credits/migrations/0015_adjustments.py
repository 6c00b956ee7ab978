# Adjustments of citizens’ credits by two people, with the documents they rest on, and a kind of transfer for them.

import common.public_ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0014_days_kept'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True, verbose_name='public id')),
                ('credits', models.BigIntegerField(verbose_name='credits')),
                ('reason', models.CharField(max_length=24, verbose_name='reason')),
                ('words', models.CharField(max_length=300, verbose_name='words to the citizen')),
                ('internal_note', models.CharField(max_length=500, verbose_name='internal note')),
                ('status', models.CharField(choices=[('draft', 'Not submitted yet'), ('proposed', 'Waits for a colleague'), ('approved', 'Approved and posted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn by who proposed it'), ('lapsed', 'Ran out unanswered')], db_default='draft', default='draft', max_length=9, verbose_name='status')),
                ('drafted_at', models.DateTimeField(verbose_name='written')),
                ('proposed_at', models.DateTimeField(null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='why it was declined')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='given back')),
            ],
            options={
                'verbose_name': 'adjustment',
                'verbose_name_plural': 'adjustments',
                'permissions': [('propose_adjustment', 'Can propose adjustments of citizens’ credits'), ('approve_adjustment', 'Can decide on adjustments that others propose')],
            },
        ),
        migrations.CreateModel(
            name='AdjustmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, verbose_name='public id')),
                ('credits', models.BigIntegerField(verbose_name='credits')),
                ('reason', models.CharField(max_length=24, verbose_name='reason')),
                ('status', models.CharField(choices=[('draft', 'Not submitted yet'), ('proposed', 'Waits for a colleague'), ('approved', 'Approved and posted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn by who proposed it'), ('lapsed', 'Ran out unanswered')], db_default='draft', default='draft', max_length=9, verbose_name='status')),
            ],
            options={
                'verbose_name': 'change to an adjustment',
                'verbose_name_plural': 'changes to adjustments',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='name of the file')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPEG')], max_length=3, verbose_name='kind')),
                ('size_bytes', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'attachment of an adjustment',
                'verbose_name_plural': 'attachments of adjustments',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='transfer',
            name='move_balances',
        ),
        migrations.AlterField(
            model_name='dayflow',
            name='kind',
            field=models.CharField(choices=[('fund', 'Budget funded'), ('award', 'Earned'), ('hold', 'Set aside'), ('release', 'Given back'), ('capture', 'Spent'), ('donate', 'Donated'), ('expire', 'Expired'), ('clawback', 'Taken back'), ('debt', 'Owed'), ('repay', 'Repaid'), ('adjust', 'Adjusted'), ('correct', 'Corrected for a merchant'), ('settle', 'Paid to a merchant'), ('cancel', 'Cancelled for good'), ('reversal', 'Reversed')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='dayshare',
            name='kind',
            field=models.CharField(choices=[('fund', 'Budget funded'), ('award', 'Earned'), ('hold', 'Set aside'), ('release', 'Given back'), ('capture', 'Spent'), ('donate', 'Donated'), ('expire', 'Expired'), ('clawback', 'Taken back'), ('debt', 'Owed'), ('repay', 'Repaid'), ('adjust', 'Adjusted'), ('correct', 'Corrected for a merchant'), ('settle', 'Paid to a merchant'), ('cancel', 'Cancelled for good'), ('reversal', 'Reversed')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='transfer',
            name='kind',
            field=models.CharField(choices=[('fund', 'Budget funded'), ('award', 'Earned'), ('hold', 'Set aside'), ('release', 'Given back'), ('capture', 'Spent'), ('donate', 'Donated'), ('expire', 'Expired'), ('clawback', 'Taken back'), ('debt', 'Owed'), ('repay', 'Repaid'), ('adjust', 'Adjusted'), ('correct', 'Corrected for a merchant'), ('settle', 'Paid to a merchant'), ('cancel', 'Cancelled for good'), ('reversal', 'Reversed')], max_length=10, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='adjusted_by_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."kind" = \'adjust\')', func="\n    IF NOT EXISTS (\n        SELECT FROM credits_adjustment AS adjustment\n        WHERE adjustment.id = substring(NEW.reference FROM '^adjust:([0-9]{1,18}):')::bigint AND adjustment.status = 'approved'\n          AND (adjustment.undone_at IS NOT NULL OR NOT NEW.reference ~ '^adjust:[0-9]+:undone:')\n    ) THEN\n        RAISE EXCEPTION 'nothing is adjusted without an approved adjustment: %', NEW.reference\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='20f335fd4e1c17779502ed232b44c7ca15ede9fa', operation='INSERT', pgid='pgtrigger_adjusted_by_two_fd507', table='credits_transfer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='move_balances', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE alone record; astray record; kept record;', func="\n    SELECT *, count(*) OVER () AS many, bool_or(kind = 'fund') OVER () AS issues INTO alone FROM new_transfers LIMIT 1;\n    IF alone.issues THEN\n        -- Whoever issues without writing down a decision, as programs of before do, has it written down here.\n        INSERT INTO credits_funding (budget_id, number, amount, reference, funded_at)\n        SELECT slot.budget_id, substring(issued.decision FROM '[^:]*$'), sum(issued.amount), issued.decision,\n               min(issued.created_at)\n        FROM (SELECT t.*, substring(t.reference FROM '^(.*):[0-9]+$') AS decision FROM new_transfers AS t WHERE t.kind = 'fund') AS issued\n        JOIN credits_ledgeraccount AS slot ON slot.id = issued.credit_id AND slot.kind = 'budget'\n        WHERE NOT EXISTS (SELECT FROM credits_funding AS funding WHERE funding.reference = issued.decision)\n          AND issued.decision IS NOT NULL\n        GROUP BY slot.budget_id, issued.decision\n        ON CONFLICT DO NOTHING;\n        SELECT issued.* INTO astray FROM (\n            SELECT t.*, substring(t.reference FROM '^(.*):[0-9]+$') AS decision FROM new_transfers AS t WHERE t.kind = 'fund'\n        ) AS issued\n        LEFT JOIN credits_ledgeraccount AS slot ON slot.id = issued.credit_id\n        LEFT JOIN credits_funding AS funding\n            ON funding.reference = issued.decision AND funding.budget_id = slot.budget_id\n        WHERE funding.id IS NULL OR funding.amount < (\n            SELECT sum(t.amount) FROM credits_transfer AS t\n            WHERE t.debit_id = issued.debit_id AND t.kind = 'fund' AND substring(t.reference FROM '^(.*):[0-9]+$') = issued.decision\n        )\n        LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION 'no % goes from account % to account %: no decision has so much',\n                astray.kind, astray.debit_id, astray.credit_id USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    IF alone.many = 1 THEN\n        -- The same as below, for a transfer alone: it takes half the time.\n        WITH moved AS (\n            UPDATE credits_ledgeraccount AS account\n            SET balance = account.balance\n                + CASE account.id WHEN alone.credit_id THEN alone.amount ELSE -alone.amount END\n            WHERE account.id IN (alone.debit_id, alone.credit_id) AND account.asset = alone.asset\n              AND account.kind IN ('budget', 'available', 'held', 'debt') AND account.kind = CASE WHEN account.id = alone.credit_id THEN CASE alone.kind WHEN 'award' THEN 'available' WHEN 'hold' THEN 'held' WHEN 'release' THEN 'available' WHEN 'repay' THEN 'debt' ELSE account.kind END ELSE CASE alone.kind WHEN 'award' THEN 'budget' WHEN 'hold' THEN 'available' WHEN 'release' THEN 'held' WHEN 'repay' THEN 'available' ELSE account.kind END END\n            RETURNING account.owner_id, account.expires_on\n        )\n        SELECT count(*) AS ends, (min(owner_id), min(expires_on)) = (max(owner_id), max(expires_on)) AS in_one_vintage\n        INTO kept FROM moved;\n        IF kept.ends = 2 AND (alone.kind, alone.asset) IN (('award', 'credit'), ('hold', 'credit'), ('release', 'credit'), ('repay', 'credit'))\n           AND (kept.in_one_vintage OR alone.kind NOT IN ('hold', 'release', 'repay')) THEN\n            RETURN NULL;\n        END IF;\n    END IF;\n    SELECT t.* INTO astray FROM new_transfers AS t\n    LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id\n    LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id\n    WHERE (debit.asset = t.asset AND credit.asset = t.asset AND CASE t.kind WHEN 'award' THEN (debit.kind, credit.kind, t.asset) = ('budget', 'available', 'credit') WHEN 'hold' THEN (debit.kind, credit.kind, t.asset) = ('available', 'held', 'credit') AND (debit.owner_id, debit.expires_on) = (credit.owner_id, credit.expires_on) WHEN 'release' THEN (debit.kind, credit.kind, t.asset) = ('held', 'available', 'credit') AND (debit.owner_id, debit.expires_on) = (credit.owner_id, credit.expires_on) WHEN 'capture' THEN (debit.kind, credit.kind, t.asset) = ('held', 'redeemed', 'credit') OR (debit.kind, credit.kind, t.asset) = ('payable', 'receivable', 'fen') WHEN 'donate' THEN (debit.kind, credit.kind, t.asset) = ('available', 'cause', 'credit') WHEN 'expire' THEN (debit.kind, credit.kind, t.asset) = ('available', 'expired', 'credit') WHEN 'clawback' THEN (debit.kind, credit.kind, t.asset) = ('available', 'issuance', 'credit') WHEN 'debt' THEN (debit.kind, credit.kind, t.asset) = ('debt', 'issuance', 'credit') WHEN 'repay' THEN (debit.kind, credit.kind, t.asset) = ('available', 'debt', 'credit') AND debit.owner_id = credit.owner_id WHEN 'adjust' THEN (debit.kind, credit.kind, t.asset) = ('budget', 'available', 'credit') OR (debit.kind, credit.kind, t.asset) = ('available', 'issuance', 'credit') OR (debit.kind, credit.kind, t.asset) = ('debt', 'issuance', 'credit') WHEN 'correct' THEN (debit.kind, credit.kind, t.asset) = ('payable', 'receivable', 'fen') OR (debit.kind, credit.kind, t.asset) = ('receivable', 'payable', 'fen') WHEN 'settle' THEN (debit.kind, credit.kind, t.asset) = ('receivable', 'paid', 'fen') WHEN 'cancel' THEN (debit.kind, credit.kind, t.asset) = ('redeemed', 'cancelled', 'credit') WHEN 'fund' THEN (debit.kind, credit.kind, t.asset) = ('issuance', 'budget', 'credit') WHEN 'reversal' THEN EXISTS (\n        SELECT FROM credits_transfer AS mirrored\n        WHERE mirrored.id = substring(t.reference FROM '^reversal:([0-9]{1,18})$')::bigint\n          AND mirrored.kind <> 'reversal'\n          AND (mirrored.debit_id, mirrored.credit_id, mirrored.amount) = (t.credit_id, t.debit_id, t.amount)\n    ) END) IS NOT TRUE\n    LIMIT 1;\n    IF FOUND THEN\n        RAISE EXCEPTION 'no % goes from account % to account %', astray.kind, astray.debit_id, astray.credit_id\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF alone.many = 1 THEN\n        RETURN NULL;\n    END IF;\n    UPDATE credits_ledgeraccount AS account\n    SET balance = account.balance + moved.amount\n    FROM (\n        SELECT leg.account_id, sum(leg.amount)::bigint AS amount\n        FROM (\n            SELECT debit_id AS account_id, -amount AS amount FROM new_transfers\n            UNION ALL\n            SELECT credit_id, amount FROM new_transfers\n        ) AS leg\n        GROUP BY leg.account_id\n    ) AS moved\n    WHERE account.id = moved.account_id AND account.kind IN ('budget', 'available', 'held', 'debt');\n    RETURN NULL;\n", hash='9fa9294d3c8639afdc988f8a4ba90b7108e908a0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_move_balances_12a1e', referencing='REFERENCING NEW TABLE AS new_transfers ', table='credits_transfer', when='AFTER')),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='budget',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='credits.budget', verbose_name='budget'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='citizen',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='citizen'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='undone_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given back by'),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='budget',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='credits.budget', verbose_name='budget'),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='decided_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='public_id_credits_budget_reason_status_proposed_by_decided_by_undone_by_events', to='credits.adjustment'),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='proposed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='adjustmentevent',
            name='undone_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given back by'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='adjustment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='credits.adjustment'),
        ),
        migrations.AddIndex(
            model_name='adjustment',
            index=models.Index(fields=['citizen', '-id'], name='adjustment_citizen_latest'),
        ),
        migrations.AddIndex(
            model_name='adjustment',
            index=models.Index(condition=models.Q(('status__in', ['draft', 'proposed'])), fields=['drafted_at'], name='adjustment_open'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(('credits', 0), _negated=True), name='adjustment_of_something'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('proposed_at', None), ('status', 'draft')), models.Q(('decided_at', None), ('decided_by', None), ('proposed_at__isnull', False), ('status', 'proposed')), models.Q(('answer', ''), ('status', 'approved'), ('decided_at__isnull', False), ('decided_by__isnull', False), ('proposed_at__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), models.Q(('status', 'declined'), models.Q(('answer', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), ('proposed_at__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), models.Q(('decided_at__isnull', False), ('decided_by', models.F('proposed_by')), ('status', 'withdrawn')), models.Q(('decided_at__isnull', False), ('decided_by', None), ('status', 'lapsed')), _connector='OR'), name='adjustment_by_two'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('credits__lt', 0), ('status', 'approved'), ('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undone_by', models.F('proposed_by')), _negated=True), models.Q(('undone_by', models.F('decided_by')), _negated=True), models.Q(('undone_by', models.F('citizen')), _negated=True)), _connector='OR'), name='adjustment_undone_by_a_third'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_by', models.F('citizen')), _negated=True), models.Q(('decided_by', None), models.Q(('decided_by', models.F('citizen')), _negated=True), _connector='OR')), name='adjustment_by_others'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('citizen',), name='one_adjustment_waits_of_a_citizen'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='adjustment_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='89ddded9d7e27868d6357fd46c1c854055efd149', operation='DELETE', pgid='pgtrigger_adjustment_stays_c3753', table='credits_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='adjustments_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the ledger is never emptied: %', TG_TABLE_NAME;", hash='9167b1f21de0c5fe01b0a32323b1addd41cd16f6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_adjustments_stay_27288', table='credits_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='what_is_proposed_is_immutable', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."budget_id" IS DISTINCT FROM (NEW."budget_id") OR OLD."citizen_id" IS DISTINCT FROM (NEW."citizen_id") OR OLD."credits" IS DISTINCT FROM (NEW."credits") OR OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."internal_note" IS DISTINCT FROM (NEW."internal_note") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='601fc1251d5c95e04c26d123e0c2ba9bc7c5e69d', operation='UPDATE', pgid='pgtrigger_what_is_proposed_is_immutable_30848', table='credits_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='what_is_decided_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status NOT IN ('draft', 'proposed') AND (OLD.status, OLD.proposed_at, OLD.decided_by_id, OLD.decided_at, OLD.answer) IS DISTINCT FROM (NEW.status, NEW.proposed_at, NEW.decided_by_id, NEW.decided_at, NEW.answer) OR OLD.undone_at IS NOT NULL OR OLD.status = 'proposed' AND (NEW.status = 'draft' OR NEW.proposed_at <> OLD.proposed_at))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='db7e8be1e6cf6b293bad165a4a1041ebabf30df0', operation='UPDATE', pgid='pgtrigger_what_is_decided_stays_e7a9e', table='credits_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='decided_at_set_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.decided_at IS DISTINCT FROM OLD.decided_at\n               AND LEAST(NEW.decided_at, OLD.decided_at) < (SELECT max(ends_at) FROM seals_sealedday) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='584cb4c38cd18f18059c41e2a9394db53f2ed4c0', operation='INSERT OR UPDATE', pgid='pgtrigger_decided_at_set_after_the_seal_4779e', table='credits_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='undone_at_set_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.undone_at IS DISTINCT FROM OLD.undone_at\n               AND LEAST(NEW.undone_at, OLD.undone_at) < (SELECT max(ends_at) FROM seals_sealedday) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='d26f89cbaac00277d8e87c706161f2545c3eb79c', operation='INSERT OR UPDATE', pgid='pgtrigger_undone_at_set_after_the_seal_71fca', table='credits_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "credits_adjustmentevent" ("budget_id", "credits", "decided_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "reason", "status", "undone_by_id") VALUES (NEW."budget_id", NEW."credits", NEW."decided_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_by_id", NEW."public_id", NEW."reason", NEW."status", NEW."undone_by_id"); RETURN NULL;', hash='e658520cddf9acfdb632ce78c6d2a505c7368689', operation='INSERT', pgid='pgtrigger_insert_insert_8e1ff', table='credits_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."budget_id" IS DISTINCT FROM (NEW."budget_id") OR OLD."credits" IS DISTINCT FROM (NEW."credits") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id"))', func='INSERT INTO "credits_adjustmentevent" ("budget_id", "credits", "decided_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "reason", "status", "undone_by_id") VALUES (NEW."budget_id", NEW."credits", NEW."decided_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_by_id", NEW."public_id", NEW."reason", NEW."status", NEW."undone_by_id"); RETURN NULL;', hash='15132f9b14c179546ca2be684a9430dcd7860c0b', operation='UPDATE', pgid='pgtrigger_update_update_76e1c', table='credits_adjustment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a2f415af43be527660bfa0f0f73736779594b2e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b2ac6', table='credits_adjustmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='attachment_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0558e605a29734c010c352126ceff9b9b6fda512', operation='UPDATE OR DELETE', pgid='pgtrigger_attachment_stays_5a869', table='credits_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='attachments_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the ledger is never emptied: %', TG_TABLE_NAME;", hash='84d6f48ec70f359e2fd25ab7085a45d32f41688d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_attachments_stay_f01df', table='credits_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='attached_to_a_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT FROM credits_adjustment WHERE id = NEW.adjustment_id AND status = 'draft'\n                    ) THEN\n                        RAISE EXCEPTION 'nothing is attached to what is submitted' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='c38ce7f557e182b6355edb498b0027b3ec0c4c2c', operation='INSERT', pgid='pgtrigger_attached_to_a_draft_40267', table='credits_attachment', when='BEFORE')),
        ),
    ]
