"""What is not settled waits in a narrow table; a scored act is rewritten within its page, and no index grows."""

import common.public_ids
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


QUEUE_WHAT_IS_UNSETTLED = """
INSERT INTO activities_queuedact (activity_id, citizen_id, scenario_id, waits_since)
SELECT id, citizen_id, scenario_id, CASE status WHEN 'waiting' THEN status_at END
FROM activities_activity WHERE status IN ('pending', 'waiting');
"""
# An act is rewritten once, when it is scored; the queue's rows come and go, so it is swept often.
ROOM_WITHIN_PAGES = """
ALTER TABLE activities_activity SET (fillfactor = 85);
ALTER TABLE activities_queuedact SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
"""
NO_ROOM = "ALTER TABLE activities_activity RESET (fillfactor);"


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0010_meters'),
        ('scenarios', '0006_scenarios_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QueuedAct',
            fields=[
                ('activity_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('citizen_id', models.BigIntegerField()),
                ('scenario_id', models.BigIntegerField()),
                ('waits_since', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(QUEUE_WHAT_IS_UNSETTLED, migrations.RunSQL.noop),
        migrations.RunSQL(ROOM_WITHIN_PAGES, NO_ROOM),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_pending_by_shard',
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_waiting',
        ),
        migrations.AlterField(
            model_name='activity',
            name='public_id',
            field=models.CharField(default=common.public_ids.new_public_id, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name='activity',
            name='scenario',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scenarios.scenario'),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='activity',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='assessment', to='activities.activity'),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='version',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scenarios.ruleversion'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=django.contrib.postgres.indexes.HashIndex(fields=['public_id'], name='activity_public_id'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='act_of_a_scenario', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM (SELECT DISTINCT scenario_id AS named FROM new_rows) AS new_row\n                LEFT JOIN scenarios_scenario AS there ON there.id = new_row.named\n                WHERE there.id IS NULL\n            ) THEN\n                RAISE EXCEPTION 'act_of_a_scenario: no such row of scenarios_scenario' USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='c2b1fbfebc4d7c9ec3336f2b17e42d5d3c0892d6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_act_of_a_scenario_9974e', referencing='REFERENCING NEW TABLE AS new_rows ', table='activities_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='acts_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='eeea466f3d6bbde6ec29fb0a64999901c823a17b', operation='DELETE', pgid='pgtrigger_acts_stay_304ea', table='activities_activity', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='assessment_of_an_act', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM (SELECT DISTINCT activity_id AS named FROM new_rows) AS new_row\n                LEFT JOIN activities_activity AS there ON there.id = new_row.named\n                WHERE there.id IS NULL\n            ) THEN\n                RAISE EXCEPTION 'assessment_of_an_act: no such row of activities_activity' USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='fb16765e737700baed000d8363b65bf6a0342be8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_assessment_of_an_act_0cbb7', referencing='REFERENCING NEW TABLE AS new_rows ', table='activities_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='assessment_by_a_version', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM (SELECT DISTINCT version_id AS named FROM new_rows) AS new_row\n                LEFT JOIN scenarios_ruleversion AS there ON there.id = new_row.named\n                WHERE there.id IS NULL\n            ) THEN\n                RAISE EXCEPTION 'assessment_by_a_version: no such row of scenarios_ruleversion' USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='7c66c9ed22b9711ae7ba44a960f3174b51639a92', level='STATEMENT', operation='INSERT', pgid='pgtrigger_assessment_by_a_version_54345', referencing='REFERENCING NEW TABLE AS new_rows ', table='activities_assessment', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='queuedact',
            index=models.Index(django.db.models.expressions.CombinedExpression(models.F('citizen_id'), '%%', models.Value(16)), models.F('activity_id'), condition=models.Q(('waits_since', None)), name='queued_by_shard'),
        ),
        migrations.AddIndex(
            model_name='queuedact',
            index=models.Index(condition=models.Q(('waits_since__isnull', False)), fields=['citizen_id'], name='queued_for_budget'),
        ),
    ]
