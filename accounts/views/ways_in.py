"""One's ways in on a page: the number, passkeys, and what other rooms bring."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import passkeys, ways_in
from accounts.changing_phone import waiting
from accounts.models import Profile
from accounts.phones import mask_phone
from accounts.requests import citizen_of
from accounts.views.second_factor import passkey_lines
from common.access import citizens


@citizens
@never_cache
@require_safe
def own_ways_in(request: HttpRequest) -> HttpResponse:
    """Everything that lets its owner in, each with where it is changed."""
    user = citizen_of(request)
    phone = Profile.objects.filter(user=user).values_list("phone", flat=True).first()
    others = [
        {"entrance": entrance, "count": len(entrance.rows(user.pk))}
        for entrance in ways_in.every().values()
        if entrance.kind not in ways_in.OWN
    ]
    context = {
        "phone": mask_phone(phone) if phone else "",
        "change": waiting.of(user),
        "passkeys": passkey_lines(passkeys.passkeys_of(user)),
        "others": others,
    }
    return render(request, "accounts/ways_in.html", context)
