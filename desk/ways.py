"""Where a row is shown at the desk, to whoever may look at it there."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse


def way_to(row: Model | None, request: HttpRequest) -> str:
    """The address of its page; empty where it has none, or none for this reader."""
    if row is None:
        return ""
    shown_by = admin.site._registry.get(type(row))
    if shown_by is None or not shown_by.has_view_permission(request):
        return ""
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
