"""Acts are found by their day, without a lock on who writes them while the index is built.

Who was cut off amid it has left an index that is never used: that one goes first.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('activities', '0030_keepsakes'),
    ]

    operations = [
        migrations.RunSQL('DROP INDEX CONCURRENTLY IF EXISTS activity_day', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='activity',
            index=BrinIndex(
                autosummarize=True,
                fields=['city_day'],
                name='activity_day',
                opclasses=['date_minmax_multi_ops'],
                pages_per_range=32,
            ),
        ),
    ]
