"""The page of a scenario's rules: what holds from when, what waits, what differs, and when it ends."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.requests import citizen_of
from common.city_time import city_day
from common.desk_days import day_input
from common.errors import DomainError
from common.typed.fields import DayField
from desk import rule_check
from desk.rule_rehearsal import RIGHTS
from desk.rule_steps import Step, steps
from scenarios import publishing
from scenarios.models import RuleVersion, Scenario, State


@dataclass(frozen=True, slots=True)
class Station:
    """One version on the time line, with what differs from the one that it follows."""

    version: RuleVersion
    state: State
    steps: list[Step]
    until: date | None
    """The day on which the next one takes over."""
    changes: list[rule_check.Change]
    before: RuleVersion | None
    is_last: bool
    """Whether it is the one to go on from: no later rule is published."""


class EndForm(forms.Form):
    ends_on = DayField(label=_("First day on which nothing counts any more"), widget=day_input())

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """As the page of a draft shows its fields."""
        return [(gettext("The scenario ends"), [self["ends_on"]])]


def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """A scenario's versions, the latest first, and drafts before them."""
    scenario = _scenario(request, pk)
    return _page(request, scenario, EndForm())


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Drafts an end, which then goes the way of every version."""
    scenario = _scenario(request, pk)
    if not _may_edit(request) or request.method != "POST":
        raise PermissionDenied
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            draft = publishing.draft_end(
                scenario, effective_from=form.cleaned_data["ends_on"], now=timezone.now(), by=citizen_of(request)
            )
        except DomainError as error:
            form.add_error("ends_on", error.sentence)
        else:
            messages.success(request, gettext("This is a draft. Nothing ends until it is approved and published."))
            return HttpResponseRedirect(reverse("admin:scenarios_ruleversion_publish", args=[draft.pk]))
    return _page(request, scenario, form)


def stations(scenario: Scenario, today: date) -> list[Station]:
    """Drafts first, the newest on top; then what was published, by the day from which it holds, the latest first."""
    people = ("scenario", "approved_by", "returned_by", "published_by")
    versions = list(RuleVersion.objects.with_successor().select_related(*people).filter(scenario=scenario))
    drafts = sorted((one for one in versions if one.is_draft), key=lambda one: -one.number)
    published = sorted((one for one in versions if not one.is_draft), key=_since, reverse=True)
    return [_station(version, versions, today) for version in [*drafts, *published]]


def _since(version: RuleVersion) -> tuple[date, int]:
    return version.effective_from, version.number


def _station(version: RuleVersion, versions: list[RuleVersion], today: date) -> Station:
    before = _before(version, versions, today)
    return Station(
        version,
        version.state_on(today),
        steps(version, version.state_on(today)),
        getattr(version, "succeeded_from", None),
        [] if version.ends or before is None else rule_check.differences(before.rule, version.rule),
        before,
        version == max(filter(_counts, versions), key=_since, default=None),
    )


def _before(version: RuleVersion, versions: list[RuleVersion], today: date) -> RuleVersion | None:
    """What a version follows; a draft, whose day is not settled, what will be in force on the one that it proposes."""
    until = partial(_begins_before, version, today)
    return max(filter(until, filter(_counts, versions)), key=_since, default=None)


def _counts(version: RuleVersion) -> bool:
    return version.published_at is not None and version.withdrawn_at is None and not version.ends


def _begins_before(version: RuleVersion, today: date, other: RuleVersion) -> bool:
    if version.is_draft:
        return other.effective_from <= max(version.effective_from, today)
    return other.effective_from < version.effective_from


def _scenario(request: HttpRequest, pk: int) -> Scenario:
    if not request.user.has_perm("scenarios.view_ruleversion"):
        raise PermissionDenied
    return get_object_or_404(Scenario, pk=pk)


def _may_edit(request: HttpRequest) -> bool:
    return request.user.has_perm("scenarios.change_ruleversion")


def _page(request: HttpRequest, scenario: Scenario, form: EndForm) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Scenario._meta,
        "original": scenario,
        "title": str(scenario),
        "subtitle": gettext("Rule versions"),
        "stations": stations(scenario, city_day(timezone.now())),
        "form": form,
        "may_edit": _may_edit(request),
        "may_check": any(request.user.has_perm(right) for right in RIGHTS),
    }
    return render(request, "admin/desk/rule_timeline.html", context)
