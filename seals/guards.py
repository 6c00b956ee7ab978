"""What keeps a closed day closed: no row is dated into it, whoever writes."""

import pgtrigger

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
