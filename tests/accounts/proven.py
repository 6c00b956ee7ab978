"""A session whose owner has shown the phone just now."""

from django.test import Client
from django.utils import timezone

from accounts import fresh_proofs


def proven(client: Client) -> Client:
    """As after signing in; `force_login` shows nothing."""
    session = client.session
    session[fresh_proofs.PROVEN_AT] = timezone.now().timestamp()
    session.save()
    return client
