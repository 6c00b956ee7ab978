# Refunds: what a till took is given back, later than it could be undone.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0013_wishes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=300, verbose_name='why')),
                ('taken_at', models.DateTimeField(verbose_name='used')),
                ('credits', models.PositiveIntegerField(verbose_name='credits')),
                ('expired', models.PositiveIntegerField(verbose_name='credits that had run out')),
                ('fen', models.PositiveIntegerField(verbose_name='fen')),
                ('happened_at', models.DateTimeField(verbose_name='refunded')),
            ],
            options={
                'verbose_name': 'refund',
                'verbose_name_plural': 'refunds',
                'permissions': [('refund_voucher', 'Can refund vouchers that were used')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='redemption',
            name='redemption_times_fit_its_status',
        ),
        migrations.AlterField(
            model_name='redemption',
            name='status',
            field=models.CharField(choices=[('held', 'Ready to use'), ('redeemed', 'Used'), ('returned', 'Given back'), ('expired', 'Expired'), ('cancelled', 'Cancelled by the merchant'), ('refunded', 'Refunded')], max_length=9, verbose_name='status'),
        ),
        # Every voucher of before fits: the states only become more.
        AddConstraintNotValid(
            model_name='redemption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('captured_at', None), ('released_at', None), ('status', 'held')), models.Q(('captured_at__isnull', False), ('released_at', None), ('status', 'redeemed')), models.Q(('captured_at', None), ('released_at__isnull', False), ('status__in', ['returned', 'expired', 'cancelled', 'refunded'])), _connector='OR'), name='redemption_times_fit_its_status'),
        ),
        migrations.AddField(
            model_name='refund',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='refund',
            name='membership',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='merchants.membership'),
        ),
        migrations.AddField(
            model_name='refund',
            name='merchant',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='merchants.merchant', verbose_name='merchant'),
        ),
        migrations.AddField(
            model_name='refund',
            name='redemption',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='merchants.redemption', verbose_name='redemption'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['merchant', '-id'], name='refund_of_merchant'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['happened_at'], name='refund_happened'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='refund_says_why'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('expired__lte', models.F('credits'))), name='refund_expires_no_more_than_it_is'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='refund_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='11137741343b1a6079b51b395057c1c2cf770d49', operation='UPDATE OR DELETE', pgid='pgtrigger_refund_stays_db45e', table='merchants_refund', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='refunds_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a refund is never emptied: %', TG_TABLE_NAME;", hash='b93fc31edb9641fb57c03dea8583f5ce7380fd85', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_refunds_stay_6bf00', table='merchants_refund', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='refund',
            trigger=pgtrigger.compiler.Trigger(name='happened_at_after_the_seal', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM new_rows WHERE happened_at < (SELECT max(ends_at) FROM seals_sealedday)) THEN\n                RAISE EXCEPTION 'nothing is written into a day that is closed: %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='945dd673dbb497e8b9c82f3a839371ee01936fab', level='STATEMENT', operation='INSERT', pgid='pgtrigger_happened_at_after_the_seal_35627', referencing='REFERENCING NEW TABLE AS new_rows ', table='merchants_refund', when='AFTER')),
        ),
    ]
