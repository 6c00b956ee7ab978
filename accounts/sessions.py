"""Sessions as Django keeps them in the database; those that have signed in keep the list of sign-ins true."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.models import Profile, SignedIn
from common.city_time import city_day

USED_ON = "used_on"
"""The day on which a session that has signed in was last used; no other session has it."""


class SessionStore(db.SessionStore):
    """Django's own; `accounts.SignedIn` knows it by its key of the day."""

    def load(self) -> dict[str, Any]:
        """As Django does it; the first time on a day it is noted that the session was used."""
        data: dict[str, Any] = super().load()
        today = city_day(timezone.now())
        if data.get(USED_ON, today.isoformat()) != today.isoformat():
            data[USED_ON], self.modified = today.isoformat(), True
            SignedIn.objects.filter(session_key=self.session_key).update(last_used_on=today)
            # The session's row goes with the session; that the account was used stays known.
            Profile.objects.filter(user=data.get(SESSION_KEY)).update(last_used_on=today)
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
