"""What the desk sees of platforms: who linked and unlinked which.

allauth's own rows are none of the desk's: the portal writes none (docs/adr/0097-platforms.md).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.desk_trail import EventAdmin

for unused in (SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(unused)


@admin.register(apps.get_model("platforms.LinkEvent"))
class LinkEventAdmin(EventAdmin):
    """Told by whose it is: the row itself may be gone."""

    deeds = MappingProxyType({"insert": _("Linked"), "update": _("Went to another account"), "delete": _("Unlinked")})
    untold = ("id", "public_id", "citizen")

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Model]:
        citizens = User.objects.in_bulk({event.citizen_id for event in events})
        return {event.pgh_obj_id: citizens[event.citizen_id] for event in events if event.citizen_id in citizens}
