"""What the role that runs the portal may do with acts' tables, beyond what triggers say (`common/table_rights.py`)."""

from collections.abc import Sequence
from typing import Any

from activities.models import Doubted, RevocationSet, RevocationSetAct, YearCertificate

ONLY_COLUMNS = {
    Doubted._meta.db_table: ["decision", "reason", "decided_by_id", "decided_at", "reopened_by_id", "reopened_at"],
    RevocationSet._meta.db_table: ["done_at"],
    RevocationSetAct._meta.db_table: ["outcome"],
    YearCertificate._meta.db_table: ["ended_at", "ended_as"],
}
"""What was found against an act stays, and what a set was when it was shown; what is decided and done is
added. A certificate ends, and says what it said."""

RUN_AS_OWNER: Sequence[Any] = []
