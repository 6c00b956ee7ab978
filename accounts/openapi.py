"""Tells the API's document how a program signs in."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.scopes import Scope
from accounts.tokens import PREFIX
from common.texts import listed


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.tokens.TokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        words = _(
            "An access token: %(prefix)s…, issued for some of the scopes %(scopes)s. "
            "Each address names the one it asks."
        ) % {"prefix": PREFIX, "scopes": listed(f"`{scope}`" for scope in Scope)}
        return {"type": "http", "scheme": "bearer", "description": words}
