"""The city's low-carbon cases in public: all by category, of one category or district, and each on a page."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.districts import District
from city.cases import book, words
from common.access import public


@public
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """`category` and `district` narrow the list down; what is none of them is passed over."""
    category, district = request.GET.get("category", ""), request.GET.get("district", "")
    wanted = {
        "category": category if category in words.CATEGORIES else "",
        "district": district if district in District.values else "",
    }
    listed = groupby(book.cases(**wanted), lambda case: case.category)
    context = {
        "groups": [(words.CATEGORIES[code], list(some)) for code, some in listed],
        "wanted": wanted,
        "categories": words.CATEGORIES.items(),
        "districts": District.choices,
    }
    return render(request, "city/cases.html", context)


@public
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    found = book.case(code)
    if found is None:
        raise Http404
    return render(request, "city/case.html", {"case": found, "category": words.CATEGORIES[found.category]})
