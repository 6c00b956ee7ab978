"""A lost number at the desk: its owner shows who they are, the new number is shown by its code, and then it waits."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.changing_phone import codes, numbers, stop_links, waiting
from accounts.changing_phone.forms import LostPhoneCodeForm, LostPhoneForm
from accounts.code_requests import DIGITS
from accounts.models import User
from accounts.phones import group_phone, mask_phone
from accounts.rate_limits import may_try
from accounts.reach import may_touch
from accounts.refusals import TooManyPhoneChanges
from accounts.requests import citizen_of
from common import editions
from common.errors import DomainError

SETS = "accounts.set_lost_phone"


class GivesNumbers:
    """Of the desk's page of users."""

    admin_site: Any
    opts: Any

    def phone_urls(self) -> list[URLPattern]:
        deeds = {"new-phone": self.new_phone_view, "new-phone/code": self.new_phone_code_view}
        return [
            path(f"<int:pk>/{where}/", self.admin_site.admin_view(view), name=f"accounts_user_{_name(where)}")
            for where, view in deeds.items()
        ]

    def phone_context(self, request: HttpRequest, user: User | None) -> dict[str, Any]:
        """What a user's page says of their number."""
        may = user is not None and _may_set(request, user)
        return {"may_set_phone": may, "phone_change": waiting.of(user) if user and may else None}

    def new_phone_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for the new number and sends a code to it, which its owner reads out."""
        user, form = _reached(request, pk), LostPhoneForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                codes.send(request, phone=form.cleaned_data["phone"], of=user.pk, now=timezone.now())
            except DomainError as refused:
                form.add_error("phone", refused.sentence)
            else:
                return HttpResponseRedirect(reverse("admin:accounts_user_new_phone_code", args=[pk]))
        return self._phone_page(request, user, {"form": form})

    def new_phone_code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows whose number becomes which; takes the code and what was shown, and has it wait."""
        user, now = _reached(request, pk), timezone.now()
        sent = codes.awaited(request, of=pk, now=now)
        if sent is None:
            return HttpResponseRedirect(reverse("admin:accounts_user_new_phone", args=[pk]))
        shown = (pk, numbers.phone_of(pk), sent["phone"])
        form = LostPhoneCodeForm(request.POST or None, digits=DIGITS)
        if request.method == "POST" and form.is_valid():
            editions.check(request.POST.get(editions.FIELD, ""), *shown)
            try:
                _ask(request, user, form.cleaned_data)
            except DomainError as refused:
                form.add_error("code", refused.sentence)
            else:
                messages.success(request, gettext("The new number of %(user)s waits.") % {"user": user})
                return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))
        context = {
            "form": form,
            "edition": editions.edition_of(*shown),
            "new_phone": group_phone(sent["phone"]),
            "demo_code": sent["code"] if settings.DEBUG else "",
        }
        return self._phone_page(request, user, context)

    def _phone_page(self, request: HttpRequest, user: User, told: dict[str, Any]) -> HttpResponse:
        old = numbers.phone_of(user.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "citizen": user,
            "old_phone": mask_phone(old) if old else "",
            "days": settings.PHONE_CHANGE_WAIT_DAYS,
            **told,
        }
        return TemplateResponse(request, "admin/desk/new_phone.html", context)


def _ask(request: HttpRequest, user: User, entered: dict[str, Any]) -> None:
    now = timezone.now()
    phone = codes.prove(request, entered["code"], of=user.pk, now=now)
    if not may_try(request, action="ask_phone_change", key=str(user.pk)):
        raise TooManyPhoneChanges
    waiting.ask(
        user=user,
        phone=phone,
        to_stop=lambda change: stop_links.address_for(request, change),
        by=citizen_of(request),
        shown=entered["shown"],
        reference=entered["reference"],
        now=now,
    )


def _reached(request: HttpRequest, pk: int) -> User:
    user = get_object_or_404(User, pk=pk)
    if not _may_set(request, user):
        raise PermissionDenied
    return user


def _may_set(request: HttpRequest, user: User) -> bool:
    """Citizens' alone: who works here comes by a password, and nobody does it for themselves."""
    may = request.user.has_perm(SETS) and user.pk != request.user.pk and not user.is_staff
    return bool(may) and may_touch(citizen_of(request), user)


def _name(where: str) -> str:
    return where.replace("-", "_").replace("/", "_")
