"""The language switch on every page."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.models import Profile
from accounts.shared_phones import is_kept
from common.access import public


@public
@require_POST
def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Speaks another language on this device, and for a citizen on every device from the next sign-in on."""
    choice = request.POST.get("language", "")
    # On a shared phone it is the phone that speaks, not whoever stands at the till now.
    if request.user.is_authenticated and not is_kept(request) and choice in dict(Profile.language.field.choices or []):
        Profile.objects.filter(user=request.user).update(language=choice)
    return set_language(request)
