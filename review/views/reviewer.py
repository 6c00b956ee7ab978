"""Who reviews, what they chose to see, and where they go on."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import citizen_of
from activities.reviewables import Reviewable
from review.forms import FilterForm
from review.waiting import Waiting, kinds_of, take_next
from scenarios import rulebook


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A member of staff with the kinds that they may decide, and of the queued ones what they chose to see."""

    user: User
    kinds: list[Reviewable]
    form: FilterForm

    @property
    def chosen(self) -> list[Reviewable]:
        code = self._said("kind")
        return [kind for kind in self.kinds if kind.is_queued and code in ("", kind.code)]

    @property
    def scenario(self) -> str:
        return self._said("scenario")

    @property
    def query(self) -> str:
        """The choice as an address carries it."""
        said = {name: value for name in ("kind", "scenario") if (value := self._said(name))}
        return f"?{urlencode(said)}" if said else ""

    def _said(self, name: str) -> str:
        said: str = self.form.cleaned_data.get(name, "")
        return said


def reviewer_of(request: HttpRequest) -> Reviewer:
    """Raises `PermissionDenied` for who may decide nothing."""
    user = citizen_of(request)
    kinds = kinds_of(user)
    if not kinds:
        raise PermissionDenied
    scenarios = [(code, str(scenario)) for code, scenario in rulebook.current().scenarios.items()]
    form = FilterForm(request.GET, kinds=[kind for kind in kinds if kind.is_queued], scenarios=scenarios)
    form.is_valid()
    return Reviewer(user, kinds, form)


def lead_on(request: HttpRequest, reviewer: Reviewer) -> HttpResponse:
    """To the next of what they chose to see; to the queue where nothing waits for them."""
    found = take_next(kinds=reviewer.chosen, by=reviewer.user, now=timezone.now(), scenario=reviewer.scenario)
    if found is None:
        messages.info(request, _("Nothing more waits for you. Thank you."))
        return HttpResponseRedirect(f"{reverse('review:queue')}{reviewer.query}")
    return HttpResponseRedirect(address_of(found, reviewer))


def address_of(one: Waiting, reviewer: Reviewer) -> str:
    return f"{reverse('review:item', args=[one.kind.code, one.row.public_id])}{reviewer.query}"


def desk_context(request: HttpRequest, title: str) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title}
