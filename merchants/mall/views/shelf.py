"""The mall: what credits can be exchanged for, to look at for everyone; a citizen sees what they can have."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.districts import District
from accounts.requests import citizen_of
from common.access import public
from common.city_time import city_day
from common.pages.kept import Content, render_kept
from common.typed.letters import plain
from credits import statements
from merchants.mall import on_show
from merchants.mall.within_reach import nearly
from merchants.models import OfferKind, Redemption

LONGEST_WORDS = 40
FRESH_FOR = timedelta(minutes=1)
MALL = "merchants/mall/mall.html"


@public
@never_cache
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What credits can be exchanged for."""
    now = timezone.now()
    if not request.user.is_authenticated:
        return render_kept(request, MALL, lambda: Content(_shelf(request, None, now), now + FRESH_FOR), now=now)
    citizen, today = citizen_of(request), city_day(now)
    balance = statements.available(citizen.pk, today=today)
    context = {
        **_shelf(request, balance, now),
        "vintages": statements.vintages(citizen.pk, today=today),
        "ready": Redemption.objects.of(citizen.pk).held().count(),
        "nearly": nearly(balance, now),
    }
    return render(request, MALL, context)


def _shelf(request: HttpRequest, balance: int | None, now: datetime) -> dict[str, object]:
    wanted = _wanted(request, balance)
    page = on_show.page(wanted, now=now, after=request.GET.get("older_than"))
    return {
        "page": page,
        "cards": [(offer, max(0, offer.price - balance) if balance is not None else 0) for offer in page.rows],
        "balance": balance,
        "wanted": wanted,
        "is_filtered": wanted != on_show.Wanted(),
        "is_first_page": page.is_first,
        "kinds": OfferKind.choices,
        "districts": District.choices,
        "today": city_day(now),
    }


def _wanted(request: HttpRequest, balance: int | None) -> on_show.Wanted:
    """Reads the address; answers 404 to what cannot be. Visitors have no balance to go by."""
    words = plain(request.GET.get("q", ""))[:LONGEST_WORDS]
    kind, district = request.GET.get("kind", ""), request.GET.get("district", "")
    if kind not in {"", *OfferKind.values} or district not in {"", *District.values}:
        raise Http404
    return on_show.Wanted(words, kind, district, balance if request.GET.get("affordable") else None)
