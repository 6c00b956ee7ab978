"""Where one is signed in, ending these sessions, and who has looked at one's data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import devices, looks
from accounts.app_sign_in import keeping as app_sign_ins
from accounts.models import AppSignIn, SignedIn
from accounts.requests import citizen_of
from common.access import citizens, owners


@citizens
@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Lists where the citizen is signed in, the latest first."""
    citizen, now = citizen_of(request), timezone.now()
    found = devices.signed_in(citizen, now=now)
    own = request.session.session_key
    rows = [{"session": one, "word": devices.WORDS[one.device], "is_this": one.session_key == own} for one in found]
    of_apps = app_sign_ins.of(citizen, now=now)
    apps = [{"sign_in": one, "word": devices.WORDS[one.device], "way": one.get_way_display()} for one in of_apps]
    return render(request, "accounts/sessions.html", {"rows": rows, "apps": apps})


@owners
@require_POST
def end_session(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends one of them."""
    devices.end(get_object_or_404(SignedIn, user=citizen_of(request), public_id=public_id))
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:sessions")


@owners
@require_POST
def end_app_sign_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends the sign-in of an app."""
    app_sign_ins.end(get_object_or_404(AppSignIn, user=citizen_of(request), public_id=public_id))
    messages.success(request, _("That app is signed out."))
    return redirect("accounts:sessions")


@citizens
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Ends all but this one."""
    devices.end_others(request)
    messages.success(request, _("All other devices are signed out."))
    return redirect("accounts:sessions")


@citizens
@never_cache
@require_safe
def looks_at_me(request: HttpRequest) -> HttpResponse:
    """Which office has looked at what, and when the citizen signed in."""
    citizen = citizen_of(request)
    sign_ins = [{"at": one.at, "word": devices.WORDS[one.device]} for one in looks.sign_ins_of(citizen)]
    return render(request, "accounts/looks.html", {"looks": looks.at(citizen), "sign_ins": sign_ins})
