"""A citizen's own page, and the short welcome that a new citizen gets first."""

from allauth.account.utils import get_login_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import language
from accounts.forms import ProfileForm, WelcomeForm
from accounts.models import Profile
from accounts.phones import mask_phone
from accounts.requests import citizen_of
from accounts.standing.reading import frozen_now
from common.access import citizens


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Shows and saves what a citizen tells about themselves."""
    own = _own_profile(request)
    form = ProfileForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        response = redirect("accounts:profile")
        _save(form, response)
        messages.success(request, _("Saved."))
        return response
    context = {
        "form": form,
        "phone": mask_phone(own.phone) if own.phone else "",
        "freeze": frozen_now(own.user_id, now=timezone.now()),
    }
    return render(request, "accounts/profile.html", context)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Asks a new citizen what to call them; may be skipped. Who wanted no page in particular is shown around then."""
    form = WelcomeForm(request.POST or None, instance=_own_profile(request))
    after = get_login_redirect_url(request, signup=True)
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(after)
        _save(form, response)
        return response
    return render(request, "accounts/welcome.html", {"form": form, "after": after})


def _own_profile(request: HttpRequest) -> Profile:
    own, _is_new = Profile.objects.get_or_create(user=citizen_of(request))
    return own


def _save(form: ProfileForm, response: HttpResponse) -> None:
    saved = form.save()
    language.remember(response, saved.language)
    translation.activate(saved.language)
