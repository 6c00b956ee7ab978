"""A merchant's statements, for its owner and managers: seen, confirmed, disputed line by line, and as files.

The owner confirms; managers see everything and dispute, too.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import paging
from common.errors import DomainError
from common.pages.shown import read_count
from merchants.models import Membership, Role, Statement, StatementLine
from merchants.room.leading import leader, leads
from merchants.settlement import disputing, files, reading
from merchants.settlement.forms import DisputeForm

PAGE = 24
LINES = 100


@leads
@never_cache
@require_safe
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """A merchant's statements, latest first."""
    merchant = leader(request, public_id).merchant
    page = paging.page(reading.of_merchant(merchant), size=PAGE, after=request.GET.get("older_than"))
    return render(request, "merchants/settlement/statements.html", {"merchant": merchant, "page": page})


@leads
@never_cache
@require_safe
def statement(request: HttpRequest, public_id: str, statement_id: str) -> HttpResponse:
    """One statement with its lines and what was done with it."""
    by = leader(request, public_id)
    found = _statement(by, statement_id)
    page = paging.page(reading.lines(found), size=LINES, after=request.GET.get("older_than"))
    downloads = [(form, reverse(f"merchants:statement_{form}", args=[public_id, statement_id])) for form in files.FORMS]
    context = {
        "merchant": by.merchant,
        "is_owner": _is_owner(by),
        "page": page,
        "downloads": downloads,
        **reading.head(found)._asdict(),
    }
    return render(request, "merchants/settlement/statement.html", context)


@leads
@never_cache
@require_POST
def confirm(request: HttpRequest, public_id: str, statement_id: str) -> HttpResponse:
    """The owner agrees to the sum that the page showed."""
    by = _owner(request, public_id)
    found = _statement(by, statement_id)
    shown = read_count(request.POST.get("fen", ""))
    try:
        disputing.confirm(statement=found, owner=by, fen=-1 if shown is None else shown, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Confirmed. It is paid next."))
    return redirect(found)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, public_id: str, statement_id: str, line_id: str) -> HttpResponse:
    """A leader says what is wrong with a line."""
    by = leader(request, public_id)
    found = _statement(by, statement_id)
    line = get_object_or_404(reading.lines(found), public_id=line_id)
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _disputed(request, by, line, form):
        return redirect(found)
    context = {"merchant": by.merchant, "statement": found, "line": line, "form": form}
    return render(request, "merchants/settlement/dispute.html", context)


@leads
@never_cache
@require_safe
def as_file(request: HttpRequest, public_id: str, statement_id: str, form: str) -> HttpResponseBase:
    """The statement to be kept, printed or reckoned with."""
    return files.answer(_statement(leader(request, public_id), statement_id), form)


def _disputed(request: HttpRequest, by: Membership, line: StatementLine, form: DisputeForm) -> bool:
    try:
        disputing.dispute(line=line, leader=by, words=form.cleaned_data["words"], now=timezone.now())
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, _("Sent. The desk answers, and then you look at the statement again."))
    return True


def _statement(by: Membership, statement_id: str) -> Statement:
    return get_object_or_404(reading.of_merchant(by.merchant).select_related("merchant"), public_id=statement_id)


def _owner(request: HttpRequest, public_id: str) -> Membership:
    by = leader(request, public_id)
    if not _is_owner(by):
        raise Http404
    return by


def _is_owner(by: Membership) -> bool:
    return by.role == Role.OWNER
