"""The certificate of a citizen's year: what it would say, made, on paper, withdrawn, and proven to everybody."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Profile
from accounts.requests import citizen_of
from activities.keepsakes import certifying
from activities.keepsakes.certifying import Standing
from activities.models import YearCertificate
from common import editions
from common.access import citizens, owners, public
from common.city_time import city_day
from common.errors import DomainError
from portal.year import certificate as paper
from portal.year.views import asked_year


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def year_certify(request: HttpRequest, year: int) -> HttpResponse:
    """What a certificate would say, the one that there is, and those before; posting makes one of what is shown."""
    asked_year(year)
    citizen, now = citizen_of(request), timezone.now()
    today = city_day(now)
    if request.method == "POST":
        edition = request.POST.get(editions.FIELD, "")
        try:
            certifying.certify(citizen_id=citizen.pk, year=year, edition=edition, today=today, now=now)
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Your certificate is made."))
        return HttpResponseRedirect(reverse("portal:year_certify", args=[year]))
    return render(request, "portal/year/certify.html", _context(request, citizen.pk, year))


@owners
@never_cache
@require_safe
def year_certificate_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The holder's own, on paper; with the name that they gave themselves where they ask for it."""
    found = get_object_or_404(YearCertificate.objects.of(citizen_of(request).pk), public_id=public_id)
    holder = ""
    if request.GET.get("name"):
        holder = Profile.objects.filter(pk=found.citizen_id).values_list("display_name", flat=True).first() or ""
    address = request.build_absolute_uri(found.get_absolute_url())
    made = paper.made(found, certifying.standing_of(found), holder, address)
    name = f'attachment; filename="carbon-{found.year}-{found.public_id}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@owners
@require_POST
def withdraw_year_certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """It stands no longer; whoever scans its code is told so."""
    found = get_object_or_404(YearCertificate.objects.of(citizen_of(request).pk), public_id=public_id)
    certifying.withdraw(found, now=timezone.now())
    messages.success(request, _("The certificate is withdrawn. Whoever scans its code is told so."))
    return HttpResponseRedirect(reverse("portal:year_certify", args=[found.year]))


@public
@never_cache
@require_safe
def year_certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Says what is on a certificate and whether it stands; names nobody and leads to nothing else."""
    found = get_object_or_404(YearCertificate, public_id=public_id)
    standing = certifying.standing_of(found)
    context = {"certificate": found, "standing": standing.value, "stands": standing is Standing.STANDS}
    answer = render(request, "portal/year/certificate.html", {**context, "facts": list(paper.facts(found))})
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _context(request: HttpRequest, citizen_id: int, year: int) -> dict[str, Any]:
    foreseen = certifying.foresee(citizen_id, year, city_day(timezone.now()))
    made = list(YearCertificate.objects.of(citizen_id).filter(year=year).order_by("-pk"))
    current = next((one for one in made if not one.ended_as), None)
    standing = certifying.standing_of(current) if current else None
    return {
        "year": year,
        "foreseen": foreseen,
        "edition": editions.edition_of(*foreseen.parts),
        "current": current,
        "facts": list(paper.facts(current)) if current else [],
        "stands": standing is Standing.STANDS,
        "is_newer": current is not None and (current.grams, current.credits, current.acts) != _sums(foreseen),
        "ended": [one for one in made if one.ended_as],
        "has_name": Profile.objects.filter(pk=citizen_id).exclude(display_name="").exists(),
    }


def _sums(foreseen: certifying.Certified) -> tuple[int, int, int]:
    return foreseen.grams, foreseen.credits, foreseen.acts
