"""`/api/v1/captures`: the till of a merchant's own; a cashier's token takes vouchers and sees no money."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from common.city_time import city_clock_if_any
from common.idempotency import key_of
from common.json_schema import KEY
from common.problem_schema import problems
from common.request_members import moment_if_any, number_or_none, text_of
from merchants.api.schema import CAPTURE, CAPTURE_REQUEST, UNDO_REQUEST
from merchants.models import Membership, Redemption
from merchants.till.taking import Taken, capture
from merchants.till.undoing import undo

CREATED = 201


class Captures(OwnView):
    scopes: ClassVar = {"POST": Scope.TILL}

    @extend_schema(
        operation_id="capture",
        summary="Take a voucher at a till",
        description=(
            "The same key again is answered with the first capture. Of a voucher that is taken off bills a part is "
            "taken, `amount_fen` of it; without an amount nothing is (422, `amount_missing`)."
        ),
        parameters=[KEY],
        request={"application/json": CAPTURE_REQUEST},
        responses={201: CAPTURE, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        key, code, place = key_of(request), text_of(request, "code"), text_of(request, "shop")
        amount = number_or_none(request, "amount_fen")
        named: dict[str, Any] = {"shop": place, "code": code, "key": key, "amount_fen": amount}
        taken = capture(user=citizen_of(request), now=timezone.now(), **named)
        return Response(described(taken), status=CREATED)


class Undo(OwnView):
    scopes: ClassVar = {"POST": Scope.TILL}

    @extend_schema(
        operation_id="undo_capture",
        summary="Make a use of the last ten minutes undone",
        description=(
            "Names the use by its `used_at`. It may be left out where the voucher was used only once; after that "
            "nothing is undone without it, nor where it is not the latest (409, `used_again`)."
        ),
        parameters=[KEY],
        request={"application/json": UNDO_REQUEST},
        responses={200: CAPTURE, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        working = Membership.objects.current().filter(user=citizen_of(request))
        vouchers = Redemption.objects.filter(merchant__in=working.values("merchant"))
        voucher = get_object_or_404(vouchers, public_id=public_id)
        cashier = working.get(merchant=voucher.merchant_id)
        key, taken_at = key_of(request), moment_if_any(request, "used_at")
        undo(cashier=cashier, redemption=voucher, key=key, now=timezone.now(), taken_at=taken_at)
        return Response(described(Taken.of(vouchers.with_offer().select_related("part_of").get(pk=voucher.pk))))


def described(taken: Taken) -> dict[str, Any]:
    """What a cashier learns of a voucher: what to hand over, and whether it is used."""
    return {
        "capture": taken.public_id,
        "title": taken.title,
        "used_at": city_clock_if_any(taken.captured_at),
        "shop": taken.shop,
        "part": _part(taken.part) if taken.part else None,
    }


def _part(part: Redemption) -> dict[str, Any]:
    assert part.part_of is not None
    return {"value_fen": part.value_fen, "price": part.price, "left_fen": part.part_of.left_fen}
