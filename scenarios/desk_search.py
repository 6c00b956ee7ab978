"""Scenarios and venues, by their names."""

from collections.abc import Iterator

from django.db.models import Model, Q
from django.http import HttpRequest

from common.desk_search import MOST, Found
from scenarios.models import Scenario, Venue

NAMED: tuple[type[Model], ...] = (Scenario, Venue)


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    named = Q(**{"name__zh-hans__icontains": text}) | Q(name__en__icontains=text)
    for model in NAMED:
        if request.user.has_perm(f"scenarios.view_{model._meta.model_name}"):
            for row in model._default_manager.filter(named).order_by("pk")[:MOST]:
                yield Found(model._meta.verbose_name, str(row), row)
