"""What the role that runs the portal may do with each table: nothing that the table's own triggers refuse.

Said once, by the triggers of the models: what `pgtrigger.Protect` refuses for every row, the role has no right to. An
app adds in its `table_rights.py` what triggers cannot say (`credits/table_rights.py`). The owner of the tables gives
the rights (`grant`), after each change of the tables, and whoever starts the portal compares (`compared`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from common import locks
from common.brought import brought
from common.owner import as_owner

ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE")
CACHE_OF_BEFORE = "cache"
"""A table that this version does not use; processes of the version before may still run beside it."""
NEVER = ("TRUNCATE", "REFERENCES", "TRIGGER")
SEARCH_PATH = "pg_catalog, {schema}, pg_temp"
"""Of what runs as the owner: whatever a caller's path says, and tables of a caller's own come last."""
IGNORING = "_pgtrigger_should_ignore"
"""By which pgtrigger asks whether `pgtrigger.ignore`, a setting that everybody may set, names the trigger."""
OWNER_ALONE_IGNORES = """
    SELECT CASE WHEN coalesce(current_setting('pgtrigger.ignore', true), '') = '' THEN false
    ELSE trigger_name = ANY (current_setting('pgtrigger.ignore')::text[])
        AND pg_catalog.has_function_privilege(session_user, '{function}(name)', 'EXECUTE WITH GRANT OPTION')
    END
"""
"""The owner, and whoever has the owner's rights, may give the function to others; the portal's role may only use it.
Without a query in it PostgreSQL puts it in the place of its call: each trigger calls it for each statement.
"""


@dataclass(frozen=True, slots=True)
class Rights:
    """Of a table: `rows` on all of it, and the only columns that may be updated where UPDATE is not among them."""

    rows: frozenset[str] = frozenset(ROWS)
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compared:
    """How a role differs from what it should be; each a clause of a sentence."""

    is_owner: bool = False
    excess: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


def wanted() -> dict[str, Rights]:
    """What each table of this version is to be granted, by the table's name."""
    every = apps.get_models(include_auto_created=True)
    tables = [model for model in every if model._meta.managed and not model._meta.proxy]
    found = {model._meta.db_table: _by_triggers(model) for model in tables}
    found[CACHE_OF_BEFORE] = Rights()
    found[MigrationRecorder.Migration._meta.db_table] = Rights(frozenset({"SELECT"}))
    for module in _of_apps():
        for table, columns in module.ONLY_COLUMNS.items():
            found[table] = Rights(found[table].rows - {"UPDATE"}, frozenset(columns))
    return found


def as_owner_runs() -> list[str]:
    """The functions of triggers that do as the owner what nobody may do by hand."""
    return [
        trigger.get_pgid(model)
        for module in _of_apps()
        for model, name in module.RUN_AS_OWNER
        for trigger in model._meta.triggers
        if trigger.name == name
    ]


