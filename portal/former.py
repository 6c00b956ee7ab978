"""What an account was that is merged now: its statement and its acts, for who has the one that stays; read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.telling import diary
from activities.telling.cards import card_of
from common import paging
from common.access import owners
from common.successors import formers_of
from credits import statements
from credits.merging.models import Merger
from portal.statement_lines import line_of
from portal.statement_pages import behind_of


@owners
@never_cache
@require_safe
def former(request: HttpRequest, public_id: str) -> HttpResponse:
    """By its merger, also of one that was merged before into the one that was merged then."""
    own = Merger.objects.approved().filter(ended__in=formers_of(citizen_of(request).pk))
    merger = get_object_or_404(own, public_id=public_id)
    older = request.GET.get("older_than")
    page = statements.page(merger.ended_id, older_than=None if older is None else paging.number_in(older))
    behind = behind_of([entry.reference for entry in page.entries])
    lines = [line_of(entry, behind.get(entry.reference))._replace(href="") for entry in page.entries]
    acts = diary.page(merger.ended_id, before=request.GET.get("before"))
    context = {
        "merger": merger,
        "lines": lines,
        "older_than": page.older_than,
        "days": [(day.day, [card_of(act)._replace(href="") for act in day.acts]) for day in acts.days],
        "before": acts.before,
    }
    return render(request, "portal/former.html", context)
