"""What stands in the world and counts once for everybody, and which act counts which stretch of it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0013_recounting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.UUIDField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='CountedStretch',
            fields=[
                ('pk', models.CompositePrimaryKey('activity_id', 'thing_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('activity_id', models.BigIntegerField()),
                ('thing_id', models.BigIntegerField()),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['thing_id', 'first'], name='counted_stretch_of_thing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('last'))), name='counted_stretch_is_some')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countedstretch',
            trigger=pgtrigger.compiler.Trigger(name='stretch_of_an_act', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM (SELECT DISTINCT activity_id AS named FROM new_rows) AS new_row\n                LEFT JOIN activities_activity AS there ON there.id = new_row.named\n                WHERE there.id IS NULL\n            ) THEN\n                RAISE EXCEPTION 'stretch_of_an_act: no such row of activities_activity' USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='d1b41c715601949e32e6a39778bd8e1d367428c1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stretch_of_an_act_56a42', referencing='REFERENCING NEW TABLE AS new_rows ', table='activities_countedstretch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countedstretch',
            trigger=pgtrigger.compiler.Trigger(name='stretch_of_a_thing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM (SELECT DISTINCT thing_id AS named FROM new_rows) AS new_row\n                LEFT JOIN activities_thing AS there ON there.id = new_row.named\n                WHERE there.id IS NULL\n            ) THEN\n                RAISE EXCEPTION 'stretch_of_a_thing: no such row of activities_thing' USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='d123a36f1e923561d69f8f056a74d629ef6c19dc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_stretch_of_a_thing_85479', referencing='REFERENCING NEW TABLE AS new_rows ', table='activities_countedstretch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='thing',
            trigger=pgtrigger.compiler.Trigger(name='things_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5e328ec849b698a96f541b1585c114e865ac9c55', operation='DELETE', pgid='pgtrigger_things_stay_77f08', table='activities_thing', when='BEFORE')),
        ),
    ]
