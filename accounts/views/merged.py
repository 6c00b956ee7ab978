"""The page for who signs in with what belonged to an account that was merged."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import merged
from accounts.phones import mask_phone
from common.access import public


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merged_number(request: HttpRequest) -> HttpResponse:
    """Says where the account has gone; frees the number where its holder says that it is theirs now."""
    profile = merged.proven(request, now=timezone.now())
    if profile is None:
        return redirect("account_request_login_code")
    may_free = merged.has_proven_number(request, profile)
    if request.method == "POST" and may_free:
        merged.free(request, profile, now=timezone.now())
        messages.success(request, _("The number is free now. Sign in with it once more, and your own account opens."))
        return redirect("account_request_login_code")
    return render(request, "accounts/merged.html", {"phone": mask_phone(profile.phone or "") if may_free else ""})
