"""What is decided at the review desk, as lists of the desk show it: to be found and looked at, never written."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import looks
from accounts.models import User
from accounts.requests import citizen_of
from activities.reviewables import Reviewable
from common.desk import ReadOnlyAdmin


class ReviewedAdmin(ReadOnlyAdmin):
    """A subclass says of which kind a row is."""

    search_fields = ("public_id",)
    search_help_text = _("A whole public id of one of these or of a citizen")

    def kind_of(self, row: Any) -> Reviewable:
        raise NotImplementedError

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        return queryset.filter(Q(**{self.search_fields[0]: term}) | Q(citizen_id__in=citizens)), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All that a decision goes by, and the way to where it is made."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            raise Http404
        row = get_object_or_404(self.model._default_manager, pk=int(object_id))
        kind, viewer, now = self.kind_of(row), citizen_of(request), timezone.now()
        row = kind.rows().get(pk=row.pk)
        looks.note(of=[row.citizen_id], seen=kind.seen, by=viewer, now=now)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": kind.told(row),
            "subtitle": row.public_id,
            "kind": kind,
            "row": row,
            "state": kind.state_of(row),
            "reason_shown": kind.reason_in_words(row),
            "may_decide": viewer.has_perm(kind.right) and kind.rows().filter(kind.waiting, pk=row.pk).exists(),
            **kind.shown(row, viewer=viewer, now=now),
        }
        return TemplateResponse(request, "admin/desk/reviewed.html", context)
