"""What becomes of the ways in, the devices and the name of an account that is merged into another."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import devices
from accounts.app_sign_in import keeping as app_sign_ins
from accounts.changing_phone import numbers, waiting
from accounts.changing_phone.models import PhoneChange, Way
from accounts.models import AccessToken, Freeze, PastSignIn, Profile, ProfileQuerySet, SecondFactor, User
from accounts.phones import mask_phone
from common.merging import Compared, Effect, Pair


def hindrances(pair: Pair, now: datetime) -> Iterator[str]:
    if PhoneChange.objects.waiting().filter(citizen__in=(pair.ended_id, pair.stays_id)).exists():
        yield _("A change of the mobile number of one of the two waits. Stop it, or wait until it is made.")


def effects(pair: Pair, now: datetime) -> Iterator[Effect]:
    yield from _numbers(pair)
    ended = User.objects.get(pk=pair.ended_id)
    signed_in = devices.signed_in(ended, now=now).count()
    if signed_in:
        told = _("Devices signed in: %(count)s") % {"count": signed_in}
        yield Effect(told, _("Signed out."))
    apps = app_sign_ins.of(ended, now=now).count()
    if apps:
        yield Effect(_("Apps signed in: %(count)s") % {"count": apps}, _("Signed out."))
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
    kept, given_up = (pair.ended_id, pair.stays_id) if pair.takes_phone else (pair.stays_id, pair.ended_id)
    phones = _numbers_of(pair)
    if pair.takes_phone and phones.get(kept):
        told = _("Devices, apps and programs at the account that stays")
        yield Effect(told, _("Signed out, as its number becomes another. Programs need new accesses."))
    if phones.get(kept):
        yield Effect(_("Mobile number %(phone)s") % {"phone": mask_phone(phones[kept])}, _("Signs you in."))
    if phones.get(given_up):
        told = _("Mobile number %(phone)s") % {"phone": mask_phone(phones[given_up])}
        yield Effect(told, _("Signs you in no more; whoever tries is told that the account was merged."))


def compared(pair: Pair, now: datetime) -> Iterator[Compared]:
    both = (pair.ended_id, pair.stays_id)
    users = User.objects.in_bulk(both)
    masked = {one: mask_phone(phone) for one, phone in _numbers_of(pair).items()}
    yield Compared(_("Joined"), *(date_format(localtime(users[one].joined_at)) for one in both))
    yield Compared(_("Mobile number"), *(masked.get(one, "—") for one in both))
    yield Compared(_("Signed in last"), *(_last_sign_in(one) for one in both))
    yield Compared(_("Freezes so far"), *(Freeze.objects.filter(citizen=one).count() for one in both))


def settle(pair: Pair, now: datetime) -> None:
    """The number that does not stay is kept with the closed account: signing in with it says where that has gone.

    Where the number of the one that stays becomes another, whoever was signed in there before is no more.
    """
    phones = _numbers_of(pair)
    if pair.takes_phone and phones.get(pair.ended_id):
        _profiles(pair).update(phone=None, phone_verified_at=None)
        _changed(pair.stays_id, phones.get(pair.stays_id, ""), phones[pair.ended_id], now)
        _changed(pair.ended_id, phones[pair.ended_id], phones.get(pair.stays_id, ""), now)
        _sign_out(pair.stays_id, now)
    Profile.objects.filter(user=pair.ended_id).update(wants_texts=False)
    _sign_out(pair.ended_id, now)


def _sign_out(user_id: int, now: datetime) -> None:
    """Everywhere: browsers, apps, and programs."""
    AccessToken.objects.valid(now).filter(user=user_id).update(revoked_at=now)
    devices.end_all(User.objects.get(pk=user_id))


def _changed(user_id: int, old: str, new: str, now: datetime) -> None:
    """Written down as every change of a number is; both accounts were proven for it."""
    if new:
        numbers.give(user_id, new, phone_verified_at=now)
    change = PhoneChange.objects.create(
        citizen_id=user_id, way=Way.BOTH, asked_at=now, due_at=now, tells_old=False, done_at=now
    )
    waiting.forget_number(numbers.keep(change, old=old, new=new))


def _profiles(pair: Pair) -> ProfileQuerySet:
    return Profile.objects.filter(user__in=(pair.ended_id, pair.stays_id))


def _numbers_of(pair: Pair) -> dict[int, str]:
    found = _profiles(pair).filter(phone__isnull=False).values_list("user_id", "phone")
    return {user_id: phone for user_id, phone in found if phone}


def _last_sign_in(user_id: int) -> str:
    last = PastSignIn.objects.filter(user=user_id).order_by("-pk").values_list("at", flat=True).first()
    return date_format(localtime(last), "DATETIME_FORMAT") if last else "—"
