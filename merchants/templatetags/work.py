"""What a citizen's own page shows of their work: invitations, the till, and the merchants that they lead."""

from collections.abc import Mapping
from typing import Any

from django import template

from accounts import second_factor
from merchants.models import OPEN_APPLICATIONS
from merchants.room import staff
from merchants.till.work import shops_of_work

register = template.Library()


@register.inclusion_tag("merchants/_work.html", takes_context=True)
def work(context: Mapping[str, Any]) -> dict[str, Any]:
    """Cards for whoever is signed in; nothing for those who work nowhere."""
    user = context["user"]
    leading = list(staff.memberships_leading(user))
    return {
        "invitations": list(staff.invitations_of(user)),
        "has_till": shops_of_work(user).exclude(merchant__status__in=OPEN_APPLICATIONS).exists(),
        "leading": leading,
        "shows_second_factor": bool(leading) or second_factor.has_one(user),
    }
