# What a licence says, who answers for a merchant, and bank accounts.

import common.public_ids
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0015_parts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('bank', models.CharField(max_length=60, verbose_name='bank')),
                ('holder', models.CharField(max_length=100, verbose_name='account holder')),
                ('sealed_number', models.CharField(max_length=300)),
                ('tail', models.CharField(max_length=4, verbose_name='last four digits')),
                ('pseudonym', models.UUIDField(db_index=True)),
                ('given_at', models.DateTimeField(verbose_name='given')),
                ('in_force_at', models.DateTimeField(verbose_name='in force from')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'bank account of a merchant',
                'verbose_name_plural': 'bank accounts of merchants',
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='contact person')),
                ('phone', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('\\A\\+?[0-9][0-9 ()-]{2,18}\\Z', 'Enter a phone number, such as 028-8666 1234.')], verbose_name='phone')),
            ],
            options={
                'verbose_name': 'contact person of a merchant',
                'verbose_name_plural': 'contact persons of merchants',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='merchant',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='merchant',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='merchant',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='merchant',
            name='legal_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='legal name'),
        ),
        migrations.AddField(
            model_name='merchant',
            name='licence_number',
            field=models.CharField(blank=True, db_default='', default='', max_length=18, verbose_name='licence number'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='legal_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='legal name'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='licence_number',
            field=models.CharField(blank=True, db_default='', default='', max_length=18, verbose_name='licence number'),
        ),
        migrations.AddIndex(
            model_name='merchant',
            index=models.Index(condition=models.Q(('licence_number', ''), _negated=True), fields=['licence_number'], name='merchant_licence'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "legal_name", "licence_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (NEW."applicant_id", NEW."business", NEW."id", NEW."legal_name", NEW."licence_number", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."refusal", NEW."status", NEW."status_at"); RETURN NULL;', hash='3b6b18097b50756b0200edb6535623aa0dbe7cde', operation='INSERT', pgid='pgtrigger_insert_insert_559be', table='merchants_merchant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "legal_name", "licence_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (NEW."applicant_id", NEW."business", NEW."id", NEW."legal_name", NEW."licence_number", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."refusal", NEW."status", NEW."status_at"); RETURN NULL;', hash='2935857963049c7b69b2f5234d74abd8651af90a', operation='UPDATE', pgid='pgtrigger_update_update_44659', table='merchants_merchant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "legal_name", "licence_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (OLD."applicant_id", OLD."business", OLD."id", OLD."legal_name", OLD."licence_number", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."refusal", OLD."status", OLD."status_at"); RETURN NULL;', hash='6142e4685bc0b9622ec29d737c3e5819d75ccacf', operation='DELETE', pgid='pgtrigger_delete_delete_a3514', table='merchants_merchant', when='AFTER')),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='given_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='merchant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='merchants.merchant'),
        ),
        migrations.AddField(
            model_name='bankaccount',
            name='withdrawn_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contact',
            name='merchant',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='merchants.merchant'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(('in_force_at__gte', models.F('given_at'))), name='account_in_force_once_given'),
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__lt', models.F('in_force_at')), ('withdrawn_by__isnull', False)), _connector='OR'), name='account_withdrawn_before_in_force'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankaccount',
            trigger=pgtrigger.compiler.Trigger(name='account_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0505707139c1d6fbcfdf9cc257791990fe8e87e0', operation='DELETE', pgid='pgtrigger_account_stays_52597', table='merchants_bankaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankaccount',
            trigger=pgtrigger.compiler.Trigger(name='account_stays_as_given', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.withdrawn_at IS NOT NULL OR (OLD.merchant_id, OLD.bank, OLD.holder, OLD.tail, OLD.pseudonym, OLD.given_at, OLD.given_by_id, OLD.in_force_at) IS DISTINCT FROM (NEW.merchant_id, NEW.bank, NEW.holder, NEW.tail, NEW.pseudonym, NEW.given_at, NEW.given_by_id, NEW.in_force_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5a137070ec113570f27139289ff036ab430c6b5b', operation='UPDATE', pgid='pgtrigger_account_stays_as_given_3f336', table='merchants_bankaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankaccount',
            trigger=pgtrigger.compiler.Trigger(name='accounts_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a bank account is never emptied: %', TG_TABLE_NAME;", hash='e5c85504802b17246a994f29c0d69ad194b18f99', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_accounts_stay_ef21a', table='merchants_bankaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankaccount',
            trigger=pgtrigger.compiler.Trigger(name='given_at_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM new_rows WHERE given_at < (SELECT max(ends_at) FROM seals_sealedday)) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='eebfdf10a9dba1590f6a4470e969a387fded2d55', level='STATEMENT', operation='INSERT', pgid='pgtrigger_given_at_after_the_seal_0b2fa', referencing='REFERENCING NEW TABLE AS new_rows ', table='merchants_bankaccount', when='AFTER')),
        ),
    ]
