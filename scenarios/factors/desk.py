"""Factors at the desk: looked up with the rules that rest on them, entered anew, and never changed."""

from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from common import editions
from common.city_time import city_day
from common.desk import ReadOnlyAdmin
from common.desk_trail import EventAdmin
from common.errors import DomainError
from scenarios.factors.entering import check_day, enter, replace, shown
from scenarios.factors.forms import FactorForm, ReplacementForm
from scenarios.factors.using import in_force_with, later_with, versions_with
from scenarios.models import EmissionFactor, RuleVersion
from scenarios.rules import Source
from scenarios.standing_words import standing_in_words
from scenarios.venues.models import source_in_words


def _plain(number: Any) -> str:
    return f"{number.normalize():f}"


class EmissionFactorAdmin(ReadOnlyAdmin):
    """Another value is another factor, with its own source; none is ever changed."""

    list_display = ("code", "value_shown", "region", "year", "standing_shown", "source_shown")
    fields = ("code", "value_shown", "range_shown", "region", "year", "standing_shown", "source_shown")
    readonly_fields = ("value_shown", "range_shown", "standing_shown", "source_shown")
    list_filter = ("standing", "region", "year")
    search_fields = ("code",)
    change_form_outer_after_template = "admin/desk/_factor_deeds.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scenarios.add_emissionfactor")

    def may_replace(self, request: HttpRequest) -> bool:
        """To enter a value in the place of another is to draft rules."""
        return self.has_add_permission(request) and request.user.has_perm("scenarios.change_ruleversion")

    @display(description=_("value"))
    def value_shown(self, factor: EmissionFactor) -> str:
        return f"{_plain(factor.value)} {factor.unit}"

    @display(description=_("published values"))
    def range_shown(self, factor: EmissionFactor) -> str:
        ends = (factor.low, factor.central, factor.high)
        return " … ".join(_plain(end) for end in ends if end is not None) or "—"

    @display(description=_("standing"))
    def standing_shown(self, factor: EmissionFactor) -> str:
        return standing_in_words(factor.standing)

    @display(description=_("source"))
    def source_shown(self, factor: EmissionFactor) -> str:
        return source_in_words(factor.as_value().source)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.replace_view)
        return [path("<int:pk>/replace/", view, name="scenarios_emissionfactor_replace"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        factor = named.get("obj")
        if factor is not None:
            context["resting"] = _told(list(versions_with(factor.code)))
            context["may_replace"] = self.may_replace(request)
        return super().render_change_form(request, context, *rest, **named)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A value that takes no other's place: a rule comes to rest on it where somebody chooses it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FactorForm(request.POST or None)
        is_checked = _is_checked(request, form)
        if is_checked and "confirm" in request.POST:
            factor = enter(form.document())
            messages.success(request, gettext("The factor is entered. No rule rests on it yet."))
            return _to_factor(factor)
        return self._page(request, {"form": form, "is_checked": is_checked, "title": gettext("A new factor")})

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says which rules would rest on the new value; confirmed, it enters it and drafts them."""
        if not self.may_replace(request):
            raise PermissionDenied
        old = get_object_or_404(EmissionFactor, pk=pk)
        form = ReplacementForm(request.POST or None, old=old)
        day = self._checked_day(request, form, old)
        if day is not None and "confirm" in request.POST:
            return self._replace(request, form, old, day)
        today = city_day(timezone.now())
        resting = in_force_with(old.code, day or today)
        context = {
            "form": form,
            "old": old,
            "old_value": self.value_shown(old),
            "day": day,
            "is_checked": day is not None,
            "resting": _told(resting),
            "later": _told(later_with(old.code, day)) if day else [],
            "edition": editions.edition_of(*shown(old, resting)),
            "title": gettext("A new value in the place of %(factor)s") % {"factor": old},
        }
        return self._page(request, context)

    def _checked_day(self, request: HttpRequest, form: ReplacementForm, old: EmissionFactor) -> date | None:
        """The day from which on the rules could rest on the new value, where all that was entered is right."""
        if not _is_checked(request, form):
            return None
        day: date = form.cleaned_data["effective_from"]
        try:
            check_day(in_force_with(old.code, day), effective_from=day, now=timezone.now())
        except DomainError as refused:
            form.add_error("effective_from", refused.sentence)
            return None
        return day

    def _replace(self, request: HttpRequest, form: ReplacementForm, old: EmissionFactor, day: date) -> HttpResponse:
        edition = request.POST.get(editions.FIELD, "")
        by, now = citizen_of(request), timezone.now()
        new, drafts = replace(old, document=form.document(), effective_from=day, now=now, by=by, edition=edition)
        said = ngettext(
            "The factor is entered, and %(count)s rule is drafted with it. Nothing is scored by it until it is "
            "published.",
            "The factor is entered, and %(count)s rules are drafted with it. Nothing is scored by them until they are "
            "published.",
            len(drafts),
        )
        messages.success(request, said % {"count": len(drafts)})
        return _to_factor(new)

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        if context["is_checked"]:
            whole["value"] = _plain(context["form"].cleaned_data["value"])
        return TemplateResponse(request, "admin/desk/factor_new.html", whole)


class EmissionFactorEventAdmin(EventAdmin):
    """Who entered which value, and when."""

    wordings = MappingProxyType(
        {
            **dict.fromkeys(("value", "low", "central", "high"), _plain),
            "standing": standing_in_words,
            "source": lambda document: source_in_words(Source.from_document(document)),
        }
    )


def _is_checked(request: HttpRequest, form: FactorForm) -> bool:
    return request.method == "POST" and form.is_valid() and "again" not in request.POST


def _told(versions: list[RuleVersion]) -> list[tuple[RuleVersion, str]]:
    today = city_day(timezone.now())
    return [(version, str(version.state_on(today).label)) for version in versions]


def _to_factor(factor: EmissionFactor) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:scenarios_emissionfactor_change", args=[factor.pk]))
