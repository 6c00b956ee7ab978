"""Statements at the desk: looked at, their disputes answered, paid, and the last one of a merchant that has left."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.deeds.noting import note
from accounts.deeds.words import PAYMENTS
from accounts.models import DeedKind
from accounts.requests import citizen_of
from common.desk import ReadOnlyAdmin, WaitingFirstChangeList
from common.desk_lines import Source
from common.errors import DomainError
from common.pages.shown import read_count
from common.public_ids import is_public_id
from merchants.desk import own_merchant
from merchants.desk.kept import number, require
from merchants.fen import yuan
from merchants.models import Merchant, Statement, StatementLine, StatementStatus
from merchants.refusals import BelowZero
from merchants.settlement import closing, disputing, files, payable, paying, reading, reminding, tables, trail
from merchants.settlement.forms import AnswerForm, FreePayForm, PaperForm, PayForm, ReferenceForm
from merchants.settlement.late import LateFilter

CLOSES, PAYS = "merchants.close_statement", "merchants.pay_statement"
LINES = 200
STATES = {
    StatementStatus.CLOSED.value: "info",
    StatementStatus.DISPUTED.value: "danger",
    StatementStatus.CONFIRMED.value: "warning",
    StatementStatus.PAID.value: "success",
}
Deed = Callable[[], object]


class StatementAdmin(ReadOnlyAdmin):
    """The list of statements; a statement's page with what may be done with it now."""

    list_display = ("month_shown", "merchant", "state", "yuan_shown", "taken", "undone")
    list_filter = ("status", LateFilter, "is_final")
    list_select_related = ("merchant",)
    list_before_template = "admin/desk/_statement_links.html"
    waiting = Q(status__in=[StatementStatus.DISPUTED, StatementStatus.CONFIRMED])
    waiting_since = "until"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def sources(self) -> list[Source]:
        return [trail.source()]

    def get_urls(self) -> list[URLPattern]:
        named = {
            "answer": self.answer_view,
            "confirm": self.confirm_view,
            "pay": self.pay_view,
            "reference": self.reference_view,
        }
        deeds = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"merchants_statement_{name}")
            for name, view in named.items()
        ]
        shown = [
            path(
                f"<int:pk>/statement.{form}",
                self.admin_site.admin_view(self.file_view),
                {"form": form},
                name=f"merchants_statement_{form}",
            )
            for form in files.FORMS
        ]
        whole = [
            path("leaving/", self.admin_site.admin_view(self.leaving_view), name="merchants_statement_leaving"),
            path("payments/", self.admin_site.admin_view(self.to_pay_view), name="merchants_statement_to_pay"),
            *(
                path(
                    f"payments.{form}",
                    self.admin_site.admin_view(self.payments_view),
                    {"form": form},
                    name=f"merchants_statement_payments_{form}",
                )
                for form in files.PAYMENT_FORMS
            ),
        ]
        return [*deeds, *shown, *whole, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A statement with its lines, its history, and the deeds that are next."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        statement = get_object_or_404(Statement.objects.select_related("merchant"), pk=number(object_id))
        return self._page(request, statement)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answers one line that is in dispute."""
        require(request, CLOSES)
        statement, form = get_object_or_404(Statement, pk=pk), AnswerForm(request.POST)
        named = request.POST.get("line", "")
        line = statement.lines.filter(public_id=named).first() if is_public_id(named) else None
        if line is None or not form.is_valid():
            return self._page(request, statement, answering=(line, form))
        words, fen = form.cleaned_data["words"], form.cleaned_data["yuan"] or 0
        by, now = citizen_of(request), timezone.now()
        try:
            disputing.answer(line=line, by=by, words=words, corrected_fen=fen, now=now)
        except BelowZero as refused:
            # What was typed stays: a smaller correction is all that is missing.
            form.add_error("yuan", refused.sentence)
            return self._page(request, statement, answering=(line, form))
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            said = gettext("Answered. Once every line is, the merchant looks at the statement again.")
            messages.success(request, said)
        return HttpResponseRedirect(_address(statement))

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirms for a merchant that has said nothing for long, by the paper that it has stamped."""
        require(request, CLOSES)
        statement, form = get_object_or_404(Statement, pk=pk), PaperForm(request.POST)
        if not form.is_valid():
            return self._page(request, statement, paper_form=form)
        given = {"words": form.cleaned_data["words"], "fen": _shown(request)}
        by, now = citizen_of(request), timezone.now()
        return self._done(
            request,
            statement,
            lambda: disputing.confirm_on_paper(statement=statement, by=by, now=now, **given),
            gettext("Confirmed by the stamped statement. Somebody else writes down that it is paid."),
        )

    def pay_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Writes down that the bank has paid the sum that the page showed."""
        require(request, PAYS)
        statement = get_object_or_404(Statement, pk=pk)
        form = _pay_form(statement)(request.POST)
        if not form.is_valid():
            return self._page(request, statement, paying_form=form)
        given = {"bank_reference": form.cleaned_data.get("bank_reference", ""), "fen": _shown(request)}
        by, now = citizen_of(request), timezone.now()
        return self._done(
            request,
            statement,
            lambda: paying.pay(statement=statement, by=by, now=now, **given),
            gettext("Paid, and settled in the ledger."),
        )

    def reference_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A wrong bank reference is followed by the right one."""
        require(request, PAYS)
        statement, form = get_object_or_404(Statement, pk=pk), ReferenceForm(request.POST)
        if not form.is_valid():
            return self._page(request, statement, paying_form=form)
        by, now = citizen_of(request), timezone.now()
        return self._done(
            request,
            statement,
            lambda: paying.correct_reference(statement=statement, by=by, now=now, **form.cleaned_data),
            gettext("The right reference stands beside the first one."),
        )

    def file_view(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return files.answer(get_object_or_404(Statement.objects.shown().select_related("merchant"), pk=pk), form)

    def to_pay_view(self, request: HttpRequest) -> HttpResponse:
        """What the bank's file has, and beside it what cannot be in it."""
        if not request.user.has_perm(PAYS):
            raise PermissionDenied
        every = payable.all_of_them(now=timezone.now())
        in_file = [one for one in every if one.number]
        context = {
            "title": gettext("What the bank is to pay"),
            "in_file": in_file,
            "fen": sum(one.statement.fen for one in in_file),
            "without": [one for one in every if not one.number],
        }
        return self._shown(request, "admin/desk/statements_to_pay.html", context)

    def payments_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The bank's file, with whole account numbers; that it was taken stands in the trail."""
        if not request.user.has_perm(PAYS):
            raise PermissionDenied
        now = timezone.now()
        rows = [tables.payment_row(one) for one in payable.all_of_them(now=now) if one.number]
        facts = {"list": PAYMENTS, "form": form, "rows": len(rows)}
        note(DeedKind.TOOK, by=citizen_of(request), now=now, facts=facts)
        response = files.PAYMENT_FORMS[form](f"payments-{timezone.localtime(now):%Y-%m-%d}.{form}", rows)
        add_never_cache_headers(response)
        return response

    def leaving_view(self, request: HttpRequest) -> HttpResponse:
        """Merchants that take nothing any more, and the statement that settles one finally."""
        if not request.user.has_perm(CLOSES):
            raise PermissionDenied
        if request.method == "POST":
            return self._settle_finally(request)
        context = {"title": gettext("Merchants that have left"), "merchants": closing.leaving(now=timezone.now())}
        return self._shown(request, "admin/desk/statements_leaving.html", context)

    def _settle_finally(self, request: HttpRequest) -> HttpResponse:
        merchant = get_object_or_404(Merchant, pk=number(request.POST.get("merchant", "")))
        try:
            statement = closing.close_finally(merchant=merchant, now=timezone.now(), by=citizen_of(request))
        except DomainError as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(reverse("admin:merchants_statement_leaving"))
        messages.success(request, gettext("Drawn up. It waits for the merchant."))
        return HttpResponseRedirect(_address(statement))

    def _page(
        self,
        request: HttpRequest,
        statement: Statement,
        *,
        answering: tuple[StatementLine | None, forms.Form] = (None, AnswerForm()),
        paying_form: forms.Form | None = None,
        paper_form: forms.Form | None = None,
    ) -> HttpResponse:
        line, answer_form = answering
        lines = list(reading.lines(statement).order_by("-pk")[: LINES + 1])
        context = {
            **reading.head(statement)._asdict(),
            "title": str(statement),
            "lines": lines[:LINES],
            "is_cut": len(lines) > LINES,
            "downloads": [
                (form, reverse(f"admin:merchants_statement_{form}", args=[statement.pk])) for form in files.FORMS
            ],
            "own": own_merchant.refusal(citizen_of(request), statement.merchant_id),
            "answer_form": answer_form,
            "answered_line": line,
            "is_late": reminding.late(timezone.now()).filter(pk=statement.pk).exists(),
            "paper_form": paper_form or PaperForm(),
            "pay_form": paying_form or _pay_form(statement)(),
            "may_close": request.user.has_perm(CLOSES),
            "may_pay": request.user.has_perm(PAYS),
            "not_payer": paying.refusal_of_payer(statement, citizen_of(request)),
        }
        return self._shown(request, "admin/desk/statement.html", context)

    def _shown(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**common, **context})

    def _done(self, request: HttpRequest, statement: Statement, deed: Deed, said: str) -> HttpResponse:
        try:
            deed()
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, said)
        return HttpResponseRedirect(_address(statement))

    @display(description=_("month"))
    def month_shown(self, statement: Statement) -> str:
        return f"{statement.month:%Y-%m} {gettext('(final)') if statement.is_final else ''}".strip()

    @display(description=_("status"), label=STATES)
    def state(self, statement: Statement) -> tuple[str, str]:
        return statement.status, statement.get_status_display()

    @display(description=_("yuan"))
    def yuan_shown(self, statement: Statement) -> str:
        return yuan(statement.fen)


def _pay_form(statement: Statement) -> type[forms.Form]:
    """What the next deed of paying asks: the reference, where there is something to pay; later the right one."""
    if statement.status == StatementStatus.PAID:
        return ReferenceForm
    return PayForm if statement.fen else FreePayForm


def _shown(request: HttpRequest) -> int:
    """The sum that the page showed; none that a statement has where it shows none."""
    fen = read_count(request.POST.get("fen", ""))
    return -1 if fen is None else fen


def _address(statement: Statement) -> str:
    return reverse("admin:merchants_statement_change", args=[statement.pk])
