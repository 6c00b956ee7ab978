"""Which platforms a citizen has linked, for the help desk: since when, and none of their ids."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common import paging
from common.desk_citizen import Cell, Part, Shown, shown
from platforms.models import Link


def _links(citizen_id: int, after: str) -> Shown:
    return shown(Link.objects.filter(citizen=citizen_id), _of_link, after, key=paging.NUMBER)


def _of_link(link: Link) -> Sequence[Cell]:
    return [Cell(link.get_platform_display()), Cell(link.linked_at)]


PARTS = [Part("platforms", _("Linked platforms"), (_("platform"), _("since")), _links, place=66)]
