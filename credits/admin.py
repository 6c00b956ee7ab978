"""The ledger at the desk: accounts, transfers and budgets, all to be read; a budget is filled, credits are adjusted."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.models import User
from common import editions
from common.desk import ReadOnlyAdmin
from common.desk_lines import NOTHING, Change
from common.desk_trail import EventAdmin
from common.errors import DomainError
from credits import budgets, liability_page
from credits.adjusting.desk import AdjustmentAdmin
from credits.adjusting.trail import AdjustmentEventAdmin
from credits.forms import FundForm
from credits.merging.desk import MergerAdmin
from credits.merging.trail import MergerEventAdmin
from credits.models import GIVEN, Adjustment, Budget, LedgerAccount, Merger, Transfer


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = ("name_shown", "code", "left", "runs_out", "funded_at")
    fields = ("name_shown", "code", "left", "runs_out", "funded_at")
    readonly_fields = ("name_shown", "left", "runs_out")
    change_form_outer_after_template = "admin/desk/_fund_link.html"

    @display(description=_("name"))
    def name_shown(self, budget: Budget) -> str:
        return str(budget)

    @display(description=_("left"))
    def left(self, budget: Budget) -> str:
        return f"{budgets.remaining(budget.code):,}"

    @display(description=_("lasts until, as in the last 14 days"))
    def runs_out(self, budget: Budget) -> str:
        day = budgets.runs_out_on(budget.code, now=timezone.now())
        return f"{day:%Y-%m-%d}" if day else "—"

    def liability_view(self, request: HttpRequest) -> HttpResponseBase:
        """What citizens hold, when it expires, and what it is worth; as a file where it is asked for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        said = liability_page.told(request, timezone.now())
        if "file" in request.GET:
            return liability_page.file(said)
        title = {"opts": self.opts, "title": gettext("What citizens hold")}
        context = {**self.admin_site.each_context(request), **title, **said}
        return TemplateResponse(request, "admin/desk/liability.html", context)

    def get_urls(self) -> list[URLPattern]:
        held = path("liability/", self.admin_site.admin_view(self.liability_view), name="credits_budget_liability")
        fund = path("<int:pk>/fund/", self.admin_site.admin_view(self.fund_view), name="credits_budget_fund")
        return [held, fund, *super().get_urls()]

    def fund_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what it will do; does it when the same form comes back confirmed."""
        if not (request.user.is_authenticated and request.user.has_perm("credits.fund_budget")):
            raise PermissionDenied
        budget = get_object_or_404(Budget, pk=pk)
        form = FundForm(request.POST or None, budget=budget, by=request.user)
        is_checked = request.method == "POST" and form.is_valid()
        if is_checked and "confirm" in request.POST:
            answer = self._fund(request, budget, form)
            if answer is not None:
                return answer
            is_checked = False
        before = budgets.remaining(budget.code)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Put credits into the budget"),
            "budget": budget,
            "form": form,
            "before": before,
            "after": before + form.cleaned_data["amount"] if is_checked else None,
            "edition": _edition(budget, form) if is_checked else "",
        }
        return TemplateResponse(request, "admin/desk/fund.html", context)

    def _fund(self, request: HttpRequest, budget: Budget, form: FundForm) -> HttpResponse | None:
        amount, reference = form.cleaned_data["amount"], form.cleaned_data["reference"]
        try:
            edition = request.POST.get(editions.FIELD, "")
            budgets.fund_by(budget, amount, document=reference, by=form.by, now=timezone.now(), edition=edition)
        except (editions.ChangedMeanwhile, editions.NothingShown):
            raise
        except DomainError as error:
            form.add_error("reference", error.sentence)
            return None
        said = gettext("%(amount)s credits are in the budget %(budget)s.")
        messages.success(request, said % {"amount": f"{amount:,}", "budget": budget})
        return HttpResponseRedirect(reverse("admin:credits_budget_change", args=[budget.pk]))


def _edition(budget: Budget, form: FundForm) -> str:
    """Of what will happen, as the page says it before it does."""
    return editions.edition_of(budget.pk, form.cleaned_data["amount"], form.cleaned_data["reference"])


class WholeNameSearch:
    """Finds by a citizen's whole public id."""

    search_help_text = _("A whole public id of a citizen")

    @staticmethod
    def owned_accounts(term: str) -> QuerySet[LedgerAccount]:
        return LedgerAccount.objects.filter(owner__in=User.objects.filter(public_id=term.strip().lower()))


