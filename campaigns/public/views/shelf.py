"""Campaigns in public: what can be joined, what comes, what was; and the pictures of them."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from accounts.desk_sessions import is_at_the_desk
from campaigns import pictures
from campaigns.history import book
from campaigns.models import Campaign, CampaignStatus
from campaigns.public.forms import AskedForm, When
from campaigns.public.told import told
from common import paging
from common.access import public

A_PAGE = 12
A_YEAR_S = 60 * 60 * 24 * 365
LATEST_FIRST, SOONEST_FIRST = ("-starts_at", "-pk"), ("starts_at", "pk")


@public
@never_cache
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """`when`, `mode` and `district` narrow it down; past ones end with those of before the portal."""
    form, now = AskedForm(request.GET), timezone.now()
    form.is_valid()
    when = form.cleaned_data.get("when") or ""
    found = standing_at(when, now).select_related("venue")
    for name in ("mode", "district"):
        if wanted := form.cleaned_data.get(name):
            found = found.filter(**{name: wanted})
    by = LATEST_FIRST if when == When.PAST else SOONEST_FIRST
    page = paging.page(found, size=A_PAGE, after=request.GET.get("older_than"), by=by, among=Campaign.objects.all())
    is_last_of_past = when == When.PAST and not page.following and not form.cleaned_data.get("mode")
    district = form.cleaned_data.get("district")
    context = {
        "form": form,
        "page": page,
        "told": told(page.rows, now=now),
        "history": [one for one in book.past() if district in ("", one.district)] if is_last_of_past else [],
        "is_narrowed": any(form.cleaned_data.get(name) for name in ("mode", "district")),
    }
    return render(request, "campaigns/public/campaigns.html", context)


@public
@require_safe
@cache_control(public=True, max_age=A_YEAR_S, immutable=True)
def picture(request: HttpRequest, size: str, name: str) -> HttpResponseBase:
    """A picture that a campaign or its results show; another content has another name."""
    if size not in set(pictures.Size) or not pictures.is_shown(name, to_staff=is_at_the_desk(request)):
        raise Http404
    try:
        return FileResponse(pictures.file_of(name, pictures.Size(size)), content_type="image/jpeg")
    except OSError as gone:
        raise Http404 from gone


def standing_at(when: str, now: datetime) -> QuerySet[Campaign]:
    if when == When.PAST:
        return Campaign.objects.over(now)
    standing = Campaign.objects.filter(status=CampaignStatus.OPEN, ends_at__gt=now)
    if when == When.OPEN:
        return standing.filter(signup_from__lte=now, signup_until__gt=now)
    return standing.filter(signup_from__gt=now) if when == When.COMING else standing
