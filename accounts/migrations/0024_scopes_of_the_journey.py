import django.contrib.postgres.fields
from django.db import migrations, models

import accounts.scopes


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0023_passkeys_are_found"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accesstoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("submit", "Submit acts"),
                        ("read", "Read acts, credits and redemptions"),
                        ("claim", "Tell what did not arrive, ask that a decision is looked at again"),
                        ("inbox", "Read the inbox, mark it as read"),
                        ("profile", "Read and change your profile, bind cars and meters"),
                        ("campaign", "Take part in campaigns, read your teams and trophies"),
                        ("spend", "Redeem credits, read the codes of vouchers, give them back"),
                        ("till", "Take vouchers at a till where you work"),
                    ],
                    max_length=8,
                ),
                db_default=models.Value(
                    ["submit", "read", "claim", "inbox", "profile", "campaign", "spend", "till"]
                ),
                default=accounts.scopes.every_scope,
                size=None,
            ),
        ),
    ]
