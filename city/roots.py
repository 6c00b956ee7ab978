"""The public pages of the chain of sealed days: so that everybody can keep what a day's books were sealed as."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from city.transparency.reading import ENTRIES_A_STEP
from city.transparency.words import in_steps
from common import paging
from common.access import public
from common.few import round_down
from common.rfc3339 import day_of
from seals.models import SealedDay

DAYS_A_PAGE = 30


@public
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Sealed days, the latest first; `before` asks for those before a day."""
    after, days = request.GET.get("before"), SealedDay.objects.sealed()
    page = paging.page(days, size=DAYS_A_PAGE, after=after, by=["-day"], key=paging.DAY)
    return render(request, "city/roots.html", {"page": page, "days": [(one, _entries(one)) for one in page.rows]})


@public
@require_safe
def sealed_day(_request: HttpRequest, day: str) -> JsonResponse:
    """What was signed of one day, and by which key; the file that the portal keeps itself."""
    sealed = SealedDay.objects.sealed().filter(day=_day(day)).first()
    if sealed is None:
        raise Http404
    return JsonResponse(
        {
            "head": sealed.head,
            "hash": sealed.head_hash,
            "signature": sealed.signature,
            "public_key": sealed.public_key,
            "sealed_at": sealed.sealed_at,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest days as an Atom feed, for whoever keeps roots by a program."""
    page = request.build_absolute_uri(reverse("city:roots"))
    told = Atom1Feed(_("Sealed days of the ledger"), page, "", feed_url=request.build_absolute_uri())
    for sealed in SealedDay.objects.sealed().order_by("-day")[:DAYS_A_PAGE]:
        told.add_item(
            sealed.day.isoformat(),
            request.build_absolute_uri(reverse("city:sealed_day", args=[sealed.day])),
            f"{sealed.head} {sealed.signature} {sealed.public_key}",
            pubdate=sealed.sealed_at,
            updateddate=sealed.sealed_at,
        )
    return HttpResponse(told.writeString("utf-8"), content_type=told.content_type)


def _entries(sealed: SealedDay) -> str:
    """How many there are is told in steps: few of a day would be of somebody."""
    return in_steps(round_down(sealed.rows or 0, ENTRIES_A_STEP), ENTRIES_A_STEP)


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        raise Http404 from None
