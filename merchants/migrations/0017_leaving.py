# Merchants that leave: since when, and which owner asked.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0016_businesses'),
    ]

    operations = [
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
            name='leaving_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='leaving since'),
        ),
        migrations.AddField(
            model_name='merchant',
            name='leaving_by',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='merchants.membership', verbose_name='owner who leaves'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='leaving_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='leaving since'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='leaving_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='merchants.membership', verbose_name='owner who leaves'),
        ),
        migrations.AlterField(
            model_name='merchant',
            name='status',
            field=models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('suspended', 'Suspended'), ('refused', 'Refused'), ('left', 'Left')], default='applied', editable=False, max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='merchantevent',
            name='status',
            field=models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('suspended', 'Suspended'), ('refused', 'Refused'), ('left', 'Left')], default='applied', editable=False, max_length=10, verbose_name='status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "leaving_at", "leaving_by_id", "legal_name", "licence_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (NEW."applicant_id", NEW."business", NEW."id", NEW."leaving_at", NEW."leaving_by_id", NEW."legal_name", NEW."licence_number", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."refusal", NEW."status", NEW."status_at"); RETURN NULL;', hash='1c78838a3aa42954676c72d8cc286ab7ec79f315', operation='INSERT', pgid='pgtrigger_insert_insert_559be', table='merchants_merchant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "leaving_at", "leaving_by_id", "legal_name", "licence_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (NEW."applicant_id", NEW."business", NEW."id", NEW."leaving_at", NEW."leaving_by_id", NEW."legal_name", NEW."licence_number", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."refusal", NEW."status", NEW."status_at"); RETURN NULL;', hash='9f10ff86a29574b233b7bec099ae475a7c8d5f22', operation='UPDATE', pgid='pgtrigger_update_update_44659', table='merchants_merchant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "leaving_at", "leaving_by_id", "legal_name", "licence_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (OLD."applicant_id", OLD."business", OLD."id", OLD."leaving_at", OLD."leaving_by_id", OLD."legal_name", OLD."licence_number", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."refusal", OLD."status", OLD."status_at"); RETURN NULL;', hash='f83fc040ee9485a7a4ee7c6949ec438884720b39', operation='DELETE', pgid='pgtrigger_delete_delete_a3514', table='merchants_merchant', when='AFTER')),
        ),
    ]
