"""What the desk's pages of this app share: rows are kept, nobody decides for their own, a reason is asked for."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from common.desk import DeskAdmin
from common.text_pairs import LANGUAGES, TextPairField
from merchants.desk import own_merchant
from merchants.desk.forms import ReasonForm
from merchants.models import Merchant, Offer

LONGEST_KEY = 18
SAVING = ("show_save", "show_save_and_continue", "show_save_and_add_another")
"""What Django's own row of buttons asks."""


class KeptAdmin(DeskAdmin):
    """Rows that others refer to for ever: written, never removed, and by nobody for a merchant of their own."""

    change_form_outer_before_template = "admin/desk/_own_merchant.html"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Who may only look reads words in both languages, and not how they are kept."""
        names = list(super().get_fields(request, obj))
        if self.has_change_permission(request, obj):
            return names
        return [_in_words(self.model, name) if self._is_pair(name) else name for name in names]

    def _is_pair(self, name: str) -> bool:
        return isinstance(self.form.base_fields.get(name), TextPairField)

    def merchant_of(self, row: Any) -> int | None:
        """Whose row it is; that of a cause is nobody's."""
        return getattr(row, "merchant_id", None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Raises `OwnMerchant`, which takes back what was saved with it."""
        before = type(obj).objects.get(pk=obj.pk) if change else obj
        own_merchant.check(citizen_of(request), self.merchant_of(before), self.merchant_of(obj))
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Says at once where it is theirs, and offers no deed."""
        row = context.get("original")
        context["own"] = own_merchant.refusal(citizen_of(request), self.merchant_of(row)) if row else None
        if context["own"]:
            context.update(dict.fromkeys(SAVING, False))
        return super().render_change_form(request, context, *rest, **named)

    @display(description=_("name"))
    def name_shown(self, row: Model) -> str:
        return str(row)


def _in_words(model: type[Model], name: str) -> Callable[[Model], str]:
    """What shows a pair of words under its field's own name, one language below the other."""

    @display(description=label_for_field(name, model))
    def shown(row: Model) -> str:
        words = getattr(row, name)
        return "\n".join(words[language] for language in LANGUAGES if language in words)

    # The page's help text and style go by it.
    shown.__name__ = name
    return shown


def decision(request: HttpRequest) -> dict[str, Any]:
    """Who decides, when, and the edition that their page showed."""
    return {"by": citizen_of(request), "now": timezone.now(), "seen": request.POST.get("seen", "")}


def seen_on(request: HttpRequest) -> str:
    """The edition on the page from which the way led here, kept through every look at this one."""
    return request.POST.get("seen") or request.GET.get("seen", "")


def number(object_id: str) -> int:
    """The key that an address names; one that no row has where it is none."""
    return int(object_id) if object_id.isascii() and object_id.isdigit() and len(object_id) <= LONGEST_KEY else 0


def require(request: HttpRequest, right: str) -> None:
    """A deed is posted, by who has the right."""
    if not request.user.has_perm(right) or request.method != "POST":
        raise PermissionDenied


def asked_why(
    desk: KeptAdmin, request: HttpRequest, row: Merchant | Offer, form: ReasonForm, labels: dict[str, str]
) -> HttpResponse:
    """The page that asks for a reason; `labels` are its title, what its button says, and the edition that was seen."""
    back = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "row": row,
        "form": form,
        "back": back,
        **labels,
    }
    return TemplateResponse(request, "admin/desk/merchant_reason.html", context)
