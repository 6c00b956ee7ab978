"""On the page of signing in: the platforms that it may be done with, or which one somebody has come from."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django import template
from django.template.context import Context
from django.utils import timezone

from platforms import held, offered
from platforms.identities import Identity

register = template.Library()


@register.inclusion_tag("platforms/_ways.html", takes_context=True)
def platform_ways(context: Context) -> dict[str, Any]:
    request = context["request"]
    then = get_next_redirect_url(request) or ""
    return {
        "platforms": [] if _came_from(context) else offered.platforms(request),
        "are_played": offered.are_played(),
        "then": then,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("platforms/_came_from.html", takes_context=True)
def came_from_platform(context: Context) -> dict[str, Any]:
    return {"came_from": _came_from(context)}


def _came_from(context: Context) -> Identity | None:
    request = context["request"]
    return held.awaited(request, get_next_redirect_url(request) or "", now=timezone.now())
