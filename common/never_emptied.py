"""Tables that nobody empties: TRUNCATE, which fires no trigger of a row, is refused by one of its own."""

import pgtrigger


def never_emptied(name: str, what: str) -> pgtrigger.Trigger:
    """`what` begins the refusal: the ledger, the chain."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=f"RAISE EXCEPTION '{what} is never emptied: %', TG_TABLE_NAME;",
    )
