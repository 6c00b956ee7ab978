"""How a rule changes: a version is copied, edited as a draft, published for a later day, and never changed again.

Publishing and withdrawing lock the scenario's row first, so that two colleagues take turns.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from common.city_time import city_day
from common.editions import check
from scenarios import rulebook
from scenarios.models import RuleVersion, Scenario
from scenarios.refusals import (
    AlreadyPublished,
    AlreadyWithdrawn,
    DayTaken,
    Discarded,
    InForce,
    NotARule,
    NotPublished,
    PublishedForThePast,
)
from scenarios.rules import Rule

ONE_DAY = timedelta(days=1)


def copy_version(version: RuleVersion, *, now: datetime) -> RuleVersion:
    """A draft that says what `version` says, numbered after the scenario's last, for tomorrow until someone decides."""
    with transaction.atomic():
        scenario = _locked_scenario(version)
        last = scenario.versions.aggregate(last=Max("number"))["last"]
        return RuleVersion.objects.create(
            scenario=scenario,
            number=last + 1,
            effective_from=city_day(now) + ONE_DAY,
            document=version.document,
        )


def edit(version: RuleVersion, *, document: Mapping[str, Any], edition: str | None = None) -> RuleVersion:
    """Gives a draft another document, if the one before is that of `edition`.

    Raises `AlreadyPublished`, `NotARule`, what `common.editions.check` does.
    """
    with transaction.atomic():
        draft = _locked(version)
        if draft.published_at is not None:
            raise AlreadyPublished(version=draft)
        check(edition, draft.document)
        _check(document)
        draft.document = dict(document)
        draft.save(update_fields=["document"])
    return draft


def publish(version: RuleVersion, *, effective_from: date, now: datetime, edition: str | None = None) -> RuleVersion:
    """Settles a draft for ever, if its document is that of `edition`: acts of `effective_from` and after are
    scored by it.

    Raises `AlreadyPublished`, `PublishedForThePast`, `DayTaken`, `NotARule`, what `common.editions.check` does.
    """
    with transaction.atomic():
        draft = _locked(version)
        if draft.published_at is not None:
            raise AlreadyPublished(version=draft)
        check(edition, draft.document)
        check_day(draft, effective_from=effective_from, now=now)
        _check(draft.document)
        draft.effective_from = effective_from
        draft.published_at = now
        draft.save(update_fields=["effective_from", "published_at"])
    rulebook.forget()
    return draft


def discard(version: RuleVersion, *, edition: str | None = None) -> None:
    """Throws a draft away, if its document is that of `edition`.

    Raises `AlreadyPublished`, `Discarded`, what `common.editions.check` does.
    """
    with transaction.atomic():
        draft = _locked(version)
        if draft.published_at is not None:
            raise AlreadyPublished(version=draft)
        check(edition, draft.document)
        draft.delete()


def withdraw(version: RuleVersion, *, now: datetime, edition: str | None = None) -> RuleVersion:
    """Takes a published version back before its day, while the rule that then goes on is that of `edition`.

    Raises `NotPublished`, `AlreadyWithdrawn`, `InForce`, what `common.editions.check` does.
    """
    with transaction.atomic():
        published = _locked(version)
        check_withdrawal(published, now=now)
        check(edition, before(published))
        published.withdrawn_at = now
        published.save(update_fields=["withdrawn_at"])
    rulebook.forget()
    return published


def check_day(version: RuleVersion, *, effective_from: date, now: datetime) -> None:
    """Whether a draft could be published for that day. Raises `PublishedForThePast`, `DayTaken`."""
    today = city_day(now)
    if effective_from <= today:
        raise PublishedForThePast(earliest=today + ONE_DAY)
    same_day = RuleVersion.objects.published().filter(scenario=version.scenario_id, effective_from=effective_from)
    taken = same_day.select_related("scenario").first()
    if taken is not None:
        raise DayTaken(version=taken, day=effective_from)


def before(version: RuleVersion) -> int | None:
    """The number of the version that goes on where this one is withdrawn; nothing where it is the first."""
    earlier = RuleVersion.objects.published().filter(
        scenario=version.scenario_id, effective_from__lt=version.effective_from
    )
    return earlier.order_by("-effective_from").values_list("number", flat=True).first()


def check_withdrawal(version: RuleVersion, *, now: datetime) -> None:
    """Whether a version could be withdrawn. Raises `NotPublished`, `AlreadyWithdrawn`, `InForce`."""
    if version.published_at is None:
        raise NotPublished(version=version)
    if version.withdrawn_at is not None:
        raise AlreadyWithdrawn(version=version)
    if version.effective_from <= city_day(now):
        raise InForce(version=version, day=version.effective_from)


def _locked_scenario(version: RuleVersion) -> Scenario:
    return Scenario.objects.select_for_update(no_key=True).get(pk=version.scenario_id)


def _locked(version: RuleVersion) -> RuleVersion:
    """The version as it stands now, under its scenario's lock. Raises `Discarded`."""
    _locked_scenario(version)
    current = RuleVersion.objects.select_related("scenario").filter(pk=version.pk).first()
    if current is None:
        raise Discarded
    return current


def _check(document: Mapping[str, Any]) -> None:
    try:
        Rule.from_document(document)
    except KeyError as error:
        raise NotARule(reason=f"{error.args[0]} is missing") from error
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise NotARule(reason=str(error)) from error
