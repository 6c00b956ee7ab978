"""A draft under its scenario's lock, as a page showed it: what every deed on a draft begins with."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from common.editions import check
from scenarios.models import RuleVersion, Scenario
from scenarios.refusals import AlreadyPublished, Discarded


def locked_scenario(scenario_id: int) -> Scenario:
    """The scenario; whoever else changes its versions waits until the transaction ends."""
    return Scenario.objects.select_for_update(no_key=True).get(pk=scenario_id)


@contextmanager
def in_turn(version: RuleVersion) -> Iterator[None]:
    """Once whoever was first is done: a clock asked here says on which day a deed comes, however long it waits."""
    with transaction.atomic():
        locked_scenario(version.scenario_id)
        yield


def locked(version: RuleVersion) -> RuleVersion:
    """The version as it stands now. Raises `Discarded`."""
    locked_scenario(version.scenario_id)
    current = RuleVersion.objects.select_related("scenario").filter(pk=version.pk).first()
    if current is None:
        raise Discarded
    return current


def locked_draft(version: RuleVersion, edition: str | None) -> RuleVersion:
    """The draft, if what it says is that of `edition`.

    Raises `AlreadyPublished`, `Discarded`, what `common.editions.check` does.
    """
    draft = locked(version)
    if not draft.is_draft:
        raise AlreadyPublished(version=draft)
    check(edition, draft.shown)
    return draft
