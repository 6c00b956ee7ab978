"""A page of the desk about one row with its deeds: each is a form of the page, done or refused in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from common import paging
from common.desk import ReadOnlyAdmin
from common.errors import DomainError


class DeedsAdmin(ReadOnlyAdmin):
    """Rows that are looked at, and what is done with one: each deed is a form of its page, with its own address."""

    page_template = ""
    deeds: tuple[str, ...] = ()
    """Each with a view `{deed}_view`, which takes what was posted for a row."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<int:pk>/{deed}/",
                self.admin_site.admin_view(require_POST(getattr(self, f"{deed}_view"))),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{deed}",
            )
            for deed in self.deeds
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.page(request, paging.number_in(object_id))

    def page(self, request: HttpRequest, pk: int, **forms: Any) -> HttpResponse:
        """The page of a row; `forms` stand in the place of empty ones."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **self.told(request, pk, **forms)}
        return TemplateResponse(request, self.page_template, context)

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """What the page of a row tells."""
        raise NotImplementedError

    def require(self, request: HttpRequest, right: str) -> None:
        if not (request.user.has_perm(right) and self.has_view_permission(request)):
            raise PermissionDenied

    def done(self, request: HttpRequest, pk: int, deed: Callable[[], object], said: str) -> HttpResponse:
        """Does it, says what came of it, and leads to the page of what came of it, or of the row."""
        to = (self.opts.model_name, pk)
        try:
            made = deed()
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, said)
            to = self.leads_to(made) or to
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{to[0]}_change", args=[to[1]]))

    def leads_to(self, made: object) -> tuple[str, int] | None:
        """The model and key of what was made, where its page comes next."""
        return None
