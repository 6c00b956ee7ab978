"""Sessions as Django keeps them in the database, read by a plain statement: every page of a citizen asks for one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.models import SignedIn
from common.city_time import city_day
from common.prepared import Prepared

USED_ON = "used_on"
"""The day on which a session that has signed in was last used; no other session has it."""
_LOAD = Prepared(
    "session_data", "SELECT session_data FROM django_session WHERE session_key = $1::text AND expire_date > $2"
)


class SessionStore(db.SessionStore):
    """Django's own in everything but how it reads; `accounts.SignedIn` knows it by its key of the day."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, under a new key, if it is unknown or over."""
        now = timezone.now()
        row = _LOAD.row(self.session_key, now)
        if row is None:
            self._session_key = None
            return {}
        data = self.decode(row[0])
        if USED_ON in data and data[USED_ON] != (today := city_day(now)).isoformat():
            data[USED_ON], self.modified = today.isoformat(), True
            SignedIn.objects.filter(session_key=self.session_key).update(last_used_on=today)
        return data

    def cycle_key(self) -> None:
        """As Django does it, and the row goes along."""
        before = self.session_key
        super().cycle_key()
        if before and USED_ON in self:
            SignedIn.objects.filter(session_key=before).update(session_key=self.session_key)

    def flush(self) -> None:
        """As Django does it, and the row goes, too: somebody has signed out."""
        if self.session_key and USED_ON in self:
            SignedIn.objects.filter(session_key=self.session_key).delete()
        super().flush()
