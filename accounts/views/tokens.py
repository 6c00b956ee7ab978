"""Access tokens on the page: the list, a new one shown once, and the step that ends one."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import TokenForm
from accounts.models import AccessToken
from accounts.requests import citizen_of
from accounts.tokens import issue, revoke
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
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = issue(user=citizen_of(request), label=form.cleaned_data["label"])
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
    return AccessToken.objects.valid().filter(user=citizen_of(request))
