"""Tells the API's document how a program signs in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.tokens import PREFIX


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.tokens.TokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": f"An access token: {PREFIX}…"}
