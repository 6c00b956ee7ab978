"""An offer that was on show keeps its kind and whoever stands behind it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('merchants', '0005_vouchers_of_a_day'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='offer',
            trigger=pgtrigger.compiler.Trigger(name='what_was_on_show_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.published_at IS NOT NULL AND (OLD.kind, OLD.merchant_id, OLD.cause_id) IS DISTINCT FROM (NEW.kind, NEW.merchant_id, NEW.cause_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2a0abe24540b85330e07923c2db5a5f29d92cf1c', operation='UPDATE', pgid='pgtrigger_what_was_on_show_stays_e0643', table='merchants_offer', when='BEFORE')),
        ),
    ]
