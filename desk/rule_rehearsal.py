"""The desk's pages on which a version is rehearsed: asked for, watched, stopped, and what it came to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import looks
from accounts.models import Seen
from accounts.requests import citizen_of
from activities.scoring.rehearsing import run
from common import editions, paging
from common.pages.asking import asking
from common.typed.desk import desk_number
from common.typed.fields import WholeField
from credits.liability import mean_price
from desk.rehearsal_told import Summary, Told, summary, told
from scenarios.models import Rehearsal, RuleVersion
from scenarios.rehearsals import asking as rehearsals
from scenarios.rehearsals.models import Stage

RIGHTS = ("scenarios.change_ruleversion", "scenarios.approve_ruleversion", "scenarios.publish_ruleversion")
"""Whoever drafts, approves or publishes a rule may see what it would have done."""
SHOWN = 20
A_THOUSAND = 1000


class DaysForm(forms.Form):
    days = WholeField(
        label=_("So many days back, today included"),
        min_value=1,
        max_value=rehearsals.MOST_DAYS,
        initial=rehearsals.USUAL_DAYS,
        widget=desk_number(),
    )


class RehearsalPages:
    """For the pages of rule versions."""

    if TYPE_CHECKING:
        admin_site: Any
        _version: Callable[[HttpRequest, int], RuleVersion]
        _page: Callable[[HttpRequest, str, RuleVersion, dict[str, Any]], HttpResponse]

    def rehearsal_urls(self) -> list[URLPattern]:
        views = {"rehearse": self.rehearse_view, "rehearsal": self.rehearsal_view, "stop": self.stop_view}
        return [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"scenarios_ruleversion_{verb}")
            for verb, view in views.items()
        ]

    def may_rehearse(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(right) for right in RIGHTS)

    def rehearse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The rehearsal under way or the last one, earlier ones, and a form that asks for another."""
        version = self._version(request, pk)
        form = DaysForm(request.POST or None)
        if request.method == "POST":
            if not self.may_rehearse(request):
                raise PermissionDenied
            if form.is_valid():
                self._ask(request, version, form.cleaned_data["days"])
                return _back(version)
        every = list(version.rehearsals.select_related("asked_by").order_by("-pk")[:SHOWN])
        context = {"form": form, "every": every, **self._shown(request, version)}
        return self._page(request, "admin/desk/rule_rehearsal.html", version, context)

    def rehearsal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the page that asks again by itself."""
        version = self._version(request, pk)
        return render(request, "admin/desk/_rule_rehearsal.html", {**self._shown(request, version), "is_part": True})

    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whatever of it is added up by then is left as it is."""
        version = self._version(request, pk)
        if not self.may_rehearse(request) or request.method != "POST":
            raise PermissionDenied
        stopped = [rehearsals.stop(one, now=timezone.now()) for one in version.rehearsals.under_way()]
        if any(stopped):
            messages.success(request, gettext("The rehearsal is stopped."))
        else:
            messages.info(request, gettext("There was nothing to stop any more: the rehearsal had ended."))
        return _back(version)

    def _ask(self, request: HttpRequest, version: RuleVersion, days: int) -> None:
        now = timezone.now()
        price = mean_price(now)
        rehearsal = rehearsals.ask(
            version=version,
            days=days,
            by=citizen_of(request),
            now=now,
            edition=request.POST.get(editions.FIELD, ""),
            fen_per_thousand=price.worth_fen(A_THOUSAND) if price else None,
        )
        run.announce(rehearsal)

    def _shown(self, request: HttpRequest, version: RuleVersion) -> dict[str, Any]:
        rehearsal = _chosen(request, version)
        of_now = editions.edition_of(version.document)
        return {
            "version": version,
            "rehearsal": rehearsal,
            "is_of_now": rehearsal is not None and rehearsal.edition == of_now,
            "told": self._told(request, rehearsal),
            "asking": asking(request),
            "may_rehearse": self.may_rehearse(request),
            "sees_acts": request.user.has_perm("activities.view_activity"),
        }

    def _told(self, request: HttpRequest, rehearsal: Rehearsal | None) -> Told | None:
        if rehearsal is None or rehearsal.state != Stage.DONE:
            return None
        said = told(rehearsal)
        if request.user.has_perm("activities.view_activity"):
            whose = [example.activity.citizen_id for _heading, examples in said.examples for example in examples]
            looks.note(of=whose, seen=Seen.ACT, by=request.user, now=timezone.now())
        return said


def would_cost(version: RuleVersion) -> tuple[Rehearsal, Summary] | None:
    """The last rehearsal of what the version says now, with what it came to in two lines."""
    done = version.rehearsals.done().filter(edition=editions.edition_of(version.document))
    found = done.select_related("version__scenario").order_by("-pk").first()
    return None if found is None else (found, summary(found))


def _chosen(request: HttpRequest, version: RuleVersion) -> Rehearsal | None:
    """That one of the version which the address names, else the last."""
    every = version.rehearsals.select_related("asked_by", "version__scenario").order_by("-pk")
    if "of" not in request.GET:
        return every.first()
    found = every.filter(pk=paging.number_in(request.GET["of"])).first()
    if found is None:
        raise Http404
    return found


def _back(version: RuleVersion) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:scenarios_ruleversion_rehearse", args=[version.pk]))
