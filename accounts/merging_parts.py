"""What becomes of the ways in, the devices and the name of an account that is merged into another."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import devices
from accounts.models import AccessToken, Freeze, PastSignIn, Profile, ProfileQuerySet, SecondFactor, User
from accounts.phones import mask_phone
from common.merging import Compared, Effect, Pair


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    yield from _numbers(pair)
    ended = User.objects.get(pk=pair.ended_id)
    signed_in = devices.signed_in(ended, now=now).count()
    if signed_in:
        told = _("Devices signed in: %(count)s") % {"count": signed_in}
        yield Effect(told, _("Signed out."))
    tokens = AccessToken.objects.valid(now).filter(user=ended).count()
    if tokens:
        told = _("Accesses for programs: %(count)s") % {"count": tokens}
        yield Effect(told, _("End at once. Make new ones at the account that stays."))
    factors = SecondFactor.objects.filter(user=ended).exclude(type=SecondFactor.Type.RECOVERY_CODES).count()
    if factors:
        told = _("Passkeys and second factors: %(count)s") % {"count": factors}
        yield Effect(told, _("Open nothing any more. Add them anew at the account that stays."))
    yield Effect(_("Name, district, language"), _("As they are at the account that stays."))


def _numbers(pair: Pair) -> Iterator[Effect]:
    kept, given_up = _ids(pair)
    numbers = _numbers_of(pair)
    if numbers.get(kept):
        yield Effect(_("Mobile number %(phone)s") % {"phone": mask_phone(numbers[kept])}, _("Signs you in."))
    if numbers.get(given_up):
        told = _("Mobile number %(phone)s") % {"phone": mask_phone(numbers[given_up])}
        yield Effect(told, _("Signs you in no more; whoever tries is told that the account was merged."))


def compared(pair: Pair, now: datetime) -> Iterator[Compared]:
    both = (pair.ended_id, pair.stays_id)
    users = User.objects.in_bulk(both)
    numbers = {one: mask_phone(phone) for one, phone in _numbers_of(pair).items()}
    yield Compared(_("Joined"), *(date_format(localtime(users[one].joined_at)) for one in both))
    yield Compared(_("Mobile number"), *(numbers.get(one, "—") for one in both))
    yield Compared(_("Signed in last"), *(_last_sign_in(one) for one in both))
    yield Compared(_("Freezes so far"), *(Freeze.objects.filter(citizen=one).count() for one in both))


def move(pair: Pair, now: datetime) -> None:
    """The number that does not stay is kept with the closed account: signing in with it says where that has gone."""
    kept, given_up = _ids(pair)
    verified = dict(_profiles(pair).values_list("user_id", "phone_verified_at"))
    phones = _numbers_of(pair)
    if pair.takes_phone and phones.get(kept):
        _profiles(pair).update(phone=None, phone_verified_at=None)
        _set(pair.stays_id, phones[kept], verified[kept])
        if phones.get(given_up):
            _set(pair.ended_id, phones[given_up], verified[given_up])
    Profile.objects.filter(user=pair.ended_id).update(wants_texts=False)
    AccessToken.objects.valid(now).filter(user=pair.ended_id).update(revoked_at=now)
    devices.end_all(User.objects.get(pk=pair.ended_id))


def _ids(pair: Pair) -> tuple[int, int]:
    """Whose number stays, and whose does not."""
    return (pair.ended_id, pair.stays_id) if pair.takes_phone else (pair.stays_id, pair.ended_id)


def _profiles(pair: Pair) -> ProfileQuerySet:
    return Profile.objects.filter(user__in=(pair.ended_id, pair.stays_id))


def _numbers_of(pair: Pair) -> dict[int, str]:
    found = _profiles(pair).filter(phone__isnull=False).values_list("user_id", "phone")
    return {user_id: phone for user_id, phone in found if phone}


def _set(user_id: int, phone: str, verified_at: datetime | None) -> None:
    Profile.objects.update_or_create(user_id=user_id, defaults={"phone": phone, "phone_verified_at": verified_at})


def _last_sign_in(user_id: int) -> str:
    last = PastSignIn.objects.filter(user=user_id).order_by("-pk").values_list("at", flat=True).first()
    return date_format(localtime(last), "DATETIME_FORMAT") if last else "—"
