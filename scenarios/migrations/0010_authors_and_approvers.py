"""Whose hands are in the drafts that are there, out of the audit trail; and who publishes may approve from now on."""

from django.db import migrations

DRAFTS = """
    UPDATE scenarios_ruleversion AS version
    SET authors = wrote.authors
    FROM (
        SELECT person.version_id, array_agg(person.id ORDER BY person.since) AS authors
        FROM (
            SELECT event.pgh_obj_id AS version_id, (context.metadata ->> 'user')::bigint AS id, min(event.pgh_id) AS since
            FROM scenarios_ruleversionevent AS event
            JOIN pghistory_context AS context ON context.id = event.pgh_context_id
            WHERE context.metadata ->> 'user' IS NOT NULL
            GROUP BY 1, 2
        ) AS person
        GROUP BY 1
    ) AS wrote
    WHERE version.id = wrote.version_id AND version.published_at IS NULL
"""


def let_publishers_approve(apps, schema_editor):
    """Rights are made after migrations; this one is needed by the groups that are there, which nobody makes again."""
    permissions = apps.get_model("auth", "Permission").objects
    publish = permissions.filter(codename="publish_ruleversion", content_type__app_label="scenarios").first()
    if publish is None:
        return
    approve, _created = permissions.get_or_create(
        codename="approve_ruleversion",
        content_type=publish.content_type,
        defaults={"name": "Can approve rule versions that others wrote, and return them"},
    )
    for group in publish.group_set.all():
        group.permissions.add(approve)
    for user in publish.user_set.all():
        user.user_permissions.add(approve)


class Migration(migrations.Migration):
    dependencies = [
        ("scenarios", "0009_life_of_a_version"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(DRAFTS, migrations.RunSQL.noop),
        migrations.RunPython(let_publishers_approve, migrations.RunPython.noop),
    ]
