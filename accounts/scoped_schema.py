"""Tells the API's document what a token must be for at each address, and what every address may answer besides."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema

from common.problem_schema import PROBLEM
from common.texts import one_after_another

PROBLEM_TYPE = "application/problem+json"
REFERENCE = {"$ref": "#/components/schemas/Problem"}
LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "schema": {"type": "string", "enum": ["zh-Hans", "en"]},
    "description": "In which language words are told; Chinese where none of these is asked for.",
}
PHRASES = {
    "304": _("What `If-None-Match` names is still true."),
    "400": _("The request cannot be read."),
    "401": _("Without a token, or with one that is not valid."),
    "403": _("The token is not for this, or a rule does not let its citizen."),
    "404": _("There is no such thing, or it is somebody else’s."),
    "405": _("The address has no such method."),
    "409": _("Somebody or something else came before."),
    "413": _("The body is too large."),
    "415": _("The body is of a kind that is not read here."),
    "422": _("A rule refuses it; `code` says which."),
    "429": _("Too often; `Retry-After` says how long to wait, where that is known."),
}


class ScopedSchema(AutoSchema):
    """Names each operation's scope in words and, for programs, as `x-scope`; and the refusals of its kind."""

    def get_description(self) -> str:  # type: ignore[override]
        """What `extend_schema` says alone: the words of a class are for who reads the code."""
        return ""

    def get_operation(self, *arguments: Any, **named: Any) -> Any:
        operation = super().get_operation(*arguments, **named)
        if not operation:
            return operation
        if "summary" in operation:
            operation["summary"] = translation.gettext(operation["summary"])
        scope = getattr(self.view, "scopes", {}).get(self.method)
        if scope:
            asked = translation.gettext("Asks for the scope `%(scope)s` (403, `scope_missing`).") % {"scope": scope}
            words = one_after_another(_told(operation.get("description", "")), asked)
            operation |= {"description": words, "x-scope": str(scope)}
        operation.setdefault("parameters", []).append(LANGUAGE)
        self._add_refusals(operation, bool(scope))
        return operation

    def _add_refusals(self, operation: dict[str, Any], is_scoped: bool) -> None:
        """What any address of its kind may answer, and words to all answers."""
        responses = operation["responses"]
        for status in self._statuses(operation, is_scoped):
            responses.setdefault(status, {"content": {PROBLEM_TYPE: {}}})
        for status, response in responses.items():
            if PROBLEM_TYPE in response.get("content", {}):
                response["content"][PROBLEM_TYPE] = {"schema": REFERENCE}
            if status in PHRASES:
                response["description"] = str(PHRASES[status])
        operation["responses"] = dict(sorted(responses.items()))

    def _statuses(self, operation: dict[str, Any], is_scoped: bool) -> list[str]:
        of_tokens = ["401", "403"] if is_scoped else []
        of_bodies = ["400", "413", "415"] if "requestBody" in operation else []
        of_names = ["404"] if "{" in self.path else []
        return [*of_tokens, *of_bodies, *of_names]


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The document with what its refusals refer to. A hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    return result


def in_the_readers_language(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The document with what its members and parameters mean. A hook of drf-spectacular, after all that describe."""
    translated: dict[str, Any] = _translated(result)
    return translated


def _translated(part: Any) -> Any:
    """What an example holds is nobody's words: it stays."""
    if isinstance(part, list):
        return [_translated(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: inner if name == "example" else _told_of(name, inner) for name, inner in part.items()}


def _told_of(name: str, inner: Any) -> Any:
    """A member may be called “description”, too: then it is a schema, and not words."""
    return _told(inner) if name == "description" and isinstance(inner, str) else _translated(inner)


def _told(words: str) -> str:
    # What a catalogue has for no words at all is its own head.
    return translation.gettext(words) if words else ""
