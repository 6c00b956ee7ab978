"""What the role that runs the portal may do with the ledger, beyond what triggers say (`common/table_rights.py`)."""

from credits.models import LedgerAccount, Transfer

ONLY_COLUMNS = {LedgerAccount._meta.db_table: ["slot"]}
"""Who locks a row must have the right to update one column of it, and this one is worth nothing: a number by which the
slots of a budget are told apart, that the trigger and, for everybody's accounts, a constraint keep as it is."""

RUN_AS_OWNER = [(Transfer, "move_balances")]
"""Nobody may set a balance; what posting moves is moved for them."""
