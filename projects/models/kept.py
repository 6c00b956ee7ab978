"""Rows that are written once and stay, whoever writes: what the tables of the second path that only grow have alike."""

from collections.abc import Sequence

import pgtrigger

from common.never_emptied import never_emptied
from seals.guards import after_the_seal


def never_changed(name: str, what: str, moment: str = "") -> list[pgtrigger.Trigger]:
    """No row is changed, taken away, or dated by `moment` into a day that is closed; `name` guards the whole table."""
    closed = [after_the_seal(moment)] if moment else []
    kept = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
    return [kept, never_emptied(name, what), *closed]


def stays(name: str, columns: Sequence[str], unless: str = "") -> pgtrigger.Protect:
    """These columns of a row never change, where it is not `unless` something holds of the old row, in SQL."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    condition = f"NOT ({unless}) AND ({changed})" if unless else changed
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=pgtrigger.Condition(condition))
