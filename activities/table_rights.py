"""What the role that runs the portal may do with acts' tables, beyond what triggers say (`common/table_rights.py`)."""

from collections.abc import Sequence
from typing import Any

from activities.models import Doubted

ONLY_COLUMNS = {
    Doubted._meta.db_table: ["decision", "reason", "decided_by_id", "decided_at", "reopened_by_id", "reopened_at"]
}
"""What was found against an act stays; a decision is added."""

RUN_AS_OWNER: Sequence[Any] = []
