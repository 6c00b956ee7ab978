"""The list of statements narrowed to those whose merchants have said nothing for long."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merchants.models import Statement
from merchants.settlement import reminding

LATE = "late"


class LateFilter(admin.SimpleListFilter):
    title = _("the merchant’s answer")
    parameter_name = LATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("None for ten days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Statement]) -> QuerySet[Statement]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=reminding.late(timezone.now()).values("pk"))
