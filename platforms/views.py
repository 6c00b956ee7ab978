"""To a platform and back, and what of platforms is linked to one's account."""

from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import arriving, citizens, ways_in
from accounts.changing_phone import owner
from accounts.changing_phone.refusals import WayInRests
from accounts.rate_limits import TriedTooOften, count_try
from accounts.requests import citizen_of as who_is_signed_in
from accounts.views.fresh_proof import led_to_prove
from common.access import citizens as citizens_only
from common.access import public
from common.errors import DomainError
from common.texts import listed
from platforms import going, held, identities, linking, news, offered
from platforms.entrances import KIND
from platforms.identities import Identity
from platforms.models import Link, Platform
from platforms.refusals import NotLinked, SignInOver, TooManyGoing

SIGN_IN_PAGE = "account_request_login_code"


@public
@never_cache
@require_POST
def go(request: HttpRequest, name: str) -> HttpResponse:
    """Leaves for a platform, to sign in; afterwards on to `next`, if that is a page of ours."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    return _leave(request, _platform(name), purpose=going.SIGN_IN, then=get_next_redirect_url(request) or "")


@public
@never_cache
@require_safe
def come_back(request: HttpRequest, name: str) -> HttpResponse:
    """Where a platform leads whoever was sent there: once for each going."""
    platform, then, purpose = _platform(name), "", going.SIGN_IN
    try:
        journey = going.journey_of(request, platform)
        then, purpose = journey.then, journey.purpose
        if journey.citizen_id != request.user.pk:
            # Somebody else has signed in or out meanwhile, in the same browser.
            raise SignInOver(platform=platform)
        identity = going.who_came(request, platform, journey)
        return _linked(request, identity) if purpose == going.LINK else _signed_in(request, identity, then)
    except DomainError as refused:
        return _refused(request, refused, platform, purpose=purpose, then=then)


@citizens_only
@never_cache
@require_safe
def link_held(request: HttpRequest) -> HttpResponse:
    """Links who came from a platform to whoever has just shown a factor beside their number; and goes on.

    Who has none was linked when they arrived (`platforms.arrivals`), and is told of it here.
    """
    now = timezone.now()
    if led := led_to_prove(request, then=request.get_full_path(), now=now):
        return led
    found = held.take(request, now=now)
    outcome = linking.tried(request, found, now=now) if isinstance(found, Identity) else found
    if outcome is None:
        messages.warning(request, _("Nothing was linked: too much time has passed. You can link it here at Me."))
    else:
        messages.add_message(request, messages.SUCCESS if outcome.is_linked else messages.WARNING, outcome.sentence)
    return redirect(get_login_redirect_url(request))


@citizens_only
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Which accounts of platforms are the citizen's, and which they may link."""
    links = {link.platform: link for link in Link.objects.filter(citizen=who_is_signed_in(request))}
    can_go = offered.platforms(request)
    rows = [
        {"platform": platform, "link": links.get(platform), "is_offered": platform in can_go}
        for platform in Platform
        if platform in can_go or platform in links
    ]
    return render(request, "platforms/mine.html", {"rows": rows})


@citizens_only
@never_cache
@require_POST
def go_to_link(request: HttpRequest, name: str) -> HttpResponse:
    """Leaves for a platform, to link an account there; a fresh proof comes first."""
    platform, here = _platform(name), reverse("platforms:mine")
    if led := led_to_prove(request, then=here, now=timezone.now()):
        return led
    try:
        owner.check_may_add_way_in(request, now=timezone.now())
    except WayInRests as refused:
        messages.error(request, refused.sentence)
        return redirect(here)
    if platform not in offered.platforms(request):
        messages.error(request, _("%(platform)s cannot be linked here at present.") % {"platform": platform.label})
        return redirect(here)
    return _leave(request, platform, purpose=going.LINK, then=here)


