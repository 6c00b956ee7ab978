"""`/api/v1/offers`: what is on show, for everyone to read."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.districts import District
from common.city_time import city_clock_if_any
from common.json_schema import BEFORE
from common.problem_schema import problems
from merchants.api.schema import OFFER, OFFER_PAGE
from merchants.mall import on_show
from merchants.models import Offer, OfferKind

PAGE_SIZE = 100
LONGEST_WORDS = 40


class Offers(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="list_offers",
        summary="Offers on show, latest first",
        parameters=[
            OpenApiParameter("q", str, description="Words of the title or of the merchant's name."),
            OpenApiParameter("kind", str, enum=OfferKind.values),
            OpenApiParameter("district", str, enum=District.values),
            OpenApiParameter("most", int, description="The highest price in credits."),
            BEFORE,
        ],
        auth=[],
        responses={200: OFFER_PAGE, **problems(404)},
    )
    def get(self, request: Request) -> Response:
        before = request.query_params.get("before")
        page = on_show.page(_wanted(request), now=timezone.now(), after=before, size=PAGE_SIZE)
        return Response({"offers": [described(offer) for offer in page.rows], "next": page.following or None})


class OneOffer(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="read_offer",
        summary="One offer on show",
        auth=[],
        responses={200: OFFER, **problems(404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        found = on_show.found(on_show.Wanted(), timezone.now())
        return Response(described(get_object_or_404(found, public_id=public_id)))


def described(offer: Offer) -> dict[str, Any]:
    """An offer, with its stock, as the API shows it."""
    return {
        "offer": offer.public_id,
        "kind": offer.kind,
        "title": offer.title,
        "terms": offer.terms,
        "giver": offer.giver.name,
        "price": offer.price,
        "starts_on": offer.starts_on.isoformat(),
        "ends_on": offer.ends_on.isoformat(),
        "weekdays": sorted(set(offer.weekdays)),
        "value_fen": offer.value_fen or None,
        "rest_stays": offer.rest_stays if offer.is_off_a_bill else None,
        "left": (getattr(offer, "left", None) or 0) if offer.is_limited else None,
        "more_at": city_clock_if_any(getattr(offer, "more_at", None)),
    }


def _wanted(request: Request) -> on_show.Wanted:
    asked = request.query_params
    most, kind, district = asked.get("most"), asked.get("kind", ""), asked.get("district", "")
    if most is not None and not (most.isascii() and most.isdigit() and len(most) <= 9):
        raise Http404
    if kind not in {"", *OfferKind.values} or district not in {"", *District.values}:
        raise Http404
    words = asked.get("q", "").replace("\x00", "")[:LONGEST_WORDS]
    return on_show.Wanted(words, kind, district, int(most) if most is not None else None)
