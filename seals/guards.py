"""What keeps a closed day closed: no row is dated into it, whoever writes. And whether all guards stand."""

from collections.abc import Sequence

import pgtrigger
from django.apps import apps
from django.db import connection

WHY = "nothing is written into a day that is closed: %"
REFUSED = f"RAISE EXCEPTION '{WHY}', TG_TABLE_NAME USING ERRCODE = 'check_violation';"


def after_the_seal(column: str) -> pgtrigger.Trigger:
    """Refuses a statement that inserts a row whose time, in `column`, lies in a day that is closed."""
    return pgtrigger.Trigger(
        name=f"{column}_after_the_seal",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        func=f"""
            IF EXISTS (SELECT FROM new_rows WHERE {column} < (SELECT max(ends_at) FROM seals_sealedday)) THEN
                {REFUSED}
            END IF;
            RETURN NULL;
        """,  # noqa: S608, a name of this program alone
    )


def set_after_the_seal(column: str) -> pgtrigger.Trigger:
    """The same for a time that a row gets later, and once."""
    return pgtrigger.Trigger(
        name=f"{column}_set_after_the_seal",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.{column} IS DISTINCT FROM OLD.{column}
               AND LEAST(NEW.{column}, OLD.{column}) < (SELECT max(ends_at) FROM seals_sealedday) THEN
                {REFUSED}
            END IF;
            RETURN NEW;
        """,  # noqa: S608, a name of this program alone
    )


def off() -> list[tuple[str, str, str]]:
    """The triggers and constraints of all models that are switched off or gone: table, name, and which of the two."""
    return [*_triggers_off(), *_constraints_gone()]


def _triggers_off() -> list[tuple[str, str, str]]:
    every = [
        (model._meta.db_table, trigger.get_pgid(model), trigger.name)
        for model in apps.get_models(include_auto_created=True)
        for trigger in getattr(model._meta, "triggers", [])
    ]
    return _asked(
        """
        SELECT wanted.model_table, wanted.name, CASE WHEN found.oid IS NULL THEN 'gone' ELSE 'switched off' END
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS wanted (model_table, pgid, name)
        LEFT JOIN pg_trigger AS found
            ON found.tgname = wanted.pgid AND found.tgrelid = to_regclass(quote_ident(wanted.model_table))
        WHERE found.tgenabled IS DISTINCT FROM 'O'
        ORDER BY 1, 2
        """,
        every,
    )


def _constraints_gone() -> list[tuple[str, str, str]]:
    every = [
        (model._meta.db_table, constraint.name)
        for model in apps.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
        if model._meta.managed and not model._meta.proxy
    ]
    return _asked(
        """
        SELECT wanted.model_table, wanted.name, 'gone'
        FROM unnest(%s::text[], %s::text[]) AS wanted (model_table, name)
        WHERE NOT EXISTS (
            SELECT FROM pg_constraint AS found WHERE found.conname = wanted.name
            AND found.conrelid = to_regclass(quote_ident(wanted.model_table))
        ) AND NOT EXISTS (
            SELECT FROM pg_index AS found JOIN pg_class AS named ON named.oid = found.indexrelid
            WHERE named.relname = wanted.name AND found.indisvalid
            AND found.indrelid = to_regclass(quote_ident(wanted.model_table))
        )
        ORDER BY 1, 2
        """,
        every,
    )


def _asked(query: str, every: Sequence[tuple[str, ...]]) -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(column) for column in zip(*every, strict=True)])
        return list(cursor.fetchall())
