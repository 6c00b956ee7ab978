"""News and policies in public: a list by kind and year, each on a page with its versions, and a feed."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from city import listing
from city.news import book, words
from city.news.book import Notice
from common.access import public
from common.city_time import city_day

IN_THE_FEED = 30


@public
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """`kind` and `year` narrow the list down; what is none of them is passed over."""
    today = _today()
    years = sorted({one.year for one in book.notices(today)}, reverse=True)
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    wanted = {"kind": kind if kind in words.KINDS else "", "year": year if year in years else ""}
    page = listing.page(book.notices(today, **wanted), request.GET.get("older_than", ""), size=book.A_PAGE)
    context = {
        "page": page,
        "listed": [(one, words.KINDS[one.kind], one.is_repealed(today)) for one in page.rows],
        "wanted": wanted,
        "kinds": words.KINDS.items(),
        "years": years,
    }
    return render(request, "city/news.html", context)


@public
@require_safe
def notice(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """As it reads now, or as an earlier version said."""
    today = _today()
    versions = book.versions(code, today)
    found = next((one for one in versions if version in (None, one.edition)), None)
    if found is None:
        raise Http404
    context = {
        "notice": found,
        "kind": words.KINDS[found.kind],
        "versions": versions,
        "is_last": found == versions[0],
        "is_repealed": found.is_repealed(today),
    }
    return render(request, "city/notice.html", context)


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest ones as an Atom feed; what was corrected is told anew."""
    page = request.build_absolute_uri(reverse("city:news"))
    told = Atom1Feed(_("News and policies"), page, "", feed_url=request.build_absolute_uri())
    for one in book.notices(_today())[:IN_THE_FEED]:
        _tell(told, one, request)
    return HttpResponse(told.writeString("utf-8"), content_type=told.content_type)


def _tell(told: Atom1Feed, one: Notice, request: HttpRequest) -> None:
    address = request.build_absolute_uri(reverse("city:notice", args=[one.code]))
    first = book.versions(one.code, _today())[-1]
    told.add_item(
        str(one),
        address,
        one.paragraphs[0],
        pubdate=first.confirmed_at,
        updateddate=one.confirmed_at,
        unique_id=address,
    )


def _today() -> date:
    return city_day(timezone.now())
