"""News and policies in public: a list by kind and year, each on a page with its versions, and a feed."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.desk_sessions import is_at_the_desk
from city import listing
from city.news import attachments, book, words
from city.news.attachments import Attachment
from city.news.book import Notice
from common.access import public
from common.city_time import city_day
from lists.models import Edition

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


@public
@require_safe
def attachment(request: HttpRequest, digest: str) -> HttpResponse:
    """A file of a public version, and of every edition for who reads those at the desk."""
    found = book.attachment(digest, _today()) or _at_the_desk(request, digest)
    if found is None:
        raise Http404
    try:
        content = attachments.content(found)
    except attachments.Changed as error:
        raise Http404 from error
    named = content_disposition_header(not found.is_picture, f"{found.name}.{found.kind}")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": named}
    return HttpResponse(content, content_type=attachments.CONTENT_TYPES[found.kind], headers=headers)


def _at_the_desk(request: HttpRequest, digest: str) -> Attachment | None:
    if not (request.user.has_perm("lists.view_edition") and is_at_the_desk(request)):
        return None
    named = Edition.objects.filter(list_code=book.LIST, document__attachments__contains=[{"sha256": digest}])
    files = (one for edition in named for one in attachments.read(edition.document))
    return next((one for one in files if one.sha256 == digest), None)


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
