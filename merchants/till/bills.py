"""Part of a bill at the till: a code is shown, an amount entered, what that comes to looked at, and then taken.

Between these steps a page carries a signed word for the voucher that was shown: good for five minutes, for this cashier
and till alone, and for nothing once something was taken of the voucher, though it was undone since.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core import signing
from django.db import transaction

from accounts.models import User
from common.texts import Text, in_reader_language
from merchants import steps
from merchants.models import Redemption, RedemptionStatus
from merchants.parts import Part
from merchants.refusals import AskedTooLongAgo, KeyReused, TakenMeanwhile
from merchants.till import cutting, taking
from merchants.till.cutting import At
from merchants.till.taking import Place, Taken

GOOD_FOR = timedelta(minutes=5)
SALT = "merchants.till.bills"


class Asked(NamedTuple):
    """What the till asks for: how much of the bill, at the most what is left. `part` is what an amount comes to."""

    word: str
    title: Text
    left_fen: int
    left: int
    rest_stays: bool
    part: Part | None = None

    @property
    def offer(self) -> str:
        """In the reader's language."""
        return in_reader_language(self.title)

    @property
    def left_after_fen(self) -> int:
        return self.left_fen - (self.part.value_fen if self.part else 0)

    @property
    def left_after(self) -> int:
        return self.left - (self.part.price if self.part else 0)


@transaction.atomic
def ask(*, user: User, shop: str, voucher_id: str, now: datetime) -> Asked:
    """For a voucher whose code was right just now, known by its public id."""
    place = taking.place_of(user, shop)
    voucher = Redemption.objects.select_related("offer").get(public_id=voucher_id, merchant=place.merchant_id)
    return _asked(voucher, signing.dumps(_said(voucher, place, now), salt=SALT))


@transaction.atomic
def again(*, user: User, shop: str, word: str, now: datetime) -> Asked:
    """The same question once more. Raises `AskedTooLongAgo`, `TakenMeanwhile`, an `UnknownShop`."""
    return _asked(_voucher(taking.place_of(user, shop), word, now, is_locked=False), word)


@transaction.atomic
def foresee(*, user: User, shop: str, word: str, amount_fen: int, now: datetime) -> Asked:
    """What an amount comes to, before it is taken. Raises as `again` does, and `TooMuchOfTheBill`."""
    voucher = _voucher(taking.place_of(user, shop), word, now, is_locked=False)
    return _asked(voucher, word)._replace(part=cutting.foresee(voucher, amount_fen))


@transaction.atomic
def take(*, user: User, shop: str, word: str, amount_fen: int, key: str, now: datetime) -> Taken:
    """Takes what was looked at; the same key again returns the first. Raises as `foresee` does, and `KeyReused`."""
    place = taking.place_of(user, shop)
    if earlier := steps.captured_before(place.cashier_id, key):
        taken = earlier.redemption
        if taken.part_of is None or (taken.part_of.public_id, taken.value_fen) != (_read(word)["voucher"], amount_fen):
            raise KeyReused
        return Taken.of(taken)
    voucher = _voucher(place, word, now, is_locked=True)
    at = At(place.user_id, place.cashier_id, place.shop_id)
    return Taken.of(cutting.cut(voucher, amount_fen, at=at, key=key, now=now))


def _asked(voucher: Redemption, word: str) -> Asked:
    return Asked(word, voucher.offer.title, voucher.left_fen, voucher.left, voucher.offer.rest_stays)


def _said(voucher: Redemption, place: Place, now: datetime) -> dict[str, object]:
    return {
        "voucher": voucher.public_id,
        "cashier": place.cashier_id,
        "shop": place.shop_id,
        # Of those that were undone, too: a customer who has gone shows no code.
        "parts": voucher.parts.count(),
        "at": now.timestamp(),
    }


def _read(word: str) -> dict[str, object]:
    try:
        said: dict[str, object] = signing.loads(word, salt=SALT)
    except signing.BadSignature as error:
        raise AskedTooLongAgo from error
    return said


def _voucher(place: Place, word: str, now: datetime, *, is_locked: bool) -> Redemption:
    """The voucher of a word, as it was when its code was shown. Raises `AskedTooLongAgo`, `TakenMeanwhile`."""
    said = _read(word)
    rows = Redemption.objects.select_related("offer__merchant")
    rows = rows.select_for_update(of=("self",), no_key=True) if is_locked else rows
    voucher = rows.filter(public_id=said["voucher"], merchant=place.merchant_id).first()
    age = now.timestamp() - float(str(said["at"]))
    if voucher is None or not 0 <= age < GOOD_FOR.total_seconds():
        raise AskedTooLongAgo
    if _said(voucher, place, now) | {"at": said["at"], "parts": said["parts"]} != said:
        raise AskedTooLongAgo
    if voucher.parts.count() != said["parts"]:
        raise TakenMeanwhile
    if voucher.status != RedemptionStatus.HELD or not voucher.is_usable(now):
        raise AskedTooLongAgo
    return voucher
