"""What an uploaded file holds is taken from one account only."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0015_things_counted_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileKey',
            fields=[
                ('digest', models.UUIDField(primary_key=True, serialize=False)),
                ('citizen_id', models.BigIntegerField()),
                ('job_id', models.BigIntegerField(null=True)),
            ],
        ),
    ]
