"""What the role that runs the portal may do with merchants' tables, beyond what triggers say."""

from collections.abc import Sequence
from typing import Any

from merchants.models import BankAccount

ONLY_COLUMNS = {BankAccount._meta.db_table: ["withdrawn_at", "withdrawn_by_id"]}
"""An account stays as it was given; who could change one would be paid in another's place."""

RUN_AS_OWNER: Sequence[Any] = []
