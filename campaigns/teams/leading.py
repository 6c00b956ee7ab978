"""What a captain does with a team, each deed at an address of its own; what cannot be undone is asked for first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import citizen_of
from campaigns.models import Team, TeamMember
from campaigns.teams import joining, leaving
from campaigns.teams.forms import TeamNameForm
from campaigns.teams.views import ASKED, done
from common.access import owners


@owners
@never_cache
@require_POST
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another name where the desk has hidden the one of before."""
    team, form = led(request, public_id), TeamNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["name"])))
        return redirect(address(team))
    deed: dict[str, Any] = {"team": team, "name": form.cleaned_data["name"], "by": citizen_of(request)}
    said = _("Others read it like this from now on.")
    return done(request, lambda: joining.rename_team(**deed), said, address(team))


@owners
@never_cache
@require_POST
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another code; links of before open nothing any more."""
    team = led(request, public_id)
    said = _("There is a new code. The old one opens nothing any more.")
    return done(request, lambda: joining.renew_code(team=team, by=citizen_of(request)), said, address(team))


@owners
@never_cache
@require_http_methods(ASKED)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    team = led(request, public_id)
    if request.method == "POST":
        deed: dict[str, Any] = {"team": team, "by": citizen_of(request), "now": timezone.now()}
        return done(request, lambda: leaving.close(**deed), _("The team is closed."), reverse("campaigns:teams"))
    count = TeamMember.objects.current().filter(team=team).count()
    return render(request, "campaigns/teams/close.html", {"team": team, "count": count})


@owners
@never_cache
@require_http_methods(ASKED)
def remove(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    return _with_member(request, public_id, member_id, is_removed=True)


@owners
@never_cache
@require_http_methods(ASKED)
def hand_over(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    return _with_member(request, public_id, member_id, is_removed=False)


def _with_member(request: HttpRequest, public_id: str, member_id: str, *, is_removed: bool) -> HttpResponse:
    team = led(request, public_id)
    member = get_object_or_404(TeamMember.objects.current(), team=team, public_id=member_id)
    if request.method == "POST":
        deed = leaving.remove if is_removed else leaving.hand_over
        said = _("They are no longer in the team.") if is_removed else _("The team has another captain.")
        given: dict[str, Any] = {"team": team, "public_id": member_id, "by": citizen_of(request), "now": timezone.now()}
        return done(request, lambda: deed(**given), said, address(team))
    context = {"team": team, "member": member, "is_removed": is_removed}
    return render(request, "campaigns/teams/member.html", context)


def led(request: HttpRequest, public_id: str) -> Team:
    """A team the reader leads; to others there is none."""
    return get_object_or_404(Team.objects.standing(), public_id=public_id, captain=citizen_of(request))


def address(team: Team) -> str:
    return reverse("campaigns:team", args=[team.public_id])