@citizens_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: HttpRequest, name: str) -> HttpResponse:
    """Says what unlinking means, and does it for the link that was shown; a fresh proof comes first."""
    citizen, platform, now = who_is_signed_in(request), _platform(name), timezone.now()
    if led := led_to_prove(request, then=request.path, now=now):
        return led
    if request.method != "POST":
        link = Link.objects.filter(citizen=citizen, platform=platform).first()
        if link is None:
            messages.error(request, NotLinked(platform=platform).sentence)
            return redirect("platforms:mine")
        left = [way for way in ways_in.of(citizen.pk) if way != ways_in.WayIn(KIND, link.pk)]
        context = {"link": link, "left": listed(_titles(left))}
        return render(request, "platforms/unlink.html", context)
    try:
        _unlink(citizen.pk, platform, which=request.POST.get("which", ""))
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        news.tell_unlinked(citizen, platform, now=now)
        messages.success(request, _("%(platform)s is unlinked.") % {"platform": platform.label})
    return redirect("platforms:mine")


def _platform(name: str) -> Platform:
    if name not in Platform:
        raise Http404
    return Platform(name)


def _leave(request: HttpRequest, platform: Platform, *, purpose: str, then: str) -> HttpResponse:
    """A page that leads there by itself.

    A redirect would not do: browsers hold what follows a form to `form-action`, and platforms redirect among hosts of
    their own.
    """
    try:
        count_try(request, ("go_to_platform", ""))
        address = going.address_there(request, platform, purpose=purpose, then=then)
    except TriedTooOften as refused:
        return _refused(request, TooManyGoing(wait_s=refused.wait_s), platform, purpose=purpose, then=then)
    except DomainError as refused:
        return _refused(request, refused, platform, purpose=purpose, then=then)
    return render(request, "platforms/leaving.html", {"platform": platform, "address": address})


def _signed_in(request: HttpRequest, identity: Identity, then: str) -> HttpResponse:
    now = timezone.now()
    citizen = identities.citizen_of(identity)
    if citizen is None:
        linking = held.keep(request, identity, then=then, now=now)
        return redirect(f"{reverse(SIGN_IN_PAGE)}?{urlencode({NEXT: linking})}")
    if citizen.is_active:
        # What this app was told of an account that another one knows.
        identities.link(citizen, identity, now)
    return arriving.sign_in(request, user=citizen, way=KIND, then=then or None, now=now)


def _linked(request: HttpRequest, identity: Identity) -> HttpResponse:
    messages.success(request, linking.link(request, identity, now=timezone.now()))
    return redirect("platforms:mine")


@transaction.atomic
def _unlink(citizen_id: int, platform: Platform, *, which: str) -> None:
    citizens.lock(citizen_id)
    link = Link.objects.filter(citizen=citizen_id, platform=platform, public_id=which).first()
    if link is None:
        raise NotLinked(platform=platform)
    ways_in.check_another(citizen_id, leaving=[ways_in.WayIn(KIND, link.pk)])
    identities.unlink(link)


def _titles(ways: list[ways_in.WayIn]) -> list[str]:
    """Each kind once, in the order of the page of ways in; platforms by name, since not all of them are linked."""
    links = {link.pk: link.get_platform_display() for link in Link.objects.filter(pk__in=_rows(ways, KIND))}
    titles = (links[way.row] if way.kind == KIND else str(ways_in.every()[way.kind].title) for way in ways)
    return list(dict.fromkeys(titles))


def _rows(ways: list[ways_in.WayIn], kind: str) -> list[int]:
    return [way.row for way in ways if way.kind == kind]


def _refused(
    request: HttpRequest, refused: DomainError, platform: Platform, *, purpose: str, then: str
) -> HttpResponse:
    context = {
        "platform": platform,
        "sentence": refused.sentence,
        "is_linking": purpose == going.LINK,
        "is_offered": platform in offered.platforms(request),
        "then": then,
    }
    return render(request, "platforms/refused.html", context, status=refused.status)
