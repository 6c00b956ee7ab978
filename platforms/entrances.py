"""Linked accounts of platforms as ways in: those whose platform the portal can ask."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.ways_in import Entrance
from platforms import offered
from platforms.models import Link

KIND = "platform"


def _links(citizen_id: int) -> Collection[int]:
    links = Link.objects.filter(citizen=citizen_id, platform__in=offered.anywhere())
    return list(links.values_list("pk", flat=True))


ENTRANCES = [Entrance(KIND, _("WeChat, Alipay, Weibo, Douyin"), "globe", "platforms:mine", _links)]
