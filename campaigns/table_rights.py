"""What the role that runs the portal may do with campaigns' tables, beyond what triggers say."""

from collections.abc import Sequence
from typing import Any

from campaigns.models import CheckIn, GuardianChange, Places, SignUp, TeamConsent, TrophyAward, TrophyPublication

ONLY_COLUMNS = {
    Places._meta.db_table: ["taken", "asked", "capacity"],
    SignUp._meta.db_table: ["status", "in_at", "withdrawn_at", "wants_reminders"],
    CheckIn._meta.db_table: ["undone_at", "undone_by_id", "undone_for"],
    GuardianChange._meta.db_table: ["is_agreed", "decided_by_id", "decided_at"],
    TeamConsent._meta.db_table: ["ended_at", "released_at"],
    TrophyAward._meta.db_table: ["revoked_at"],
    TrophyPublication._meta.db_table: ["withdrawn_at"],
}
"""Who signed up for what, in which order, and who was there stays, as does what was consented to, earned and shown.

Only where it stands moves.
"""

RUN_AS_OWNER: Sequence[Any] = []
