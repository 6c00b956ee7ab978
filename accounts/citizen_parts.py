"""A citizen's sign-ins, freezes and inbox, and what is personal about them, for the help desk."""

from collections.abc import Iterator, Sequence

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.devices import WORDS
from accounts.inbox import reading
from accounts.models import Freeze, Notice, PastSignIn, PhoneChange, Profile
from accounts.phones import group_phone, mask_phone
from common import paging
from common.desk_citizen import Cell, Part, Personal, Shown, shown


def personal(citizen_id: int) -> Iterator[Personal]:
    profile = Profile.objects.filter(user=citizen_id).first()
    if profile is None:
        return
    if profile.phone:
        yield Personal(_now("phone"), mask_phone(profile.phone), group_phone(profile.phone))
    if profile.display_name:
        yield Personal(_now("display name"), f"{profile.display_name[0]}**", profile.display_name)


def _sign_ins(citizen_id: int, after: str) -> Shown:
    return shown(PastSignIn.objects.filter(user=citizen_id), _of_sign_in, after, key=paging.NUMBER)


def _of_sign_in(one: PastSignIn) -> Sequence[Cell]:
    return [Cell(one.at), Cell(WORDS.get(one.device, one.device))]


def _factors(citizen_id: int, after: str) -> Shown:
    return shown(Authenticator.objects.filter(user=citizen_id), _of_factor, after, key=paging.NUMBER)


def _of_factor(one: Authenticator) -> Sequence[Cell]:
    is_passkey = one.type == Authenticator.Type.WEBAUTHN
    device = WORDS.get(one.data.get("name", ""), "—") if is_passkey else "—"
    signs_in = _now("yes") if is_passkey and one.data.get("opens") else _now("no")
    return [
        Cell(one.get_type_display()),
        Cell(device),
        Cell(signs_in),
        Cell(one.created_at),
        Cell(one.last_used_at or "—"),
    ]


def _freezes(citizen_id: int, after: str) -> Shown:
    return shown(Freeze.objects.filter(citizen=citizen_id), _of_freeze, after)


def _of_freeze(freeze: Freeze) -> Sequence[Cell]:
    said = (freeze.reason_in_words, freeze.begun_at, freeze.ends_at, freeze.over_at or "—")
    return [Cell(freeze.public_id, freeze), *map(Cell, said)]


def _phone_changes(citizen_id: int, after: str) -> Shown:
    return shown(PhoneChange.objects.filter(citizen=citizen_id), _of_phone_change, after)


def _of_phone_change(change: PhoneChange) -> Sequence[Cell]:
    over = change.done_at or change.stopped_at or "—"
    said = (change.get_way_display(), change.asked_at, over, change.get_stopped_display() or "—")
    return [Cell(change.public_id, change), *map(Cell, said)]


def _inbox(citizen_id: int, after: str) -> Shown:
    return shown(Notice.objects.of(citizen_id), _of_notice, after)


def _of_notice(notice: Notice) -> Sequence[Cell]:
    return [Cell(notice.told_at), Cell(reading.line(notice).sentence), Cell(notice.read_at or "—")]


OF_FACTORS = (_("what"), _("device"), _("signs in by itself"), _("since"), _("used last"))
FROZEN = (_("public id"), _("reason"), _("frozen since"), _("frozen until"), _("over since"))
CHANGED = (_("public id"), _("how"), _("asked for"), _("over since"), _("why it was stopped"))
PARTS = [
    Part("sign-ins", _("Sign-ins"), (_("when"), _("device")), _sign_ins, place=60),
    Part("factors", _("Passkeys and second factors"), OF_FACTORS, _factors, place=65),
    Part("freezes", _("Freezes"), FROZEN, _freezes, place=70),
    Part("phone-changes", _("Changes of phone"), CHANGED, _phone_changes, place=75),
    Part("inbox", _("Inbox"), (_("when"), _("what they were told"), _("read by them")), _inbox, place=80),
]
