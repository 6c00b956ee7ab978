"""The city's low-carbon cases in public: all by category, of one category or district, and each on a page."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.districts import District
from city import listing
from city.cases import book, words
from common.access import public
from common.site_search import has_all

A_PAGE = 30
LONGEST_ASKED = 100


@public
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """`category`, `district`, `year` and words narrow the list down; what is none of them is passed over."""
    years = sorted({case.year for case in book.cases() if case.year}, reverse=True)
    category, district, year = (request.GET.get(name, "") for name in ("category", "district", "year"))
    wanted = {
        "category": category if category in words.CATEGORIES else "",
        "district": district if district in District.values else "",
        "year": year if year in years else "",
    }
    asked = request.GET.get("q", "")[:LONGEST_ASKED]
    found = [case for case in book.cases(**wanted) if has_all(asked.split(), *book.texts(case))]
    page = listing.page(found, request.GET.get("older_than", ""), size=A_PAGE)
    listed = groupby(page.rows, lambda case: case.category)
    context = {
        "groups": [(words.CATEGORIES[code], list(some)) for code, some in listed],
        "page": page,
        "wanted": wanted,
        "asked": asked,
        "categories": words.CATEGORIES.items(),
        "districts": District.choices,
        "years": years,
    }
    return render(request, "city/cases.html", context)


@public
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    found = book.case(code)
    if found is None:
        raise Http404
    return render(request, "city/case.html", {"case": found, "category": words.CATEGORIES[found.category]})
