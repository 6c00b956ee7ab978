"""Migrations that move models to another app: tables and rows stay, the desk's rights and history come along.

The version before goes on running beside them, so what it reads stays until a later migration: content types and
permissions are copied to the new app's name, not renamed.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_OURS = r"SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger\_%%'"

Step = Callable[[Any, BaseDatabaseSchemaEditor], None]


def without_old_triggers(*tables: str) -> Step:
    """Takes the triggers off: their names hang on the app. Those of the new name follow in the same transaction."""

    def take_off(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        with editor.connection.cursor() as cursor:
            for table in tables:
                cursor.execute(_OURS, [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
                    cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')

    return take_off


def with_rights(old: str, new: str, models: Sequence[str]) -> Step:
    """Whoever had a right on one of the models in the old app has it in the new one; the desk's history follows."""

    def copy(apps: Any, _editor: BaseDatabaseSchemaEditor) -> None:
        content_types = apps.get_model("contenttypes", "ContentType").objects
        permissions = apps.get_model("auth", "Permission").objects
        for before in content_types.filter(app_label=old, model__in=models):
            after, _made = content_types.get_or_create(app_label=new, model=before.model)
            apps.get_model("admin", "LogEntry").objects.filter(content_type=before).update(content_type=after)
            for right in permissions.filter(content_type=before):
                copied, _made = permissions.get_or_create(
                    content_type=after, codename=right.codename, defaults={"name": right.name}
                )
                copied.group_set.add(*right.group_set.all())
                copied.user_set.add(*right.user_set.all())

    return copy
