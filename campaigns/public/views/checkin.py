"""Being there: the organiser's screen, the code that a citizen reads off it, and the ticket that staff scan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from campaigns.checkins import checking_in, codes
from campaigns.checkins.checking_in import CheckedIn
from campaigns.models import Campaign, CampaignStatus, SignUp
from campaigns.public.forms import CheckInForm
from campaigns.public.views.campaign import published
from campaigns.refusals import TooManyTries
from common.access import citizens, owners, public
from common.errors import DomainError
from common.features import CAMERA, uses
from common.qr import qr_drawing


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@uses(CAMERA)
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """By the code on the screen, which the QR code there brings along."""
    found, citizen = published(code), citizen_of(request)
    form = CheckInForm(request.POST) if request.method == "POST" else _brought(request.GET.get("code", ""))
    status = None
    if request.method == "POST" and form.is_valid():
        try:
            if not may_try(request, action="enter_campaign_code", key=str(citizen.pk)):
                raise TooManyTries
            done = checking_in.by_code(
                campaign=found, citizen=citizen, code=form.cleaned_data["code"], now=timezone.now()
            )
        except DomainError as refused:
            form.add_error("code", refused.sentence)
            # A code that was refused is not mended: the next is another.
            form.data, status = {}, refused.status
        else:
            messages.success(request, said(done))
            return redirect(found)
    return render(request, "campaigns/public/check_in.html", {"campaign": found, "form": form}, status=status)


@owners
@never_cache
@require_safe
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """The citizen's own code, which staff scan."""
    return _ticket(request, code, "campaigns/public/ticket.html")


@owners
@never_cache
@require_safe
def ticket_code(request: HttpRequest, code: str) -> HttpResponse:
    """The part of the ticket that changes."""
    return _ticket(request, code, "campaigns/public/_ticket_code.html")


@public
@never_cache
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The organiser's screen; whoever has the secret address sees it."""
    return _screen(request, token, "campaigns/public/screen.html")


@public
@never_cache
@require_safe
def screen_code(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the screen that changes."""
    return _screen(request, token, "campaigns/public/_screen_code.html")


def said(done: CheckedIn) -> str:
    """What came of a check-in, to whom it was."""
    credits = done.bonus.credits if done.bonus else 0
    if done.again:
        return _("You are checked in already.")
    if credits:
        sentence = ngettext(
            "You are checked in: %(credits)s credit of bonus.",
            "You are checked in: %(credits)s credits of bonus.",
            credits,
        )
        return sentence % {"credits": f"{credits:,}"}
    if done.bonus:
        return _("You are checked in. The campaign’s budget is used up, so there is no bonus left.")
    return _("You are checked in.")


def _brought(code: str) -> CheckInForm:
    return CheckInForm(initial={"code": code} if CheckInForm({"code": code}).is_valid() else {})


def _ticket(request: HttpRequest, code: str, template: str) -> HttpResponse:
    own = SignUp.objects.inside().filter(citizen=citizen_of(request), campaign__status=CampaignStatus.OPEN)
    signup = get_object_or_404(own.select_related("campaign__venue"), campaign__code=code)
    now = timezone.now()
    context = {
        "campaign": signup.campaign,
        "signup": signup,
        "showing": codes.on_ticket(signup, now=now),
        "qr": qr_drawing(codes.ticket_of(signup, now=now)),
    }
    return render(request, template, context)


def _screen(request: HttpRequest, token: str, template: str) -> HttpResponse:
    found = get_object_or_404(Campaign, screen_token=token, status=CampaignStatus.OPEN)
    shown = codes.on_screen(found, now=timezone.now())
    address = request.build_absolute_uri(f"{found.get_absolute_url()}check-in/?code={shown.code}")
    return render(request, template, {"campaign": found, "showing": shown, "qr": qr_drawing(address)})
