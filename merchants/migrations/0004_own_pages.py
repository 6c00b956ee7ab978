"""Offers that a merchant sends to the desk, with a photo of its own; what its tills have undone, by day."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0003_applications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='offer',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='offer',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='offer',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='offer',
            name='photo',
            field=models.CharField(blank=True, editable=False, max_length=32, verbose_name='photo'),
        ),
        migrations.AddField(
            model_name='offer',
            name='sent_back',
            field=models.JSONField(default=dict, editable=False, verbose_name='why it was sent back'),
        ),
        migrations.AddField(
            model_name='offer',
            name='submitted_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='sent to the desk'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='photo',
            field=models.CharField(blank=True, editable=False, max_length=32, verbose_name='photo'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='sent_back',
            field=models.JSONField(default=dict, editable=False, verbose_name='why it was sent back'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='submitted_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='sent to the desk'),
        ),
        migrations.AlterField(
            model_name='offer',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for the desk'), ('published', 'Published'), ('withdrawn', 'Taken off')], default='draft', editable=False, max_length=9, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='offerevent',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for the desk'), ('published', 'Published'), ('withdrawn', 'Taken off')], default='draft', editable=False, max_length=9, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('photo', ''), _negated=True), fields=['photo'], name='offer_photo'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('status', 'submitted')), fields=['submitted_at'], name='offer_submitted'),
        ),
        migrations.AddIndex(
            model_name='redemptionstep',
            index=models.Index(condition=models.Q(('step', 'undone')), fields=['shop', 'happened_at'], name='step_undone_at_shop'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_offerevent" ("cause_id", "ends_on", "id", "is_limited", "kind", "limit_count", "limit_days", "merchant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "picture", "price", "public_id", "published_at", "sent_back", "settlement_fen", "starts_on", "status", "submitted_at", "terms", "title", "voucher_days", "weekdays") VALUES (NEW."cause_id", NEW."ends_on", NEW."id", NEW."is_limited", NEW."kind", NEW."limit_count", NEW."limit_days", NEW."merchant_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photo", NEW."picture", NEW."price", NEW."public_id", NEW."published_at", NEW."sent_back", NEW."settlement_fen", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."terms", NEW."title", NEW."voucher_days", NEW."weekdays"); RETURN NULL;', hash='ffbc215e2986ad01148818630bd7c77f7a540e0a', operation='INSERT', pgid='pgtrigger_insert_insert_1e427', table='merchants_offer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "merchants_offerevent" ("cause_id", "ends_on", "id", "is_limited", "kind", "limit_count", "limit_days", "merchant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "picture", "price", "public_id", "published_at", "sent_back", "settlement_fen", "starts_on", "status", "submitted_at", "terms", "title", "voucher_days", "weekdays") VALUES (NEW."cause_id", NEW."ends_on", NEW."id", NEW."is_limited", NEW."kind", NEW."limit_count", NEW."limit_days", NEW."merchant_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photo", NEW."picture", NEW."price", NEW."public_id", NEW."published_at", NEW."sent_back", NEW."settlement_fen", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."terms", NEW."title", NEW."voucher_days", NEW."weekdays"); RETURN NULL;', hash='481421f8262525022dae477950c425eeedb7b049', operation='UPDATE', pgid='pgtrigger_update_update_a1822', table='merchants_offer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_offerevent" ("cause_id", "ends_on", "id", "is_limited", "kind", "limit_count", "limit_days", "merchant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "picture", "price", "public_id", "published_at", "sent_back", "settlement_fen", "starts_on", "status", "submitted_at", "terms", "title", "voucher_days", "weekdays") VALUES (OLD."cause_id", OLD."ends_on", OLD."id", OLD."is_limited", OLD."kind", OLD."limit_count", OLD."limit_days", OLD."merchant_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photo", OLD."picture", OLD."price", OLD."public_id", OLD."published_at", OLD."sent_back", OLD."settlement_fen", OLD."starts_on", OLD."status", OLD."submitted_at", OLD."terms", OLD."title", OLD."voucher_days", OLD."weekdays"); RETURN NULL;', hash='d909d1b01cde8688e55d40eb9e6e4fbae857690c', operation='DELETE', pgid='pgtrigger_delete_delete_85472', table='merchants_offer', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='offer_waits_since'),
        ),
    ]
