"""What of a device a page may use: nothing, unless its view says so."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

HEADER = "Permissions-Policy"
CAMERA, PLACE = "camera", "geolocation"
FEATURES = (CAMERA, PLACE, "microphone", "payment", "usb", "display-capture")

View = Callable[..., HttpResponseBase]


def uses(feature: str) -> Callable[[View], Any]:
    """Lets the page of a view ask for the camera, or for where its reader is; the browser then asks the reader."""
    allowed = policy(feature)

    def mark(view: View) -> View:
        @wraps(view)
        def marked(*arguments: Any, **named: Any) -> HttpResponseBase:
            response = view(*arguments, **named)
            response.headers[HEADER] = allowed
            return response

        return marked

    return mark


def policy(*allowed: str) -> str:
    return ", ".join(f"{feature}=({'self' if feature in allowed else ''})" for feature in FEATURES)
