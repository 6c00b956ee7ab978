"""Redactions at the desk: what is out of public sight and why; and another one, shown first."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from common import editions
from common.desk_lines import Source
from common.errors import DomainError
from projects.desk.pages import DeedsAdmin
from projects.models import Order, Redaction
from projects.redactions import redacting, trail
from projects.redactions.forms import RedactionForm

MAKES = "projects.make_redaction"


class RedactionAdmin(DeedsAdmin):
    list_display = ("number_shown", "of_what", "by", "redacted_at")
    list_display_links = ("number_shown",)
    list_select_related = ("order", "version", "by")
    page_template = "admin/desk/redaction.html"

    def sources(self) -> list[Source]:
        return [trail.of_redactions()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAKES)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Without the right to add that Django makes for every model: nobody is asked for it here."""
        return {**super().get_model_perms(request), "add": False}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """What is asked for is shown first; sent once more as it was shown, it is redacted."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form, refused = RedactionForm(request.POST or None), None
        context: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            try:
                if editions.FIELD in request.POST:
                    return self._redacted(request, form)
                context = _shown(form)
            except DomainError as error:
                refused = error
        page = {"opts": self.opts, "title": gettext("Redact something public"), "form": form, "refused": refused}
        return TemplateResponse(
            request,
            "admin/desk/redaction_new.html",
            {**self.admin_site.each_context(request), **page, **context},
            status=refused.status if refused else 200,
        )

    def _redacted(self, request: HttpRequest, form: RedactionForm) -> HttpResponse:
        shown, by = request.POST[editions.FIELD], citizen_of(request)
        made = redacting.redact(**form.cleaned_data, edition=shown, by=by, now=timezone.now())
        return HttpResponseRedirect(reverse("admin:projects_redaction_change", args=[made.pk]))

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        row = get_object_or_404(
            Redaction.objects.select_related("order__holder", "order__move", "version__document", "by"), pk=pk
        )
        thing = row.order or row.version
        assert thing is not None
        return {"title": str(row), "original": row, "redaction": row, "owner": redacting.owner_of(thing), **forms}

    @display(description=_("Number"))
    def number_shown(self, row: Redaction) -> str:
        return row.number

    @display(description=_("of what"))
    def of_what(self, row: Redaction) -> str:
        return gettext("Certificate of use") if row.order_id else gettext("Document")


def _shown(form: RedactionForm) -> dict[str, Any]:
    """What would be redacted. Raises `NothingPublic`."""
    thing, reason = redacting.found(form.cleaned_data["number"]), form.cleaned_data["reason"]
    return {
        "order" if isinstance(thing, Order) else "version": thing,
        "owner": redacting.owner_of(thing),
        "copies": redacting.copies_of(thing),
        "edition": editions.edition_of(*redacting.shown_of(thing, reason)),
    }
