"""An assessment is known by its act; what was its own number stays where the reference of an award names it.

No row is written anew: the number becomes a column that may be empty, and two indexes are built in place of two.
"""

import django.db.models.deletion
from django.db import migrations, models

BY_THE_ACT = """
ALTER TABLE activities_assessment DROP CONSTRAINT activities_assessment_pkey;
ALTER TABLE activities_assessment DROP CONSTRAINT activities_assessment_activity_id_key;
ALTER TABLE activities_assessment ALTER COLUMN id DROP IDENTITY;
ALTER TABLE activities_assessment ALTER COLUMN id DROP NOT NULL;
ALTER TABLE activities_assessment RENAME COLUMN id TO award_number;
ALTER TABLE activities_assessment ADD CONSTRAINT activities_assessment_pkey PRIMARY KEY (activity_id);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0011_queue'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            # There is no way back: what is scored from now on has no number.
            database_operations=[migrations.RunSQL(BY_THE_ACT)],
            state_operations=[
                migrations.RemoveField(
                    model_name='assessment',
                    name='id',
                ),
                migrations.AlterField(
                    model_name='assessment',
                    name='activity',
                    field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='assessment', serialize=False, to='activities.activity'),
                ),
                migrations.AddField(
                    model_name='assessment',
                    name='award_number',
                    field=models.BigIntegerField(editable=False, null=True),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('award_number__isnull', False)), fields=('award_number',), name='assessment_award_number'),
        ),
    ]
