"""An index for what a cashier has taken lately at a shop."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("merchants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="redemptionstep",
            index=models.Index(
                condition=models.Q(("step", "captured")),
                fields=["membership", "shop", "-id"],
                name="step_captures_at_shop",
            ),
        ),
    ]
