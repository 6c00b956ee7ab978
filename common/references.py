"""References that are proven a whole statement at a time, where a foreign key would look, and lock, row by row."""

import pgtrigger


def existing(name: str, column: str, table: str) -> pgtrigger.Trigger:
    """Refuses a statement that inserts a row whose `column` names no row of `table`.

    It holds for ever only where rows of `table` that are named are never removed: give that table a trigger which
    refuses it.
    """
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        func=f"""
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT {column} AS named FROM new_rows) AS new_row
                LEFT JOIN {table} AS there ON there.id = new_row.named
                WHERE there.id IS NULL
            ) THEN
                RAISE EXCEPTION '{name}: no such row of {table}' USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608, names of this program alone
    )
