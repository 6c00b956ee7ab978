"""Access tokens on the page: the list, a new one shown once, and the step that ends one."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import fresh_proofs
from accounts.forms import TokenForm
from accounts.models import AccessToken
from accounts.requests import citizen_of
from accounts.tokens import issue, revoke
from accounts.views.fresh_proof import address_to_prove
from common.access import citizens, owners
from common.errors import DomainError


@citizens
@never_cache
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Lists the citizen's tokens."""
    return render(request, "accounts/tokens.html", {"tokens": _own_tokens(request).order_by("-created_at")})


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create_token(request: HttpRequest) -> HttpResponse:
    """Issues a token and shows its secret in this one answer, which nothing keeps."""
    now = timezone.now()
    if not fresh_proofs.is_enough(request, now=now):
        return _to_prove(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        lasts = timedelta(days=chosen["lasts_days"])
        try:
            token, secret = issue(
                user=citizen_of(request), label=chosen["label"], scopes=chosen["scopes"], lasts=lasts, now=now
            )
        except DomainError as refusal:
            form.add_error("label", refusal.sentence)
        else:
            return render(request, "accounts/token_created.html", {"token": token, "secret": secret})
    return render(request, "accounts/create_token.html", {"form": form})


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once more, then ends a token."""
    token = get_object_or_404(_own_tokens(request), public_id=public_id)
    if request.method == "POST":
        revoke(token=token, now=timezone.now())
        messages.success(request, _("“%(label)s” has been revoked.") % {"label": token.label})
        return redirect("accounts:tokens")
    return render(request, "accounts/revoke_token.html", {"token": token})


def _own_tokens(request: HttpRequest) -> QuerySet[AccessToken]:
    """Those that the citizen has issued; what an app has stands with the devices."""
    return AccessToken.objects.valid(timezone.now()).filter(user=citizen_of(request), app_sign_in=None)


def _to_prove(request: HttpRequest) -> HttpResponse:
    """A form that htmx sends is led on by its header: a redirect would be followed unseen."""
    then = address_to_prove(reverse("accounts:create_token"))
    return HttpResponseClientRedirect(then) if getattr(request, "htmx", False) else redirect(then)
