"""Sessions as Django keeps them in the database, read by a plain statement: every page of a citizen asks for one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from common.prepared import Prepared

_LOAD = Prepared(
    "session_data", "SELECT session_data FROM django_session WHERE session_key = $1::text AND expire_date > $2"
)


class SessionStore(db.SessionStore):
    """Django's own in everything but how it reads."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, under a new key, if it is unknown or over."""
        row = _LOAD.row(self.session_key, timezone.now())
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
