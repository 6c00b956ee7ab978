"""Changes to rule versions at the desk: the lines of the rule that became others, and the whole document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Field
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.desk_lines import NOTHING, Change
from common.desk_trail import EventAdmin
from desk import rule_check
from scenarios.rules import Rule


class RuleVersionEventAdmin(EventAdmin):
    """Keeps the whole document of every state."""

    labels = MappingProxyType({"scenario": _("scenario")})
    untold = ("id", "authors")
    """Who wrote is told by the trail itself."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "whole_document"]

    def told(self, field: "Field[Any, Any]", old: Any, new: Any) -> Iterable[Change]:
        if field.name != "document":
            return super().told(field, old, new)
        return _differences(old, new)

    @display(description=_("document"))
    def whole_document(self, event: Any) -> SafeString:
        text = json.dumps(event.document, ensure_ascii=False, indent=2)
        return format_html('<pre class="desk-document">{}</pre>', text)


def _differences(old: Any, new: Any) -> Iterator[Change]:
    before, after = _lines(old), _lines(new)
    for label in [*after, *(label for label in before if label not in after)]:
        if before.get(label) != after.get(label):
            yield Change(label, _said(before.get(label), after.get(label)), _said(after.get(label), before.get(label)))


def _lines(document: Any) -> dict[str, rule_check.Said]:
    """A rule's lines; none where there is no rule."""
    return rule_check.lines(Rule.from_document(document)) if isinstance(document, Mapping) and document else {}


def _said(said: rule_check.Said | None, other: rule_check.Said | None) -> str:
    """A line; with its authority where that alone is another."""
    if said is None:
        return NOTHING
    is_same = other is not None and other.value == said.value
    return f"{said.value} · {said.source}" if is_same and said.source else said.value
