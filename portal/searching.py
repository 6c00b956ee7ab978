"""The portal's search, for everybody: what each app finds, kind by kind."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.access import public
from common.site_search import find
from common.typed.letters import is_seen

LONGEST_WORDS = 60


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`q` are the words; each of them must stand on what is found."""
    asked = request.GET.get("q", "")[:LONGEST_WORDS]
    words = "".join(letter for letter in asked if is_seen(letter) or letter.isspace()).strip()
    groups = [(kind, list(some)) for kind, some in groupby(find(words), lambda found: str(found.kind))]
    return render(request, "portal/search.html", {"words": words, "groups": groups})
