"""`{% places %}`: the five places of the portal, and in which of them a page lies."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Place(NamedTuple):
    """`also`: where pages of the place live besides."""

    url_name: str
    label: str | Promise
    icon: str
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        address = address_of(self)
        return path == address or (address != "/" and path.startswith((address, *self.also)))


PLACES = (
    Place("home", _("Home"), "home"),
    Place("form:scenarios", _("Act"), "act", ("/activities/",)),
    Place("merchants:mall", _("Rewards"), "gift", ("/statement/",)),
    Place("city:figures", _("City"), "city"),
    Place("accounts:profile", _("Me"), "me", ("/reports/", "/inbox/")),
)


@cache
def address_of(place: Place) -> str:
    """Asked with every page, and always answered alike."""
    return reverse(place.url_name)


@register.inclusion_tag("components/places.html", takes_context=True)
def places(context: Mapping[str, Any]) -> dict[str, Any]:
    path = context["request"].path
    here = next((place for place in PLACES if place.holds(path)), None)
    return {"places": PLACES, "here": here, "is_itself": here is not None and path == address_of(here)}
