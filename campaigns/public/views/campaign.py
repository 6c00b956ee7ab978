"""A campaign's page, and what a citizen does with it: joins, is reminded, withdraws."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import citizen_of
from campaigns.bonuses.posting import spent_by
from campaigns.checkins.checking_in import BY_CODE, BY_STAFF, is_time
from campaigns.desk.reporting import shown
from campaigns.models import Campaign, CheckIn, Proving, SignUp
from campaigns.models.campaign import TO_EVERYBODY
from campaigns.public.calendar_file import calendar_file
from campaigns.public.forms import JoinForm
from campaigns.public.told import told
from campaigns.signups import joining
from common import paging
from common.access import citizens, owners, public
from common.errors import DomainError

A_PAGE = 20


@public
@never_cache
@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    """What it is about, for everyone; and for who is signed in, whether they are in."""
    return _page(request, published(code))


@citizens
@never_cache
@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Signs up; asked twice, is signed up once."""
    found, citizen = published(code), citizen_of(request)
    form = JoinForm(request.POST, campaign=found)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        made = joining.sign_up(campaign=found, citizen=citizen, now=timezone.now(), **answers(form))
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        if made.signup.is_in:
            messages.success(request, _("You are in. It stands among your campaigns."))
        else:
            messages.success(request, _("You are on the waiting list. The inbox tells you once you have a place."))
    return redirect(found)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """First says what it means; withdraws when the page comes back."""
    found, citizen = published(code), citizen_of(request)
    signup = get_object_or_404(SignUp.objects.standing(), campaign=found, citizen=citizen)
    if request.method != "POST":
        return render(request, "campaigns/public/withdraw.html", {"campaign": found, "signup": signup})
    try:
        joining.withdraw(campaign=found, citizen=citizen, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You have withdrawn."))
    return redirect(found)


@citizens
@never_cache
@require_POST
def remind(request: HttpRequest, code: str) -> HttpResponse:
    """Whether to be reminded."""
    found, is_wanted = published(code), request.POST.get("wanted") == "yes"
    try:
        joining.remind(campaign=found, citizen=citizen_of(request), is_wanted=is_wanted)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You will be reminded.") if is_wanted else _("You will not be reminded."))
    return redirect(found)


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The citizen's own sign-ups, the latest first."""
    own = SignUp.objects.standing().filter(citizen=citizen_of(request)).select_related("campaign__venue")
    own = own.prefetch_related("checkins")
    page = paging.page(own, size=A_PAGE, after=request.GET.get("older_than"), among=SignUp.objects.all())
    in_words = told([row.campaign for row in page.rows], now=timezone.now())
    context = {"page": page, "rows": list(zip(page.rows, in_words, strict=True))}
    return render(request, "campaigns/public/mine.html", context)


@public
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """For the calendar of a phone."""
    found = published(code)
    address = request.build_absolute_uri(found.get_absolute_url())
    content = calendar_file(found, address=address, now=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{found.code}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def published(code: str) -> Campaign:
    """Raises `Http404` for drafts, too."""
    return get_object_or_404(Campaign.objects.published().select_related("venue", "places"), code=code)


def answers(form: JoinForm) -> dict[str, bool]:
    return {name: form.cleaned_data.get(name, False) for name in ("is_adult", "wants_reminders")}


def _page(
    request: HttpRequest, found: Campaign, *, form: JoinForm | None = None, status: int | None = None
) -> HttpResponse:
    now = timezone.now()
    [in_words] = told([found], now=now)
    report = found.reports.order_by("-nth").first()
    context = {
        "campaign": found,
        "told": in_words,
        "form": form or JoinForm(campaign=found),
        "steps": found.steps.filter(kind__in=TO_EVERYBODY).order_by("-pk"),
        "report": report,
        "figures": shown(report.figures) if report else None,
    }
    if request.user.is_authenticated:
        context |= _own(found, citizen_of(request), now)
    return render(request, "campaigns/public/campaign.html", context, status=status)


def _own(found: Campaign, citizen: User, now: datetime) -> dict[str, Any]:
    signup = SignUp.objects.standing().filter(campaign=found, citizen=citizen).first()
    if signup is None:
        return {"signup": None, "refusal": _refusal(found, citizen)}
    checkin = CheckIn.objects.standing().filter(signup=signup).first()
    return {
        "signup": signup,
        "ahead": joining.ahead_told(signup),
        "checkin": checkin,
        "checks_in": signup.is_in and checkin is None and found.proving != Proving.NONE and is_time(found, now),
        "by_code": found.proving in BY_CODE,
        "by_staff": found.proving in BY_STAFF,
        "earned": spent_by(found, [citizen.pk]).get(citizen.pk, 0),
    }


def _refusal(found: Campaign, citizen: User) -> str:
    """Why somebody cannot join, but for the time and what they have to say themselves."""
    try:
        joining.check_who(found, citizen, is_adult=True)
    except DomainError as refused:
        return refused.sentence
    return ""
