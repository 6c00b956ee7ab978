"""One key is never two people's: whether it is somebody's already is asked of an index. The table is allauth's."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0022_phones_change_hands'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE INDEX accounts_passkey ON mfa_authenticator ((data #> ARRAY['credential', 'id']))
            WHERE type = 'webauthn'
            """,
            "DROP INDEX accounts_passkey",
        ),
    ]
