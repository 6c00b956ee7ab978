"""What the role that runs the portal may do with tables of the second path, beyond what triggers say."""

from collections.abc import Sequence
from typing import Any

from projects.models import Finding, MonitoringReport, PoolConsent

ONLY_COLUMNS = {
    MonitoringReport._meta.db_table: ["status", "verifier_id", "moved_at"],
    Finding._meta.db_table: ["status"],
    PoolConsent._meta.db_table: ["ended_at"],
}
"""What a report is of, what was found and what was consented to stay as they were; only where they stand moves."""

RUN_AS_OWNER: Sequence[Any] = []
