from django.db import migrations, models


class Migration(migrations.Migration):
    """What is published already took back as much as it scored."""

    dependencies = [
        ("city", "0005_transparency"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedday",
            name="taken_until",
            field=models.DateTimeField(null=True, verbose_name="taken back before"),
        ),
        migrations.RunSQL("UPDATE city_publishedday SET taken_until = until", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="publishedday",
            name="taken_until",
            field=models.DateTimeField(verbose_name="taken back before"),
        ),
    ]
