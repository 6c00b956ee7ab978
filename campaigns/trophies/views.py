"""Trophies: a citizen's own, one that is shown to everybody with its credential, and the page that verifies one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from campaigns.models import TrophyAward, TrophyPublication
from campaigns.trophies import book, credential, keys, publishing, status, verifying
from campaigns.trophies.book import LIST, Trophy
from campaigns.trophies.forms import VerifyForm
from campaigns.trophies.words import asks, revoked_where
from common.access import citizens, owners, public
from common.embedding import shown_anywhere
from common.errors import DomainError
from lists.models import Edition

JWT = "application/vc+jwt"
FRESH_FOR_S = 300
MOST_SHOWN = 200
"""Trophies of one citizen on their page, the latest first."""


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader has earned, and what else there is."""
    own = TrophyAward.objects.standing().filter(citizen=citizen_of(request)).select_related("edition")
    awards = list(own.order_by("-earned_on", "-pk")[:MOST_SHOWN])
    shown = {one.award_id: one for one in TrophyPublication.objects.standing().filter(award__in=awards)}
    had = {award.trophy for award in awards}
    context = {
        "awards": [(award, book.read(award.edition), shown.get(award.pk)) for award in awards],
        "others": [(trophy, asks(trophy)) for code, trophy in book.trophies().items() if code not in had],
    }
    return render(request, "campaigns/trophies/mine.html", context)


@owners
@never_cache
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        published = publishing.publish(award=_own(request, public_id), now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("campaigns:trophies")
    messages.success(request, _("Everybody who has this address sees it now. Take it away under “My trophies”."))
    return redirect("campaigns:trophy", published.public_id)


@owners
@never_cache
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    publishing.withdraw(award=_own(request, public_id), now=timezone.now())
    messages.success(request, _("Its page is gone. Shown again, it has another address."))
    return redirect("campaigns:trophies")


@public
@never_cache
@require_safe
def trophy(request: HttpRequest, public_id: str) -> HttpResponse:
    """A trophy that its owner shows, without saying whose it is."""
    published = _published(public_id)
    shown = book.read(published.award.edition)
    context = {
        "trophy": shown,
        "asks": asks(shown),
        "revoked_where": revoked_where(shown),
        "award": published.award,
        "published": published,
        "jwt": credential.as_jwt(published, request.build_absolute_uri),
    }
    return render(request, "campaigns/trophies/trophy.html", context)


@public
@never_cache
@require_safe
def signed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The credential, signed."""
    token = credential.as_jwt(_published(public_id), request.build_absolute_uri)
    return HttpResponse(token, content_type=JWT)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether what somebody pasted is ours and still good."""
    form = VerifyForm(request.POST or None)
    verdict: verifying.Verdict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            verdict = verifying.verify(form.cleaned_data["token"])
        except DomainError as refused:
            form.add_error(None, refused.sentence)
    context = {"form": form, "verdict": verdict, "asks": asks(verdict.trophy) if verdict else ""}
    return render(request, "campaigns/trophies/verify.html", context)


@public
@cache_control(max_age=FRESH_FOR_S, public=True)
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"@context": credential.CONTEXTS, **credential.issuer(request.build_absolute_uri)})


@public
@cache_control(max_age=FRESH_FOR_S, public=True)
@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    return JsonResponse(keys.as_jwks())


@public
@cache_control(max_age=FRESH_FOR_S, public=True)
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    if not status.is_there(number):
        raise Http404
    return HttpResponse(status.as_jwt(number, request.build_absolute_uri, now=timezone.now()), content_type=JWT)


@public
@cache_control(max_age=FRESH_FOR_S, public=True)
@require_safe
def kind(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """What a trophy is, as its credentials say it."""
    said = credential.achievement(_kind(code, edition), request.build_absolute_uri)
    return JsonResponse({"@context": credential.CONTEXTS, **said})


@public
@cache_control(max_age=FRESH_FOR_S, public=True)
@require_safe
@shown_anywhere
def image(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """Its picture, drawn by us."""
    context: dict[str, Any] = {"trophy": _kind(code, edition)}
    return render(request, "campaigns/trophies/_badge.svg", context, content_type="image/svg+xml")


def _own(request: HttpRequest, public_id: str) -> TrophyAward:
    return get_object_or_404(TrophyAward, public_id=public_id, citizen=citizen_of(request))


def _published(public_id: str) -> TrophyPublication:
    """One that is shown and not revoked; what else becomes of one `verify` says."""
    rows = TrophyPublication.objects.standing().filter(award__revoked_at=None)
    return get_object_or_404(rows.select_related("award__edition", "award__citizen"), public_id=public_id)


def _kind(code: str, edition: int) -> Trophy:
    return book.read(get_object_or_404(Edition.objects.confirmed(), list_code=LIST, subject=code, pk=edition))
