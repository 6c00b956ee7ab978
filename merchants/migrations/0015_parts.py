# Parts of vouchers that are taken off bills: what an offer takes off, and each part as a row cut off its voucher.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0014_refunds'),
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
        migrations.RemoveConstraint(
            model_name='redemption',
            name='redemption_times_fit_its_status',
        ),
        migrations.AddField(
            model_name='offer',
            name='rest_stays',
            field=models.BooleanField(db_default=True, default=True, help_text='Else what a bill does not need comes back as credits at once', verbose_name='the rest stays on the voucher'),
        ),
        migrations.AddField(
            model_name='offer',
            name='value_fen',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='Only for what is taken off a bill, all at once or part by part', verbose_name='fen off a bill'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='rest_stays',
            field=models.BooleanField(db_default=True, default=True, help_text='Else what a bill does not need comes back as credits at once', verbose_name='the rest stays on the voucher'),
        ),
        migrations.AddField(
            model_name='offerevent',
            name='value_fen',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='Only for what is taken off a bill, all at once or part by part', verbose_name='fen off a bill'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='part_of',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='merchants.redemption', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='taken_fen',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='fen off bills taken by parts'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='taken_price',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='credits taken by parts'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='value_fen',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='fen off a bill'),
        ),
        migrations.AlterField(
            model_name='offer',
            name='kind',
            field=models.CharField(choices=[('goods', 'Goods'), ('discount', 'Discount'), ('bill', 'Off a bill'), ('transit', 'Transit ticket'), ('donation', 'Donation')], max_length=8, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='offerevent',
            name='kind',
            field=models.CharField(choices=[('goods', 'Goods'), ('discount', 'Discount'), ('bill', 'Off a bill'), ('transit', 'Transit ticket'), ('donation', 'Donation')], max_length=8, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='redemption',
            name='status',
            field=models.CharField(choices=[('held', 'Ready to use'), ('redeemed', 'Used'), ('returned', 'Given back'), ('expired', 'Expired'), ('cancelled', 'Cancelled by the merchant'), ('refunded', 'Refunded'), ('used_up', 'Used up'), ('undone', 'Use undone')], max_length=9, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='redemption',
            index=models.Index(condition=models.Q(('part_of__isnull', False)), fields=['part_of', 'id'], name='redemption_parts'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_offerevent" ("cause_id", "ends_on", "id", "is_limited", "kind", "limit_count", "limit_days", "merchant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "picture", "price", "public_id", "published_at", "rest_stays", "sent_back", "settlement_fen", "starts_on", "status", "submitted_at", "terms", "title", "value_fen", "voucher_days", "weekdays") VALUES (NEW."cause_id", NEW."ends_on", NEW."id", NEW."is_limited", NEW."kind", NEW."limit_count", NEW."limit_days", NEW."merchant_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photo", NEW."picture", NEW."price", NEW."public_id", NEW."published_at", NEW."rest_stays", NEW."sent_back", NEW."settlement_fen", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."terms", NEW."title", NEW."value_fen", NEW."voucher_days", NEW."weekdays"); RETURN NULL;', hash='3c2d82bb5ed027f4b44d7b33e7c8048dfcf57a4a', operation='INSERT', pgid='pgtrigger_insert_insert_1e427', table='merchants_offer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "merchants_offerevent" ("cause_id", "ends_on", "id", "is_limited", "kind", "limit_count", "limit_days", "merchant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "picture", "price", "public_id", "published_at", "rest_stays", "sent_back", "settlement_fen", "starts_on", "status", "submitted_at", "terms", "title", "value_fen", "voucher_days", "weekdays") VALUES (NEW."cause_id", NEW."ends_on", NEW."id", NEW."is_limited", NEW."kind", NEW."limit_count", NEW."limit_days", NEW."merchant_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photo", NEW."picture", NEW."price", NEW."public_id", NEW."published_at", NEW."rest_stays", NEW."sent_back", NEW."settlement_fen", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."terms", NEW."title", NEW."value_fen", NEW."voucher_days", NEW."weekdays"); RETURN NULL;', hash='6f04162be635da8fc9d246fb37b7a34ac6a63f5b', operation='UPDATE', pgid='pgtrigger_update_update_a1822', table='merchants_offer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "merchants_offerevent" ("cause_id", "ends_on", "id", "is_limited", "kind", "limit_count", "limit_days", "merchant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "picture", "price", "public_id", "published_at", "rest_stays", "sent_back", "settlement_fen", "starts_on", "status", "submitted_at", "terms", "title", "value_fen", "voucher_days", "weekdays") VALUES (OLD."cause_id", OLD."ends_on", OLD."id", OLD."is_limited", OLD."kind", OLD."limit_count", OLD."limit_days", OLD."merchant_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."photo", OLD."picture", OLD."price", OLD."public_id", OLD."published_at", OLD."rest_stays", OLD."sent_back", OLD."settlement_fen", OLD."starts_on", OLD."status", OLD."submitted_at", OLD."terms", OLD."title", OLD."value_fen", OLD."voucher_days", OLD."weekdays"); RETURN NULL;', hash='6905c341fa0d392096608030c94331963e453a7f', operation='DELETE', pgid='pgtrigger_delete_delete_85472', table='merchants_offer', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'bill'), ('value_fen__gt', 0)), models.Q(models.Q(('kind', 'bill'), _negated=True), ('value_fen', 0)), _connector='OR'), name='offer_takes_something_off_a_bill'),
        ),
        # Every voucher of before fits: none has parts.
        AddConstraintNotValid(
            model_name='redemption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('captured_at', None), ('released_at', None), ('status', 'held')), models.Q(('captured_at__isnull', False), ('released_at', None), ('status', 'redeemed')), models.Q(('captured_at', None), ('released_at__isnull', False), ('status__in', ['returned', 'expired', 'cancelled', 'refunded'])), models.Q(('captured_at', None), ('status__in', ['used_up', 'undone'])), _connector='OR'), name='redemption_times_fit_its_status'),
        ),
        # Every voucher of before fits: none has parts.
        AddConstraintNotValid(
            model_name='redemption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_fen', 0), ('taken_price', 0)), models.Q(('part_of', None), ('taken_fen__lte', models.F('value_fen')), ('taken_price__lte', models.F('price'))), _connector='OR'), name='parts_are_within_their_voucher'),
        ),
    ]