def bring_up_to_date() -> Compared:
    """Gives the portal's role what it should have, where it has something else; returns how it was before.

    Whoever owns the tables is left as they are.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    with as_owner(), connection.cursor() as cursor:
        before = compared(cursor, role)
        if not before.is_owner and (before.excess or before.lacking):
            grant(cursor, role)
        return before


# Granting


def grant(cursor: Any, role: str) -> None:
    """As the owner: the role may do what is wanted and nothing else. All at once, so that no moment lacks a right."""
    cursor.execute("SELECT current_schema()")
    schema = _quoted(cursor.fetchone()[0])
    with transaction.atomic():
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.TABLE_RIGHTS)}")
        cursor.execute("; ".join(_grants(cursor, _quoted(role), schema)))


def _grants(cursor: Any, role: str, schema: str) -> Iterator[str]:
    yield from _on_whole(cursor, role, schema)
    everybody = f"FROM PUBLIC, {role}"
    known = wanted()
    for name in _owned(cursor, "r", "p", "v", "m", "f"):
        table = f"{schema}.{_quoted(name)}"
        rights = known.get(name, Rights(frozenset()))
        yield f"REVOKE ALL ON TABLE {table} {everybody}"
        if rights.rows:
            yield f"GRANT {', '.join(sorted(rights.rows))} ON TABLE {table} TO {role}"
        if rights.columns:
            yield f"GRANT UPDATE ({', '.join(map(_quoted, sorted(rights.columns)))}) ON TABLE {table} TO {role}"
    for name in _owned(cursor, "S"):
        yield f"REVOKE ALL ON SEQUENCE {schema}.{_quoted(name)} {everybody}"
        yield f"GRANT USAGE ON SEQUENCE {schema}.{_quoted(name)} TO {role}"
    yield from _on_functions(cursor, role, schema)


def _on_whole(cursor: Any, role: str, schema: str) -> Iterator[str]:
    """Only the owner of the database itself may say who makes tables of a session's own, or any at all."""
    cursor.execute(
        """
        SELECT datname, pg_has_role(datdba, 'USAGE'), pg_has_role(nspowner, 'USAGE')
        FROM pg_database, pg_namespace WHERE datname = current_database() AND nspname = current_schema()
        """
    )
    database, owns_database, owns_schema = cursor.fetchone()
    if owns_database:
        yield f"REVOKE CREATE, TEMPORARY ON DATABASE {_quoted(database)} FROM PUBLIC, {role}"
        yield f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {role}"
    if owns_schema:
        yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}"
        yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"


def _on_functions(cursor: Any, role: str, schema: str) -> Iterator[str]:
    """Nobody can hang what runs as the owner on a table of their own: that takes EXECUTE, which firing does not."""
    as_owner_run = set(as_owner_runs())
    for name, signature in _owned_functions(cursor):
        if name in as_owner_run:
            path = SEARCH_PATH.format(schema=schema)
            yield f"ALTER FUNCTION {signature} SECURITY DEFINER SET search_path = {path}"
            yield f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC, {role}"
        else:
            yield f"GRANT EXECUTE ON FUNCTION {signature} TO {role}"
        if name == IGNORING:
            body = OWNER_ALONE_IGNORES.format(function=f"{schema}.{IGNORING}")
            head = f"CREATE OR REPLACE FUNCTION {schema}.{IGNORING}(trigger_name name) RETURNS boolean"
            yield f"{head} STABLE LANGUAGE sql AS $body${body}$body$"