@admin.register(LedgerAccount)
class LedgerAccountAdmin(WholeNameSearch, ReadOnlyAdmin):
    list_display = ("kind", "asset", "owner", "expires_on", "budget_named", "slot", "balance_shown")
    fields = ("kind", "asset", "owner", "expires_on", "budget_named", "slot", "balance_shown")
    readonly_fields = ("budget_named", "balance_shown")
    list_filter = ("kind", "asset")
    list_select_related = ("owner", "budget")
    search_fields = ("owner__public_id",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        found = queryset.filter(pk__in=self.owned_accounts(search_term)) if search_term.strip() else queryset
        return found, False

    @display(description=_("budget"))
    def budget_named(self, account: LedgerAccount) -> str:
        return str(account.budget or "—")

    @display(description=_("balance"))
    def balance_shown(self, account: LedgerAccount) -> str:
        """Accounts that only give or only collect keep none; theirs would have to be summed over every transfer."""
        return f"{account.balance:,}" if account.keeps_balance else "—"


@admin.register(Transfer)
class TransferAdmin(WholeNameSearch, ReadOnlyAdmin):
    list_display = ("created_at", "kind", "from_account", "to_account", "amount_shown", "asset", "reference")
    fields = ("created_at", "event_at", "kind", "from_account", "to_account", "amount_shown", "asset", "reference")
    readonly_fields = ("from_account", "to_account", "amount_shown")
    list_filter = ("kind",)
    list_select_related = ("debit__owner", "debit__budget", "credit__owner", "credit__budget")
    search_fields = ("reference",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        accounts = list(self.owned_accounts(search_term).values_list("pk", flat=True))
        return queryset.filter(Q(GIVEN, debit__in=accounts) | Q(credit__in=accounts)), False

    @display(description=_("from"))
    def from_account(self, transfer: Transfer) -> str:
        return _account_name(transfer.debit)

    @display(description=_("to"))
    def to_account(self, transfer: Transfer) -> str:
        return _account_name(transfer.credit)

    @display(description=_("amount"))
    def amount_shown(self, transfer: Transfer) -> str:
        return f"{transfer.amount:,}"


def _account_name(account: LedgerAccount) -> str:
    whose = account.owner or account.budget
    return f"{account.get_kind_display()} · {whose}" if whose else str(account.get_kind_display())


@admin.register(apps.get_model("credits.BudgetEvent"))
class BudgetEventAdmin(EventAdmin):
    """The ledger knows how much a budget was given, and by which decision: each filling is told with both."""

    def changes(self, event: Any) -> list[Change]:
        before = event.previous.funded_at if event.previous else None
        was_filled = event.funded_at not in (None, before)
        fillings = budgets.fillings_at(event.pgh_obj_id, event.funded_at) if was_filled else []
        given = [
            change
            for filling in fillings
            for change in (
                Change(gettext("Credits put in"), NOTHING, f"{filling.amount:,}"),
                Change(gettext("Number of the decision"), NOTHING, filling.number),
            )
        ]
        return [*given, *super().changes(event)]


admin.site.register(Adjustment, AdjustmentAdmin)
admin.site.register(Merger, MergerAdmin)
# pghistory makes the table of the trail; it has no class in `models`.
admin.site.register(apps.get_model("credits.AdjustmentEvent"), AdjustmentEventAdmin)
admin.site.register(apps.get_model("credits.MergerEvent"), MergerEventAdmin)
