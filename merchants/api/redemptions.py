"""`/api/v1/redemptions`: a citizen's programs redeem, read the voucher with its code, and give it back."""

from datetime import datetime
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from accounts.tokens import may
from common import paging, step_codes
from common.city_time import city_clock_if_any
from common.idempotency import key_of
from common.json_schema import BEFORE, KEY
from common.problem_schema import problems
from common.request_members import number_if_any, number_of, text_of
from merchants.api.schema import REDEMPTION, REDEMPTION_PAGE, REDEMPTION_REQUEST, RELEASE_REQUEST
from merchants.mall.obstacles import obstacle_of
from merchants.mall.parts_taken import with_parts
from merchants.mall.redeeming import redeem
from merchants.mall.releasing import give_back
from merchants.models import Offer, Redemption, RedemptionQuerySet
from merchants.refusals import NotOnOffer

PAGE_SIZE = 100
CREATED = 201


class Redemptions(OwnView):
    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.SPEND}

    @extend_schema(
        operation_id="redeem",
        summary="Redeem credits for an offer",
        description=(
            "The same key again is answered with the first redemption and costs nothing. The request names the price "
            "that was seen: where it is another by now, nothing is redeemed (409, `price_changed`)."
        ),
        parameters=[KEY],
        request={"application/json": REDEMPTION_REQUEST},
        responses={201: REDEMPTION, **problems(400, 401, 403, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        key, wanted, price = key_of(request), text_of(request, "offer"), number_of(request, "price")
        offer = Offer.objects.filter(public_id=wanted, published_at__isnull=False).only("public_id").first()
        if offer is None:
            raise NotOnOffer
        now = timezone.now()
        redemption = redeem(citizen=citizen_of(request), offer=offer, price=price, key=key, now=now)
        # Read again: the same key again finds a voucher that no till may take by now.
        return Response(described(_own(request, redemption.public_id), timezone.now(), with_code=True), status=CREATED)

    @extend_schema(
        operation_id="list_redemptions",
        summary="Your redemptions, latest first",
        parameters=[BEFORE],
        responses={200: REDEMPTION_PAGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        own, now = _all_own(request).select_related("ticket"), timezone.now()
        page = paging.page(own, size=PAGE_SIZE, after=request.query_params.get("before"))
        with_parts(page.rows)
        told = [described(one, now, with_code=may(request, Scope.SPEND)) for one in page.rows]
        return Response({"redemptions": told, "next": page.following or None})


class OneRedemption(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_redemption",
        summary="One of your redemptions, with the code that a till takes now",
        description="Its code and ticket are told to tokens of the scope `spend` alone.",
        responses={200: REDEMPTION, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        return Response(described(_own(request, public_id), timezone.now(), with_code=may(request, Scope.SPEND)))


class Release(OwnView):
    scopes: ClassVar = {"POST": Scope.SPEND}

    @extend_schema(
        operation_id="release_redemption",
        summary="Give an unused voucher back",
        description=(
            "Credits whose last day is over expire as they return: the request names how many, or nothing is given "
            "back (409, `would_expire`, which says how many). It may leave them out where there are none."
        ),
        parameters=[KEY],
        request={"application/json": RELEASE_REQUEST},
        responses={200: REDEMPTION, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        own, now = _own(request, public_id), timezone.now()
        key, expiring = key_of(request), number_if_any(request, "expiring")
        give_back(citizen=citizen_of(request), redemption=own, key=key, now=now, expiring=expiring)
        return Response(described(_own(request, public_id), now, with_code=True))


def described(redemption: Redemption, now: datetime, *, with_code: bool) -> dict[str, Any]:
    """A redemption, read `with_standing`, as the API shows it to its citizen; its code is as good as the voucher."""
    is_usable = with_code and redemption.is_usable(now) and not obstacle_of(redemption)
    proof = step_codes.code_at(bytes(redemption.secret), now) if is_usable else ""
    return {
        "redemption": redemption.public_id,
        "offer": redemption.offer.public_id,
        "title": redemption.offer.title,
        "price": redemption.price,
        "status": redemption.status,
        "redeemed_at": city_clock_if_any(redemption.held_at),
        "usable_until": city_clock_if_any(redemption.expires_at),
        "used_at": city_clock_if_any(redemption.captured_at),
        "shop": redemption.shop.name if redemption.shop else None,
        "code": redemption.number + proof if is_usable else None,
        "code_changes_in_s": step_codes.seconds_left(now) if is_usable else None,
        "ticket": redemption.ticket.code if with_code and redemption.has_ticket else None,
        "value_fen": redemption.value_fen or None,
        "left_fen": redemption.left_fen if redemption.value_fen else None,
        "left": redemption.left if redemption.value_fen else None,
        "parts": [_part(part) for part in getattr(redemption, "own_parts", [])],
    }


def _part(part: Redemption) -> dict[str, Any]:
    return {
        "part": part.public_id,
        "value_fen": part.value_fen,
        "price": part.price,
        "status": part.status,
        "used_at": city_clock_if_any(part.captured_at),
        "shop": part.shop.name if part.shop else None,
    }


def _own(request: Request, public_id: str) -> Redemption:
    own = get_object_or_404(_all_own(request), public_id=public_id)
    with_parts([own])
    return own


def _all_own(request: Request) -> RedemptionQuerySet:
    return Redemption.objects.of(citizen_of(request).pk).vouchers().with_offer().with_standing()
