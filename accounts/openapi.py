"""Tells the API's document how a program signs in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.scopes import Scope
from accounts.tokens import PREFIX


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.tokens.TokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        scopes = ", ".join(f"`{scope}`" for scope in Scope)
        words = (
            f"An access token: {PREFIX}…, issued for some of the scopes {scopes}. Each address names the one it asks."
        )
        return {"type": "http", "scheme": "bearer", "description": words}
