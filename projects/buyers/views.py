"""Buyers' years: in the room what is emitted, held and retired, and the statement for everybody who has its address."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from common import paging
from common.access import public
from common.errors import DomainError
from common.qr import qr_drawing
from projects.buyers import paper, standing, stating
from projects.buyers.forms import EmittedForm, RetireForYearForm
from projects.buyers.portfolio import portfolio
from projects.models import Order, Part, Seat, UnitBlock, YearStatement
from projects.organisations.access import seat_of, seated
from projects.organisations.views.units import block_of_address, held_by, shown_numbers
from projects.registry import ordering
from projects.registry.moving import as_range
from projects.serials import Numbers, serial

YEARS_A_PAGE = 20
BLOCKS = 50


@seated()
@never_cache
@require_safe
def years(request: HttpRequest, public_id: str) -> HttpResponse:
    """The organisation's years, the latest first, and its portfolio."""
    seat = seat_of(request, public_id)
    page = paging.page(
        seat.organisation.years.all(), size=YEARS_A_PAGE, after=request.GET.get("older_than"), by=["-year"]
    )
    context = {
        "organisation": seat.organisation,
        "page": page,
        "listed": [(one, standing.standing_of(one)) for one in page.rows],
        "portfolio": portfolio(seat.organisation) if page.is_first else [],
        "may_state": _may_state(seat),
    }
    return render(request, "projects/buyers/years.html", context)


@seated(Part.OWNER, Part.EDITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def state_year(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was emitted in a year; said again it takes the place of what was said before."""
    seat = seat_of(request, public_id, Part.OWNER, Part.EDITOR)
    form = EmittedForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    if request.method == "POST" and form.is_valid():
        year, by, now = form.cleaned_data["year"], citizen_of(request), timezone.now()
        try:
            stating.state(organisation=seat.organisation, year=year, emitted=form.emitted(), by=by, now=now)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect("projects:year", public_id, year)
    return render(request, "projects/buyers/state.html", {"organisation": seat.organisation, "form": form})


@seated()
@never_cache
@require_safe
def year(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """How far a year is made good, the units that are there for it, and whether others may read it."""
    seat = seat_of(request, public_id)
    own = _own(seat, year)
    address = request.build_absolute_uri(reverse("projects:year_statement", args=[own.public_id]))
    context = {
        "organisation": seat.organisation,
        "statement": own,
        "need": standing.need_of(own),
        "stands": standing.standing_of(own),
        "retired": standing.retired_for(own),
        "blocks": held_by(seat.organisation).filter(is_frozen=False).order_by("numbers")[:BLOCKS],
        "address": address,
        "may_state": _may_state(seat),
        "may_publish": seat.part in stating.PUBLISHES and seat.organisation.is_approved,
    }
    return render(request, "projects/buyers/year.html", context)


@seated(Part.OWNER, Part.EDITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retire_for_year(request: HttpRequest, public_id: str, year: int, first: int) -> HttpResponse:
    """Asks how many units of a block, shows exactly which, and sends that to the second person."""
    seat = seat_of(request, public_id, Part.OWNER, Part.EDITOR)
    own, block = _own(seat, year), block_of_address(seat, first)
    wanted = min(standing.standing_of(own).missing or 1, block.tonnes)
    form = RetireForYearForm(request.POST or None, block=block, initial={"tonnes": wanted})
    going = _foreseen(form, block) if request.method == "POST" and form.is_valid() else None
    if going and request.POST.get("first") and (order := _ordered(request, own, block, going)):
        return redirect("projects:order", public_id, order.public_id)
    context = {
        "organisation": seat.organisation,
        "statement": own,
        "units": block,
        "form": form,
        "going": going,
        "serial": serial(block.issuance, as_range(going)) if going else "",
    }
    return render(request, "projects/buyers/retire.html", context)


@seated(Part.OWNER)
@never_cache
@require_POST
def publish_year(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """Whoever has its address reads it."""
    own, by, now = _own(seat_of(request, public_id, Part.OWNER), year), citizen_of(request), timezone.now()
    said = _("Published for others to read.")
    return _done(request, own, lambda: stating.publish(statement=own, by=by, now=now), said)


@seated(Part.OWNER)
@never_cache
@require_POST
def take_back_year(request: HttpRequest, public_id: str, year: int) -> HttpResponse:
    """Nobody else reads it any more."""
    own, by = _own(seat_of(request, public_id, Part.OWNER), year), citizen_of(request)
    return _done(request, own, lambda: stating.take_back(statement=own, by=by), _("Taken back. Nobody else reads it."))


@public
@require_safe
def year_statement(request: HttpRequest, public_id: str) -> HttpResponse:
    """A published statement: what was emitted, what was retired for it, and what is missing or over."""
    found = _published(public_id)
    address = request.build_absolute_uri(reverse("projects:year_statement", args=[public_id]))
    context = {
        "statement": found,
        "need": standing.need_of(found),
        "stands": standing.standing_of(found),
        "retired": standing.retired_for(found),
        "code": qr_drawing(address),
    }
    return render(request, "projects/buyers/statement.html", context)


@public
@require_safe
def year_statement_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same on paper."""
    found = _published(public_id)
    address = request.build_absolute_uri(reverse("projects:year_statement", args=[public_id]))
    response = HttpResponse(paper.made(found, address), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="statement-{public_id}.pdf"'
    return response


def _may_state(seat: Seat) -> bool:
    return seat.part in ordering.ORDERS and seat.organisation.is_approved


def _own(seat: Seat, year: int) -> YearStatement:
    return get_object_or_404(seat.organisation.years.select_related("organisation"), year=year)


def _published(public_id: str) -> YearStatement:
    rows = YearStatement.objects.filter(published_at__isnull=False).select_related("organisation")
    return get_object_or_404(rows, public_id=public_id)


def _foreseen(form: RetireForYearForm, block: UnitBlock) -> Numbers | None:
    """Which units would go; nothing where none can, which the form then says."""
    try:
        return ordering.foresee_order(block, form.cleaned_data["tonnes"])
    except DomainError as refused:
        form.add_error("tonnes", refused.sentence)
        return None


def _ordered(request: HttpRequest, own: YearStatement, block: UnitBlock, going: Numbers) -> Order | None:
    """The order for what was shown; nothing where it was refused, which the page then says."""
    by, now, shown = citizen_of(request), timezone.now(), shown_numbers(request)
    try:
        made = stating.retire(statement=own, block=block, tonnes=going.tonnes, by=by, now=now, shown=shown)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return None
    messages.success(request, _("Sent. Somebody else of yours releases it."))
    return made


def _done(request: HttpRequest, own: YearStatement, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect("projects:year", own.organisation.public_id, own.year)
