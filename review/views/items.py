"""One thing that waits: all that a decision goes by, and the deeds, each by one key."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import looks
from activities.reviewables import Reviewable, all_kinds
from common import editions
from common.access import staff
from common.errors import DomainError
from review import assigning, deciding
from review.appealing import appeal_against, ask_to_correct
from review.assigning import opinions_on
from review.forms import CorrectionForm, OpinionForm, RefusalForm
from review.history import history_of
from review.models import Verdict
from review.views.reviewer import Reviewer, desk_context, lead_on, reviewer_of
from review.waiting import Waiting
from scenarios import rulebook


@staff
@require_safe
def item(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Opening it is taking it; what a colleague looks at is shown without deeds."""
    reviewer, one = _found(request, kind, public_id)
    return _page(request, reviewer, one)


@staff
@require_POST
def accept(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    reviewer, one = _found(request, kind, public_id)
    edition = request.POST.get(editions.FIELD, "")
    return _done(
        request,
        reviewer,
        one,
        lambda: deciding.accept(kind=one.kind, row=one.row, by=reviewer.user, now=timezone.now(), edition=edition),
        _("Accepted."),
    )


@staff
@require_POST
def refuse(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    reviewer, one = _found(request, kind, public_id)
    form = RefusalForm(request.POST, kind=one.kind)
    if not form.is_valid():
        return _page(request, reviewer, one, form)
    edition = request.POST.get(editions.FIELD, "")
    given = {"reason": form.cleaned_data["reason"], "note": form.cleaned_data["note"], "edition": edition}
    return _done(
        request,
        reviewer,
        one,
        lambda: deciding.refuse(kind=one.kind, row=one.row, by=reviewer.user, now=timezone.now(), **given),
        _("Refused; the citizen reads why."),
    )


@staff
@require_POST
def skip(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Passes it on without a word."""
    reviewer, one = _found(request, kind, public_id)
    return _done(
        request,
        reviewer,
        one,
        lambda: assigning.give_back(kind=one.kind, row=one.row, by=reviewer.user, now=timezone.now()),
        _("Passed on."),
    )


@staff
@require_POST
def opinion(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Leaves it to a colleague, with what this reviewer thinks."""
    reviewer, one = _found(request, kind, public_id)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _page(request, reviewer, one, opinion_form=form)
    said = {"verdict": Verdict(form.cleaned_data["verdict"]), "words": form.cleaned_data["words"]}
    return _done(
        request,
        reviewer,
        one,
        lambda: deciding.ask_another(kind=one.kind, row=one.row, by=reviewer.user, now=timezone.now(), **said),
        _("A colleague will decide it."),
    )


@staff
@require_POST
def again(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Has a refusal looked at by somebody else than who refused and who asks."""
    reviewer, one = _found(request, kind, public_id)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, reviewer, one, correction=form)
    words = form.cleaned_data["words"]
    return _done(
        request,
        reviewer,
        one,
        lambda: ask_to_correct(kind=one.kind, row=one.row, by=reviewer.user, words=words, now=timezone.now()),
        _("A colleague will look at it again."),
    )


def _found(request: HttpRequest, kind: str, public_id: str) -> tuple[Reviewer, Waiting]:
    """Raises `Http404`, and `PermissionDenied` for who may not decide the kind."""
    reviewer, asked = reviewer_of(request), all_kinds().get(kind)
    if asked is None:
        raise Http404
    if asked not in reviewer.kinds:
        raise PermissionDenied
    row = asked.rows().filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return reviewer, Waiting(asked, row)


def _done(request: HttpRequest, reviewer: Reviewer, one: Waiting, deed: Callable[[], Any], told: str) -> HttpResponse:
    """Does it and goes on to the next; what cannot be done is said where one sees how it is now."""
    try:
        deed()
    except DomainError as error:
        messages.error(request, error.sentence)
        address = reverse("review:item", args=[one.kind.code, one.row.public_id])
        return HttpResponseRedirect(f"{address}{reviewer.query}")
    messages.success(request, told)
    return lead_on(request, reviewer)


def _page(
    request: HttpRequest,
    reviewer: Reviewer,
    one: Waiting,
    form: RefusalForm | None = None,
    opinion_form: OpinionForm | None = None,
    correction: CorrectionForm | None = None,
) -> HttpResponse:
    kind, row, now = one.kind, one.row, timezone.now()
    looks.note(of=[row.citizen_id], seen=kind.seen, by=reviewer.user, now=now)
    refusal = _taken(one, reviewer)
    row = kind.rows().get(pk=row.pk)
    scenario = rulebook.current().scenarios.get(kind.scenario_of(row))
    context = {
        **desk_context(request, kind.told(row)),
        "subtitle": row.public_id,
        "reviewer": reviewer,
        "kind": kind,
        "row": row,
        "scenario": scenario,
        "since": one.since,
        "now": now,
        "closed": refusal,
        "state": kind.state_of(row),
        "reason_shown": kind.reason_in_words(row),
        "history": history_of(row.citizen_id, now),
        "opinions": opinions_on(kind, row).select_related("by"),
        "form": form or RefusalForm(kind=kind),
        "opinion_form": opinion_form or OpinionForm(),
        "appeal": appeal_against(kind, row),
        "correction": (correction or CorrectionForm()) if _may_be_corrected(kind, row) else None,
        "edition": editions.edition_of(*kind.goes_by(row)),
        "acceptance_edition": editions.edition_of(*kind.acceptance_goes_by(row)),
        **kind.shown(row, viewer=reviewer.user, now=now),
    }
    return render(request, "review/item.html", context)


def _may_be_corrected(kind: Reviewable, row: Any) -> bool:
    is_refused = kind.can_be_appealed and kind.rows().filter(kind.refused, pk=row.pk).exists()
    return is_refused and appeal_against(kind, row) is None


def _taken(one: Waiting, reviewer: Reviewer) -> DomainError | None:
    """Why it cannot be decided here; nothing where it is this reviewer's now."""
    now = timezone.now()
    try:
        assigning.take(kind=one.kind, row=one.row, by=reviewer.user, now=now)
        one.kind.opened(one.row, by=reviewer.user, now=now)
    except DomainError as refusal:
        return refusal
    return None
