"""Tells the API's document what a token must be for, at each address."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class ScopedSchema(AutoSchema):
    """Names each operation's scope in words and, for programs, as `x-scope`."""

    def get_operation(self, *arguments: Any, **named: Any) -> Any:
        operation = super().get_operation(*arguments, **named)
        scope = getattr(self.view, "scopes", {}).get(self.method)
        if operation and scope:
            words = [operation.get("description", ""), f"Asks for the scope `{scope}` (403, `scope_missing`)."]
            operation |= {"description": " ".join(filter(None, words)), "x-scope": str(scope)}
        return operation