def _owned(cursor: Any, *kinds: str) -> list[str]:
    cursor.execute(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = ANY (%s) AND pg_has_role(relowner, 'USAGE')
        ORDER BY relname
        """,
        [list(kinds)],
    )
    return [name for (name,) in cursor.fetchall()]


def _owned_functions(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(
        """
        SELECT proname, oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f' AND pg_has_role(proowner, 'USAGE')
        ORDER BY 2
        """
    )
    return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


# Comparing


def compared(cursor: Any, role: str) -> Compared:
    """What the role has that it should not have, and the other way round; whoever asks sees the same."""
    excess = list(_powers(cursor, role))
    if _owns(cursor, role) or "is a superuser" in excess:
        return Compared(is_owner=True, excess=excess)
    lacking: list[str] = []
    known = wanted()
    for table, rows, columns in _rights_now(cursor, role):
        rights = known.get(table, Rights(frozenset()))
        changeable = rights.columns if "UPDATE" not in rights.rows else columns
        excess += [f"may {right} {table}" for right in sorted(rows - rights.rows)]
        excess += [f"may update {table}.{column}" for column in sorted(columns - changeable) if "UPDATE" not in rows]
        lacking += [f"may not {right} {table}" for right in sorted(rights.rows - rows)]
        lacking += [f"may not update {table}.{column}" for column in sorted(changeable - columns)]
    of_functions = _functions_now(cursor, role)
    return Compared(False, excess + of_functions.excess, lacking + of_functions.lacking + _sequences_now(cursor, role))


def _powers(cursor: Any, role: str) -> Iterator[str]:
    cursor.execute(
        """
        SELECT rolsuper, rolcreaterole, rolreplication, rolbypassrls,
               has_database_privilege(rolname, current_database(), 'TEMPORARY'),
               has_database_privilege(rolname, current_database(), 'CREATE'),
               has_schema_privilege(rolname, current_schema(), 'CREATE')
        FROM pg_roles WHERE rolname = %s
        """,
        [role],
    )
    words = (
        *("is a superuser", "may make roles", "may replicate", "passes over row security"),
        *("may make temporary tables", "may make schemas", "may make tables"),
    )
    yield from (word for word, is_so in zip(words, cursor.fetchone(), strict=True) if is_so)


def _owns(cursor: Any, role: str) -> bool:
    cursor.execute(
        """
        SELECT EXISTS (
            SELECT FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relname = ANY (%s)
              AND pg_has_role(%s, relowner, 'MEMBER')
        )
        """,
        [list(wanted()), role],
    )
    return bool(cursor.fetchone()[0])


def _rights_now(cursor: Any, role: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Of each of this version's tables that is there: rights to all of it, and the columns that may be updated."""
    cursor.execute(
        """
        SELECT relname,
               ARRAY(SELECT it FROM unnest(%(words)s) AS it WHERE has_table_privilege(%(role)s, pg_class.oid, it)),
               ARRAY(
                   SELECT attname::text FROM pg_attribute
                   WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                     AND has_column_privilege(%(role)s, pg_class.oid, attnum, 'UPDATE')
               )
        FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname = ANY (%(tables)s) AND relkind IN ('r', 'p')
        ORDER BY relname
        """,
        {"words": [*ROWS, *NEVER], "role": role, "tables": list(wanted())},
    )
    return [(table, frozenset(rows), frozenset(columns)) for table, rows, columns in cursor.fetchall()]


def _functions_now(cursor: Any, role: str) -> Compared:
    cursor.execute(
        """
        SELECT proname, prosecdef, prosrc LIKE '%%session_user%%', has_function_privilege(%s, oid, 'EXECUTE')
        FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname = ANY (%s)
        """,
        [role, [*as_owner_runs(), IGNORING]],
    )
    found = Compared()
    for name, is_owners, asks_who, may_use in cursor.fetchall():
        if name == IGNORING:
            found.excess.extend([] if asks_who else ["may switch triggers off by pgtrigger.ignore"])
        else:
            found.excess.extend([f"may use {name} as it likes"] if may_use and is_owners else [])
            found.lacking.extend([] if is_owners else [f"has no {name} that runs as the owner"])
    return found


def _sequences_now(cursor: Any, role: str) -> list[str]:
    cursor.execute(
        """
        SELECT sequence.relname FROM pg_class AS sequence
        JOIN pg_depend ON objid = sequence.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
        JOIN pg_class AS owning ON owning.oid = refobjid
        WHERE sequence.relnamespace = current_schema()::regnamespace
          AND owning.relname = ANY (%s)
          -- No other relation may be asked for this right, in whatever order PostgreSQL looks at the conditions.
          AND CASE sequence.relkind WHEN 'S' THEN NOT has_sequence_privilege(%s, sequence.oid, 'USAGE') END
        ORDER BY 1
        """,
        [list(wanted()), role],
    )
    return [f"may not use {name}" for (name,) in cursor.fetchall()]


# What is said of the tables


def _by_triggers(model: type[models.Model]) -> Rights:
    refused = {
        str(operation)
        for trigger in getattr(model._meta, "triggers", [])
        if isinstance(trigger, pgtrigger.Protect) and trigger.condition is None
        for operation in trigger.operation or ()
    }
    return Rights(frozenset(ROWS) - refused)


def _of_apps() -> Sequence[ModuleType]:
    """`table_rights.py` of each app that has one: `ONLY_COLUMNS` by table, `RUN_AS_OWNER` as models and triggers."""
    return brought("table_rights")
