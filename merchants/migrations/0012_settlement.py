# Statements of merchants, their lines and steps.

import common.public_ids
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0011_whole_trail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True, verbose_name='public id')),
                ('month', models.DateField(verbose_name='month')),
                ('until', models.DateTimeField(verbose_name='up to')),
                ('is_final', models.BooleanField(db_default=False, default=False, verbose_name='final')),
                ('status', models.CharField(choices=[('open', 'Being drawn up'), ('closed', 'Waiting for the merchant'), ('disputed', 'In dispute'), ('confirmed', 'Confirmed'), ('paid', 'Paid')], db_default='open', default='open', max_length=9, verbose_name='status')),
                ('taken', models.PositiveIntegerField(db_default=0, default=0, verbose_name='vouchers taken')),
                ('undone', models.PositiveIntegerField(db_default=0, default=0, verbose_name='vouchers undone')),
                ('credits', models.PositiveBigIntegerField(db_default=0, default=0, verbose_name='credits')),
                ('fen', models.PositiveBigIntegerField(db_default=0, default=0, verbose_name='fen')),
                ('merchant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='merchants.merchant', verbose_name='merchant')),
            ],
            options={
                'verbose_name': 'statement of a merchant',
                'verbose_name_plural': 'statements of merchants',
                'permissions': [('close_statement', 'Can close statements and answer disputes'), ('pay_statement', 'Can write down that statements are paid')],
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('nth', models.PositiveSmallIntegerField(verbose_name='of its captures')),
                ('kind', models.CharField(choices=[('taken', 'Voucher taken'), ('undone', 'Voucher undone'), ('corrected', 'Corrected')], max_length=9, verbose_name='kind')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('credits', models.IntegerField(verbose_name='credits')),
                ('fen', models.IntegerField(verbose_name='fen')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('redemption', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='merchants.redemption')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='merchants.statement')),
            ],
            options={
                'verbose_name': 'line of a statement',
                'verbose_name_plural': 'lines of statements',
            },
        ),
        migrations.CreateModel(
            name='StatementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('closed', 'Drawn up'), ('disputed', 'Disputed'), ('answered', 'Answered'), ('confirmed', 'Confirmed'), ('paid', 'Paid'), ('referenced', 'Bank reference corrected')], max_length=10, verbose_name='step')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='words')),
                ('bank_reference', models.CharField(blank=True, max_length=64, verbose_name='bank reference')),
                ('corrected_fen', models.IntegerField(db_default=0, default=0, verbose_name='corrected by fen')),
                ('fen', models.PositiveBigIntegerField(verbose_name='fen')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='merchants.statementline')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='merchants.statement')),
            ],
            options={
                'verbose_name': 'step of a statement',
                'verbose_name_plural': 'steps of statements',
            },
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['merchant', '-until'], name='statement_latest'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('merchant', 'month', 'is_final'), name='one_statement_of_a_month'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='eee9418128d63f4c36fa839e8832aca2f452a3b9', operation='DELETE', pgid='pgtrigger_statement_stays_77f02', table='merchants_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='paid_statement_stays_as_it_is', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status = 'paid')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='404fd6b2ad5824ba46df69258cf1fa2b6fecfd4c', operation='UPDATE', pgid='pgtrigger_paid_statement_stays_as_it_is_45508', table='merchants_statement', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='statementline',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['written_at'], name='statement_line_written'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'corrected'), _negated=True), fields=('redemption', 'nth', 'kind'), name='one_line_of_a_capture'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('credits__gte', 0), ('fen__gte', 0), ('kind', 'taken')), models.Q(('credits__lte', 0), ('fen__lte', 0), ('kind', 'undone')), models.Q(('credits', 0), ('kind', 'corrected')), _connector='OR'), name='line_counts_as_its_kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementline',
            trigger=pgtrigger.compiler.Trigger(name='line_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7a258bce108895dac299cb8cc45577e1ea3a9919', operation='UPDATE OR DELETE', pgid='pgtrigger_line_stays_71b93', table='merchants_statementline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementline',
            trigger=pgtrigger.compiler.Trigger(name='lines_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a statement is never emptied: %', TG_TABLE_NAME;", hash='994c278c49f08e184db0fa78512d74f683ef84e8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_lines_stay_ec838', table='merchants_statementline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementline',
            trigger=pgtrigger.compiler.Trigger(name='written_at_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM new_rows WHERE written_at < (SELECT max(ends_at) FROM seals_sealedday)) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='a9ef4c26cf380dc82eeb1ac47584e789b6bb9506', level='STATEMENT', operation='INSERT', pgid='pgtrigger_written_at_after_the_seal_3123c', referencing='REFERENCING NEW TABLE AS new_rows ', table='merchants_statementline', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='statementstep',
            index=models.Index(fields=['happened_at'], name='statement_step_happened'),
        ),
        migrations.AddConstraint(
            model_name='statementstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'paid')), fields=('statement',), name='statement_paid_once'),
        ),
        migrations.AddConstraint(
            model_name='statementstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'closed')), fields=('statement',), name='statement_closed_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementstep',
            trigger=pgtrigger.compiler.Trigger(name='statement_step_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9b795b780fbbc0a002907ea83df88470730ba907', operation='UPDATE OR DELETE', pgid='pgtrigger_statement_step_stays_ecdd9', table='merchants_statementstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementstep',
            trigger=pgtrigger.compiler.Trigger(name='statement_steps_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a statement is never emptied: %', TG_TABLE_NAME;", hash='c8ecd0e5128433e4ca1b547c7f49140afc66d6cf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_statement_steps_stay_0684a', table='merchants_statementstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementstep',
            trigger=pgtrigger.compiler.Trigger(name='happened_at_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM new_rows WHERE happened_at < (SELECT max(ends_at) FROM seals_sealedday)) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='322f4d7a42fdbf307a590886c3bb8b8dadeb1518', level='STATEMENT', operation='INSERT', pgid='pgtrigger_happened_at_after_the_seal_eec60', referencing='REFERENCING NEW TABLE AS new_rows ', table='merchants_statementstep', when='AFTER')),
        ),
    ]
