"""Who came from a platform and has just proven their number is linked at that moment, whatever page comes next."""

from datetime import datetime

from django.http import HttpRequest

from accounts import fresh_proofs
from platforms import held, linking


def arrived(request: HttpRequest, *, then: str, now: datetime) -> None:
    """`then` is where they wanted to go. Who has a passkey or a second factor shows it on the page that links."""
    identity = held.awaited(request, then, now=now)
    if identity is not None and fresh_proofs.is_enough(request, now=now):
        held.end(request, outcome=linking.tried(request, identity, now=now))
