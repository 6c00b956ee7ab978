"""Proves that no account changed hands by its number unseen: each number is the one that its last change says."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from accounts.changing_phone import numbers
from accounts.changing_phone.models import ChangedNumbers, PhoneChange
from accounts.models import Profile
from common.audit import WHOLE, AuditRule, Extent, Finding, broken

NOT_AS_CHANGED = "phone_is_not_as_it_was_changed"
RULES = [
    AuditRule(
        "phone_changed_without_waiting",
        "change of phone {0} ({1}) of user {2}: asked for at {3}, made at {4}",
        """
        SELECT public_id, way, citizen_id, asked_at, done_at FROM accounts_phonechange
        WHERE way IN ('waited', 'desk') AND done_at < asked_at + interval '1 day'
            OR way = 'desk' AND done_at IS NOT NULL AND NOT tells_old AND agreed_by_id IS NULL
        ORDER BY id
        """,
    ),
]


def findings(extent: Extent = WHOLE) -> Iterator[Finding]:
    yield from broken(RULES)
    yield from _not_as_changed()


def _not_as_changed() -> Iterator[Finding]:
    """Digests are compared here, as the database has no key. Numbers that were erased are held against nothing."""
    last = PhoneChange.objects.filter(citizen=OuterRef("change__citizen"), done_at__isnull=False).order_by("-id")
    kept = ChangedNumbers.objects.filter(change=Subquery(last.values("pk")[:1])).select_related("change")
    for one in kept.order_by("pk").iterator():
        phone = Profile.objects.filter(user=one.change.citizen_id).values_list("phone", flat=True).first()
        if one.new not in (numbers.names(phone) if phone else (None,)):
            yield Finding(NOT_AS_CHANGED, f"user {one.change.citizen_id}: not the number of change {one.change}")
