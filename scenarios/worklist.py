"""Years whose holidays should be known by now and are not."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from common.city_time import city_day
from common.desk_worklist import Waits
from scenarios.calendars import years


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if request.user.has_perm("lists.add_edition"):
        address = f"{reverse('admin:lists_edition_add')}?{urlencode({'list': years.LIST})}"
        for year in years.missing_years(city_day(now)):
            yield Waits(_("Holidays of %(year)s") % {"year": year}, address, told=_("not entered yet"))
