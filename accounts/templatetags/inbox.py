"""`{% inbox_link %}`: the way to the citizen's inbox, with how many of its notices are new."""

from collections.abc import Mapping
from typing import Any

from django import template

from accounts.inbox.reading import MOST_COUNTED, unread

register = template.Library()


@register.inclusion_tag("accounts/_inbox_link.html", takes_context=True)
def inbox_link(context: Mapping[str, Any]) -> dict[str, Any]:
    """One statement on each page of a citizen's."""
    count = unread(context["user"].pk)
    return {"count": count, "shown": str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"}
