"""The pages of a child's consent: what a child sends to a parent or guardian, and what those decide; and ending it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from campaigns.teams import consenting, invitations
from campaigns.teams.forms import GuardianForm
from campaigns.teams.views import ASKED, done
from common import editions
from common.access import citizens
from common.errors import DomainError
from common.qr import qr_drawing


@citizens
@never_cache
@require_safe
def guardian(request: HttpRequest) -> HttpResponse:
    """Says to whoever is younger than 18 who decides, and gives them the link for it."""
    word = consenting.link_word(citizen_of(request))
    link = request.build_absolute_uri(f"{reverse('campaigns:guardian_decides')}?child={word}")
    context = {
        "link": link,
        "qr": qr_drawing(link),
        "days": consenting.LINK_LASTS.days,
        "invitation": invitations.remembered(request),
    }
    return render(request, "campaigns/teams/guardian.html", context)


@citizens
@never_cache
@require_http_methods(ASKED)
def decide(request: HttpRequest) -> HttpResponse:
    """What a parent or guardian agrees to, and agreeing."""
    word = (request.POST if request.method == "POST" else request.GET).get("child", "")
    try:
        child = consenting.child_of(word)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("campaigns:teams")
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"child": child, "guardian": citizen_of(request), "now": timezone.now()}
        said = _("Agreed. You find it here, and can end it here at any moment.")
        return done(request, lambda: consenting.give_for(**given), said, reverse("campaigns:teams"))
    return render(
        request, "campaigns/teams/decide.html", {"form": form, "word": word, "name": consenting.known_as(child)}
    )


@citizens
@never_cache
@require_http_methods(ASKED)
def end(request: HttpRequest) -> HttpResponse:
    """What ends with one's own consent or, by `child`, with what one decided for a child; and ending it."""
    reader, child_id = citizen_of(request), (request.POST if request.method == "POST" else request.GET).get("child", "")
    try:
        whose = consenting.child_decided_for(child_id=child_id, guardian=reader) if child_id else reader
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("campaigns:teams")
    if request.method == "POST":
        own = partial(consenting.withdraw, citizen=reader)
        deed = partial(consenting.withdraw_for, child_id=child_id, guardian=reader) if child_id else own
        seen, said = request.POST.get(editions.FIELD, ""), _("Ended. Nobody is in a team by it any more.")
        return done(request, lambda: deed(edition=seen, now=timezone.now()), said, reverse("campaigns:teams"))
    consent = consenting.standing(whose)
    if consent is None:
        return redirect("campaigns:teams")
    context = {"consent": consent, "teams": consenting.teams_of(whose), "reader": reader, "child_id": child_id}
    return render(request, "campaigns/teams/end.html", {**context, "edition": consenting.edition_of(whose)})


@citizens
@never_cache
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """A guardian, who has ended it, lets a child decide for themselves from now on."""
    given: dict[str, Any] = {
        "child_id": request.POST.get("child", ""),
        "guardian": citizen_of(request),
        "now": timezone.now(),
    }
    said = _("Released. From now on they say themselves how old they are.")
    return done(request, lambda: consenting.release(**given), said, reverse("campaigns:teams"))
