"""On the page of signing in: the platforms that it may be done with, or which one somebody has come from."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django import template
from django.template.context import Context
from django.utils import timezone

from platforms import held, offered

register = template.Library()


@register.inclusion_tag("platforms/_ways.html", takes_context=True)
def platform_ways(context: Context) -> dict[str, Any]:
    request = context["request"]
    then = get_next_redirect_url(request) or ""
    came_from = held.awaited(request, then, now=timezone.now())
    return {
        "came_from": came_from,
        "platforms": [] if came_from else offered.platforms(request),
        "are_played": offered.are_played(),
        "then": then,
        "csrf_token": context.get("csrf_token"),
    }
