"""Who hears that the desk has redacted something: who owns the organisation whose certificate or document it is."""

from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from projects.models import Organisation, Part, Redaction, Seat

REDACTED = "public_text_redacted"


def redacted(made: Redaction, owner: Organisation, *, now: datetime) -> None:
    """With the reason; the certificate's page tells the rest, a document's own title is theirs to read."""
    owners = Seat.objects.current().filter(organisation=owner, part=Part.OWNER).values_list("user_id", flat=True)
    path = reverse("projects:room", args=[owner.public_id])
    if made.order_id:
        path = reverse("projects:order", args=[owner.public_id, made.number])
    facts = {"number": made.number, "is_certificate": made.order_id is not None, "reason": made.words}
    tell([News(user, REDACTED, f"{REDACTED}:{made.pk}", path, facts) for user in owners], now=now)
