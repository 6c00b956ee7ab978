"""Freezing a citizen at the desk, from their page: first what it will do, then it is done; and lifting it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Freeze, User
from accounts.reach import may_touch
from accounts.requests import citizen_of
from accounts.standing import freezing
from accounts.standing.forms import FreezeForm
from accounts.standing.words import REASONS
from common import editions
from common.texts import in_reader_language

RIGHT = "accounts.freeze_user"


class FreezesCitizens:
    """Of the desk's page of users."""

    admin_site: Any
    opts: Any

    def freeze_urls(self) -> list[URLPattern]:
        deeds = {"freeze": self.freeze_view, "lift_freeze": self.lift_freeze_view}
        return [
            path(f"<int:pk>/{deed.replace('_', '-')}/", self.admin_site.admin_view(view), name=f"accounts_user_{deed}")
            for deed, view in deeds.items()
        ]

    def freeze_context(self, request: HttpRequest, user: User | None) -> dict[str, Any]:
        """What a user's page says of freezes."""
        may = user is not None and _may_freeze(request, user)
        open_now = Freeze.objects.open().filter(citizen=user).first() if may else None
        return {"may_freeze": may, "freeze": open_now}

    def freeze_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what it will do and what the citizen will read; does it when it comes back confirmed."""
        user, now = _reached(request, pk), timezone.now()
        form = FreezeForm(request.POST or None, now=now)
        is_checked = request.method == "POST" and form.is_valid()
        if is_checked and "confirm" in request.POST:
            edition = request.POST.get(editions.FIELD, "")
            freezing.freeze(citizen=user, **form.told, by=citizen_of(request), now=now, edition=edition)
            messages.success(request, gettext("%(user)s is frozen, and was told so.") % {"user": user})
            return _to_page_of(user)
        told = {"edition": _edition(user, form), "reason": _reason(form)} if is_checked else {}
        return self._page(request, user, "freeze.html", {"form": form, **told})

    def lift_freeze_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the freeze that is open; lifts that one."""
        user = _reached(request, pk)
        freeze = get_object_or_404(Freeze.objects.open(), citizen=user)
        edition = editions.edition_of(freeze.pk)
        if request.method != "POST":
            return self._page(request, user, "lift_freeze.html", {"freeze": freeze, "edition": edition})
        editions.check(request.POST.get(editions.FIELD, ""), freeze.pk)
        freezing.lift(freeze=freeze, by=citizen_of(request), now=timezone.now())
        messages.success(request, gettext("%(user)s is free again, and was told so.") % {"user": user})
        return _to_page_of(user)

    def _page(self, request: HttpRequest, user: User, template: str, told: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "citizen": user, **told}
        return TemplateResponse(request, f"admin/desk/{template}", context)


def _reached(request: HttpRequest, pk: int) -> User:
    user = get_object_or_404(User, pk=pk)
    if not _may_freeze(request, user):
        raise PermissionDenied
    return user


def _may_freeze(request: HttpRequest, user: User) -> bool:
    return bool(request.user.has_perm(RIGHT)) and user.pk != request.user.pk and may_touch(citizen_of(request), user)


def _edition(user: User, form: FreezeForm) -> str:
    told = form.told
    return editions.edition_of(
        user.pk, told["earning"], told["spending"], told["reason"], told["note"], told["ends_at"]
    )


def _reason(form: FreezeForm) -> str:
    return in_reader_language(REASONS[form.cleaned_data["reason"]])


def _to_page_of(user: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))
