"""Merchants that a citizen applies for: who, in which words, and why the desk refused."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0002_captures_at_a_shop'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            name='applicant',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='applicant'),
        ),
        migrations.AddField(
            model_name='merchant',
            name='business',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='kind of business'),
        ),
        migrations.AddField(
            model_name='merchant',
            name='refusal',
            field=models.JSONField(default=dict, editable=False, verbose_name='why it was refused'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='applicant',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='applicant'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='business',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='kind of business'),
        ),
        migrations.AddField(
            model_name='merchantevent',
            name='refusal',
            field=models.JSONField(default=dict, editable=False, verbose_name='why it was refused'),
        ),
        migrations.AlterField(
            model_name='merchant',
            name='status',
            field=models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('suspended', 'Suspended'), ('refused', 'Refused')], default='applied', editable=False, max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='merchantevent',
            name='status',
            field=models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('suspended', 'Suspended'), ('refused', 'Refused')], default='applied', editable=False, max_length=10, verbose_name='status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (NEW."applicant_id", NEW."business", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."refusal", NEW."status", NEW."status_at"); RETURN NULL;', hash='a1afeab1a939659de84af3006e915277a42c8f8c', operation='INSERT', pgid='pgtrigger_insert_insert_559be', table='merchants_merchant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (NEW."applicant_id", NEW."business", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."refusal", NEW."status", NEW."status_at"); RETURN NULL;', hash='cd002b1913fa3797b01ccbae0e07089b62a4a7c8', operation='UPDATE', pgid='pgtrigger_update_update_44659', table='merchants_merchant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merchant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_merchantevent" ("applicant_id", "business", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "status", "status_at") VALUES (OLD."applicant_id", OLD."business", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."refusal", OLD."status", OLD."status_at"); RETURN NULL;', hash='96eb86db12c43c31b2f1e9d5f4cee5f333e28262', operation='DELETE', pgid='pgtrigger_delete_delete_a3514', table='merchants_merchant', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='merchant',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['applied', 'refused'])), fields=('applicant',), name='one_open_application_of_a_citizen'),
        ),
        migrations.AddConstraint(
            model_name='merchant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), models.Q(('refusal', {}), _negated=True)), models.Q(models.Q(('status', 'refused'), _negated=True), ('refusal', {})), _connector='OR'), name='merchant_refused_for_a_reason'),
        ),
    ]
