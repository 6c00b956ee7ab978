"""Registered projects, by name, owner, number or the serial number of a unit."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.site_search import MOST, Found
from projects.public import reading


def find(words: list[str]) -> Iterator[Found]:
    for project in reading.projects(" ".join(words)).order_by("-number")[:MOST]:
        address = reverse("projects:project", args=[project.public_id])
        yield Found(_("Projects"), str(project), str(project.owner), address)
