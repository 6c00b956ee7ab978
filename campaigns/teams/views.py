"""A citizen's teams: which, joining and making one, the month of each, and leaving at any moment."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from campaigns.models import Team, TeamMember
from campaigns.models.teams import KILOGRAMS_A_STEP
from campaigns.teams import consenting, invitations, joining, leaving, months, ranking, reporting
from campaigns.teams.forms import LONGEST_CODE, CodeForm, FoundingForm, JoiningForm, NicknameForm, TeamNameForm
from common import paging
from common.access import citizens, owners
from common.errors import DomainError
from common.qr import qr_drawing

ASKED = ["GET", "HEAD", "POST"]
MEMBERS_A_PAGE = 50


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where the reader is in, how to join another, and the first teams of the month that was told last."""
    citizen = citizen_of(request)
    consent = consenting.standing(citizen)
    context = {
        "members": ranking.own_members(citizen),
        "consent": consent,
        "lacks_guardian": consent is None and consenting.is_child(citizen),
        "children": [(one, consenting.known_as(one.citizen)) for one in consenting.decided_by(citizen)],
        "invitation": invitations.remembered(request),
        "first": ranking.outside(),
        "form": CodeForm(initial={"code": request.GET.get("code", "")[:LONGEST_CODE]}),
    }
    return render(request, "campaigns/teams/mine.html", context)


@citizens
@never_cache
@require_http_methods(ASKED)
def new(request: HttpRequest) -> HttpResponse:
    """Friends make a team of their own."""
    form = FoundingForm(request.POST or None, consent=consenting.standing(citizen_of(request)))
    if form.says_younger:
        return redirect("campaigns:guardian")
    made = None
    if request.method == "POST" and form.is_valid():
        said = _("Your team is made. Send the link or the code below to whom you want in it.")
        made = _entered(request, form, lambda given: joining.found(name=form.cleaned_data["name"], **given), said)
    return made or render(request, "campaigns/teams/new.html", {"form": form})


@citizens
@never_cache
@require_http_methods(ASKED)
def join(request: HttpRequest) -> HttpResponse:
    """What an invitation, by its `code`, is to; who others will see, and joining."""
    code = (request.POST if request.method == "POST" else request.GET).get("code", "")
    try:
        team = joining.invited_to(code)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect(f"{reverse('campaigns:teams')}?{urlencode({'code': code[:LONGEST_CODE]})}")
    citizen = citizen_of(request)
    if TeamMember.objects.current().filter(team=team, citizen=citizen).exists():
        return redirect("campaigns:team", team.public_id)
    form = JoiningForm(request.POST if request.method == "POST" else None, consent=consenting.standing(citizen))
    if form.says_younger:
        invitations.remember(request, team)
        return redirect("campaigns:guardian")
    joined = None
    if request.method == "POST" and form.is_valid():
        said = _("You are in. What you do from today on counts here, too; your credits stay yours.")
        joined = _entered(request, form, lambda given: joining.join(code=code, **given), said)
    context = {"team": team, "count": _count(team), "form": form, "code": team.code}
    return joined or render(request, "campaigns/teams/join.html", context)


def _entered(
    request: HttpRequest, form: JoiningForm, deed: Callable[[dict[str, Any]], Team], said: str
) -> HttpResponse | None:
    """Keeps that they are of age, where they were asked, and does it; nothing where the form now says why not."""
    citizen, now = citizen_of(request), timezone.now()
    try:
        with transaction.atomic():
            if "age" in form.fields:
                consenting.give(citizen=citizen, now=now)
            team = deed({"citizen": citizen, "nickname": form.cleaned_data.get("nickname", ""), "now": now})
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return None
    invitations.forget(request)
    messages.success(request, said)
    return redirect("campaigns:team", team.public_id)


@owners
@never_cache
@require_safe
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """The month of a team the reader is in; its captain also reads the invitation."""
    member = own(request, public_id)
    link = request.build_absolute_uri(f"{reverse('campaigns:join_team')}?code={member.team.code}")
    count = _count(member.team)
    context = {
        "team": member.team,
        "member": member,
        "standing": ranking.within(member.team, reader=member, now=timezone.now()),
        "day": months.TOLD_ON,
        "step": KILOGRAMS_A_STEP,
        "count": count,
        "is_alone": count == 1,
        "is_captain": member.team.captain_id == member.citizen_id,
        "link": link,
        "qr": qr_drawing(link),
        "may_be_named": not consenting.is_child(member.citizen),
        "form": NicknameForm(initial={"nickname": member.nickname}),
        "name_form": TeamNameForm(),
    }
    return render(request, "campaigns/teams/team.html", context)


@owners
@never_cache
@require_POST
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    member, form = own(request, public_id), NicknameForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["nickname"])))
        return redirect("campaigns:team", public_id)
    nickname = form.cleaned_data["nickname"]
    return done(
        request,
        lambda: joining.rename_oneself(team=member.team, citizen=member.citizen, nickname=nickname),
        _("Others read it like this from now on."),
        reverse("campaigns:team", args=[public_id]),
    )


@owners
@never_cache
@require_http_methods(ASKED)
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """What leaving means, and leaving."""
    member = own(request, public_id)
    if request.method == "POST":
        said = _("You have left. Your nickname is gone from the team.")
        return done(request, lambda: leaving.leave(member=member, now=timezone.now()), said, reverse("campaigns:teams"))
    context = {"team": member.team, "is_captain": member.team.captain_id == member.citizen_id}
    return render(request, "campaigns/teams/leave.html", context)


@owners
@never_cache
@require_safe
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is in a team, the latest first, by nicknames and nothing else."""
    member = own(request, public_id)
    rows = TeamMember.objects.current().filter(team=member.team).select_related("team")
    page = paging.page(rows, size=MEMBERS_A_PAGE, after=request.GET.get("older_than"), among=member.team.members.all())
    is_captain = member.team.captain_id == member.citizen_id
    context = {"team": member.team, "page": page, "own": member, "is_captain": is_captain}
    return render(request, "campaigns/teams/members.html", context)


@owners
@never_cache
@require_http_methods(ASKED)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Finds the name of a team or, by `member`, of one who is in it, unfit."""
    member = own(request, public_id)
    asked = (request.POST if request.method == "POST" else request.GET).get("member", "")
    try:
        of = leaving.member_in(member.team, asked) if asked else None
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("campaigns:team", public_id)
    if request.method == "POST":
        return done(
            request,
            lambda: reporting.report(team=member.team, public_id=asked, by=member.citizen, now=timezone.now()),
            _("Thank you. Somebody looks at it; nobody in the team is told who reported it."),
            reverse("campaigns:team", args=[public_id]),
        )
    return render(request, "campaigns/teams/report.html", {"team": member.team, "of": of})


def _count(team: Team) -> int:
    return TeamMember.objects.current().filter(team=team).count()


def own(request: HttpRequest, public_id: str) -> TeamMember:
    """The reader as a member of a team; to others there is none."""
    current = TeamMember.objects.current().select_related("team", "citizen")
    return get_object_or_404(current, team__public_id=public_id, citizen=citizen_of(request))


def done(request: HttpRequest, deed: Callable[[], object], said: str, to: str) -> HttpResponse:
    """Does it or says why not, and leads on."""
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect(to)
