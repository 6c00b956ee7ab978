"""People, by their public id or sign-in name; by phone, whole or its last four digits, for who may see phones."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.db.models.functions import Right
from django.http import HttpRequest
from django.utils import timezone

from accounts import looks
from accounts.deeds.noting import note
from accounts.models import DeedKind, Profile, Seen, User
from accounts.phones import mask_phone, parse_phone
from accounts.refusals import NotAMobileNumber, NotReached
from common.desk_search import MOST, Found

TAIL = 4


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    if request.user.has_perm("accounts.view_user"):
        for user in User.objects.filter(Q(public_id=text.lower()) | Q(username=text))[:MOST]:
            yield Found(User._meta.verbose_name, str(user), user)
        if request.user.has_perm("accounts.view_profile"):
            yield from _by_phone(text, request)


def _by_phone(text: str, request: HttpRequest) -> Iterator[Found]:
    """Each with its phone masked: who looks for a tail learns no more of the number than that."""
    by, rows = _profiles(text)
    if rows is None:
        return
    found, now = list(rows.select_related("user").order_by("-pk")[:MOST]), timezone.now()
    note(DeedKind.SEARCHED, by=request.user, now=now, facts={"by": by, "found": len(found)})
    looks.note(of=[one.pk for one in found], seen=Seen.PHONE, by=request.user, now=now)
    yield from (Found(User._meta.verbose_name, f"{one} · {mask_phone(one.phone or '')}", one.user) for one in found)


def _profiles(text: str) -> tuple[str, QuerySet[Profile] | None]:
    """Those with this phone, or with one that ends so; nothing for what is neither."""
    if len(text) == TAIL and text.isascii() and text.isdigit():
        return "phone_tail", Profile.objects.annotate(tail=Right("phone", TAIL)).filter(tail=text)
    try:
        return "phone", Profile.objects.filter(phone=parse_phone(text))
    except (NotAMobileNumber, NotReached):
        return "", None
