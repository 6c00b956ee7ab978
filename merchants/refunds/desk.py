"""Refunds at the desk: the list of all, and making one for a citizen who asks for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from common.desk import ReadOnlyAdmin
from common.desk_days import RangeFilter
from common.desk_lines import Source
from common.errors import DomainError
from merchants.desk import own_merchant
from merchants.desk.redemptions import RedemptionAdmin
from merchants.fen import yuan
from merchants.models import Redemption, Refund
from merchants.refunds import trail
from merchants.refunds.foreseeing import foresee
from merchants.refunds.forms import DeskRefundForm
from merchants.refunds.refunding import By, check, refund, refusal_of_person

REFUNDS = "merchants.refund_voucher"


class RefundableAdmin(RedemptionAdmin):
    """Vouchers at the desk, with the way to refund one that was used."""

    change_form_outer_before_template = "admin/desk/_refund_link.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.refund_view)
        return [path("<int:pk>/refund/", view, name="merchants_redemption_refund"), *super().get_urls()]

    def refund_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says first what comes of it; then the credits are the citizen's again."""
        if not request.user.has_perm(REFUNDS):
            raise PermissionDenied
        voucher = get_object_or_404(Redemption.objects.select_related("offer", "merchant", "shop"), pk=pk)
        form = DeskRefundForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._refund(request, voucher, form)
        return self._page(request, voucher, form)

    def _refund(self, request: HttpRequest, voucher: Redemption, form: DeskRefundForm) -> HttpResponse:
        words, foreseen = form.cleaned_data["words"], request.POST.get("foreseen", "")
        by, now = By(citizen_of(request)), timezone.now()
        try:
            made = refund(redemption=voucher, by=by, words=words, foreseen=foreseen, now=now)
        except DomainError as refused:
            messages.error(request, refused.sentence)
            voucher.refresh_from_db()
            return self._page(request, voucher, form)
        said = gettext("Refunded. The citizen has %(credits)s credits again and reads it in their inbox.")
        messages.success(request, said % {"credits": made.returned})
        return HttpResponseRedirect(_address(voucher))

    def _page(self, request: HttpRequest, voucher: Redemption, form: DeskRefundForm) -> HttpResponse:
        refused, now = _refusal(request, voucher), timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Refund a voucher"),
            "voucher": voucher,
            "refused": refused,
            "foreseen": None if refused else foresee(voucher, now=now),
            "form": form,
            "back": _address(voucher),
        }
        return TemplateResponse(request, "admin/desk/refund.html", context)


class RefundAdmin(ReadOnlyAdmin):
    """The list of refunds, of owners and of the desk; a refund is made from its voucher's page."""

    list_display = ("happened_at", "merchant", "offer_shown", "credits", "yuan_shown", "by_shown", "words")
    list_filter = (("happened_at", RangeFilter),)
    list_select_related = ("merchant", "redemption__offer", "by")
    fields = (
        *("voucher_shown", "merchant", "offer_shown", "taken_at", "happened_at"),
        *("by_shown", "words", "credits", "expired", "yuan_shown"),
    )
    readonly_fields = ("voucher_shown", "offer_shown", "by_shown", "yuan_shown")

    def sources(self) -> list[Source]:
        return [trail.source()]

    @display(description=_("offer"))
    def offer_shown(self, made: Refund) -> str:
        return str(made.redemption.offer)

    @display(description=_("redemption"))
    def voucher_shown(self, made: Refund) -> str:
        return made.redemption.public_id

    @display(description=_("yuan"))
    def yuan_shown(self, made: Refund) -> str:
        return yuan(made.fen)

    @display(description=_("by"))
    def by_shown(self, made: Refund) -> str:
        """Staff by name; of a merchant's owner the desk need not know who it is."""
        return str(made.by.get_username()) if made.is_of_desk else gettext("the merchant")


def _refusal(request: HttpRequest, voucher: Redemption) -> DomainError | None:
    """Why nothing of it is refunded by who looks at it."""
    by = By(citizen_of(request))
    if refused := own_merchant.refusal(by.user, voucher.merchant_id) or refusal_of_person(voucher, by):
        return refused
    try:
        check(voucher, now=timezone.now())
    except DomainError as over:
        return over
    return None


def _address(voucher: Redemption) -> str:
    return reverse("admin:merchants_redemption_change", args=[voucher.pk])
