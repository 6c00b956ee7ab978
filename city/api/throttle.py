"""How often a program may ask: so many requests a minute from one address, or one household of IPv6, by a digest."""

from allauth.core.internal.ratelimit import truncate_ip
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from accounts.requests import address_of

RATE = "120/min"
"""Two a second are enough for whoever reads all pages of a table; files are for whoever wants it whole."""


class ByAddress(SimpleRateThrottle):
    rate = RATE
    scope = "city"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        whose = truncate_ip(address_of(request._request) or "")
        return f"city:api:{salted_hmac('city.api', whose).hexdigest()}"
