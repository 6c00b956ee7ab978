"""`/api/v1/wishes`: being told when there is more of an offer that is all taken."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from common.json_schema import PUBLIC_ID, TRUTH, object_of
from common.problem_schema import problems
from common.request_members import text_of, truth_of
from merchants.mall import wishing
from merchants.models import Offer

WISH_REQUEST = object_of(
    {"offer": PUBLIC_ID, "is_wanted": TRUTH}, example={"offer": "8xk2mw3hq7d9c5vt", "is_wanted": True}
)
WISH = object_of({"offer": PUBLIC_ID, "is_wanted": TRUTH})


class Wishes(OwnView):
    scopes: ClassVar = {"POST": Scope.SPEND}

    @extend_schema(
        operation_id="wish_for_offer",
        summary="Whether the inbox tells you once there is more of an offer",
        request={"application/json": WISH_REQUEST},
        responses={200: WISH, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        citizen, is_wanted = citizen_of(request), truth_of(request, "is_wanted")
        shown = Offer.objects.filter(published_at__isnull=False)
        offer = get_object_or_404(shown, public_id=text_of(request, "offer"))
        if is_wanted:
            wishing.wish(citizen=citizen, offer=offer, now=timezone.now())
        else:
            wishing.take_back(citizen=citizen, offer=offer)
        return Response({"offer": offer.public_id, "is_wanted": is_wanted})
