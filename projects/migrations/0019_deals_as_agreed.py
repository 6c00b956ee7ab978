import django.db.models.expressions
from django.db import migrations, models
from django.db.models.functions import Cast


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0018_overlaps_with_reports'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='deal',
            name='deal_is_tonnes_by_price',
        ),
        migrations.AddConstraint(
            model_name='deal',
            constraint=models.CheckConstraint(condition=models.Q(('fen', django.db.models.expressions.CombinedExpression(Cast('tonnes', models.BigIntegerField()), '*', models.F('price_fen')))), name='deal_is_tonnes_by_price'),
        ),
    ]
