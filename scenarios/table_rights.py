"""What the role that runs the portal may do with rules' tables, beyond what triggers say (`common/table_rights.py`)."""

from collections.abc import Sequence
from typing import Any

from scenarios.models import Rehearsal
from scenarios.rehearsals.models import PROGRESS

ONLY_COLUMNS = {Rehearsal._meta.db_table: list(PROGRESS)}
"""What was asked of a rehearsal stays as it was asked."""

RUN_AS_OWNER: Sequence[Any] = []
