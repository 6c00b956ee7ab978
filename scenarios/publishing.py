"""How a rule changes: a version is copied, edited as a draft, published for a later day, and never changed again.

In between somebody else approves it: `scenarios.approving`. Every deed locks the scenario's row first, so that two
colleagues take turns. `by` is whose deed it is; `None` is said by programs.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from common.city_time import city_day
from common.editions import check
from common.texts import Text
from methodologies.terms import TermsError
from scenarios import rulebook
from scenarios.checking import Ways, check_findings
from scenarios.drafts import locked, locked_draft, locked_scenario
from scenarios.models import RuleVersion, Scenario
from scenarios.refusals import (
    AlreadyWithdrawn,
    DayTaken,
    EndsOnItsDay,
    InForce,
    NotApproved,
    NotARule,
    NothingToEnd,
    NotPublished,
    PublishedForThePast,
)
from scenarios.rules import Rule
from scenarios.terms_words import terms_in_words

ONE_DAY = timedelta(days=1)


def copy_version(
    version: RuleVersion, *, now: datetime, by: User | None = None, effective_from: date | None = None
) -> RuleVersion:
    """A draft that says what `version` says, numbered after the scenario's last; proposed for tomorrow or that day.

    Who wrote a draft has written its copy, too.
    """
    with transaction.atomic():
        scenario = locked_scenario(version.scenario_id)
        wrote = version.authors if version.is_draft else []
        return _drafted(
            scenario,
            effective_from=effective_from or city_day(now) + ONE_DAY,
            document=_in_todays_words(version.document, scenario),
            ends=version.ends,
            authors=with_author(wrote, by),
        )


def draft_end(scenario: Scenario, *, effective_from: date, now: datetime, by: User | None = None) -> RuleVersion:
    """A draft by which nothing counts in the scenario from that day on.

    Raises `PublishedForThePast`, `DayTaken`, `NothingToEnd`.
    """
    with transaction.atomic():
        scenario = locked_scenario(scenario.pk)
        end = _drafted(scenario, effective_from=effective_from, document={}, ends=True, authors=with_author([], by))
        check_day(end, effective_from=effective_from, now=now)
    return end


def edit(
    version: RuleVersion,
    *,
    document: Mapping[str, Any],
    effective_from: date | None = None,
    edition: str | None = None,
    by: User | None = None,
) -> RuleVersion:
    """Gives a draft another document, if the one before is that of `edition`, and with it the day that it proposes;
    what was decided on it is undone.

    Raises `AlreadyPublished`, `NotARule`, what `common.editions.check` does.
    """
    with transaction.atomic():
        draft = locked_draft(version, edition)
        check_document(document)
        draft.document = dict(document)
        draft.effective_from = effective_from or draft.effective_from
        _write(draft, by)
    return draft


def move_end(
    version: RuleVersion, *, effective_from: date, now: datetime, edition: str | None = None, by: User | None = None
) -> RuleVersion:
    """Gives the draft of an end another day; what was decided on it is undone.

    Raises `AlreadyPublished`, `PublishedForThePast`, `DayTaken`, `NothingToEnd`, what `common.editions.check` does.
    """
    with transaction.atomic():
        draft = locked_draft(version, edition)
        draft.effective_from = effective_from
        check_day(draft, effective_from=effective_from, now=now)
        _write(draft, by)
    return draft


def _write(draft: RuleVersion, by: User | None) -> None:
    """Somebody has written in a draft: they are an author of it, and it has to be decided on anew."""
    draft.authors = with_author(draft.authors, by)
    draft.approved_at = draft.approved_by = None
    draft.returned_at, draft.returned_by, draft.returned_why = None, None, ""
    draft.save()


def publish(
    version: RuleVersion,
    *,
    effective_from: date,
    now: datetime,
    edition: str | None = None,
    by: User | None = None,
    why: Text | None = None,
    budgets: Mapping[str, int] | None = None,
    ways: Ways | None = None,
) -> RuleVersion:
    """Settles an approved draft for ever, if `edition` is of what is `shown`: acts of `effective_from` and after are
    scored by it, and everybody reads `why`. `budgets` and `ways` as in `scenarios.approving.approve`.

    Raises `AlreadyPublished`, `NotApproved`, `PublishedForThePast`, `DayTaken`, `EndsOnItsDay`, `NothingToEnd`,
    `NotARule`, `Contradicts`, what `common.editions.check` does.
    """
    with transaction.atomic():
        draft = locked_draft(version, None)
        check(edition, *shown(draft, effective_from))
        if draft.approved_at is None:
            raise NotApproved(version=draft)
        check_day(draft, effective_from=effective_from, now=now)
        if not draft.ends:
            check_document(draft.document)
            check_findings(draft, now=now, budgets=budgets, ways=ways)
        draft.effective_from = effective_from
        draft.published_at, draft.published_by, draft.why = now, by, why or {}
        draft.save(update_fields=["effective_from", "published_at", "published_by", "why"])
    rulebook.forget()
    return draft


def discard(version: RuleVersion, *, edition: str | None = None) -> None:
    """Throws a draft away, if its document is that of `edition`.

    Raises `AlreadyPublished`, `Discarded`, what `common.editions.check` does.
    """
    with transaction.atomic():
        locked_draft(version, edition).delete()


def withdraw(version: RuleVersion, *, now: datetime, edition: str | None = None) -> RuleVersion:
    """Takes a published version back before its day, while the rule that then goes on is that of `edition`.

    Raises `NotPublished`, `AlreadyWithdrawn`, `InForce`, what `common.editions.check` does.
    """
    with transaction.atomic():
        published = locked(version)
        check_withdrawal(published, now=now)
        check(edition, before(published, published.effective_from))
        published.withdrawn_at = now
        published.save(update_fields=["withdrawn_at"])
    rulebook.forget()
    return published


def check_day(version: RuleVersion, *, effective_from: date, now: datetime) -> None:
    """Whether a draft could be published for that day.

    Raises `PublishedForThePast`, `DayTaken`, for an end `EndsOnItsDay` and `NothingToEnd`, too.
    """
    today = city_day(now)
    if effective_from <= today:
        raise PublishedForThePast(earliest=today + ONE_DAY)
    same_day = RuleVersion.objects.published().filter(scenario=version.scenario_id, effective_from=effective_from)
    taken = same_day.select_related("scenario").first()
    if taken is not None:
        raise DayTaken(version=taken, day=effective_from)
    if version.ends:
        _check_end(version, effective_from)


def _check_end(end: RuleVersion, day: date) -> None:
    if day != end.effective_from:
        raise EndsOnItsDay(day=end.effective_from)
    if rulebook.RuleBook().version_on(end.scenario_id, day - ONE_DAY) is None:
        raise NothingToEnd(scenario=end.scenario, day=day)


def shown(version: RuleVersion, day: date) -> list[Any]:
    """What whoever publishes a draft for that day goes by: what it says, and between which versions it will hold."""
    later = RuleVersion.objects.published().filter(scenario=version.scenario_id, effective_from__gt=day)
    after = later.order_by("effective_from").values_list("number", "effective_from").first()
    return [version.document, before(version, day), after]


def before(version: RuleVersion, day: date) -> int | None:
    """The number of the version that holds until `day`, and goes on where this one never holds; nothing before the
    first.
    """
    earlier = RuleVersion.objects.published().filter(scenario=version.scenario_id, effective_from__lt=day)
    return earlier.order_by("-effective_from").values_list("number", flat=True).first()


def check_withdrawal(version: RuleVersion, *, now: datetime) -> None:
    """Whether a version could be withdrawn. Raises `NotPublished`, `AlreadyWithdrawn`, `InForce`."""
    if version.published_at is None:
        raise NotPublished(version=version)
    if version.withdrawn_at is not None:
        raise AlreadyWithdrawn(version=version)
    if version.effective_from <= city_day(now):
        raise InForce(version=version, day=version.effective_from)


def _drafted(scenario: Scenario, **said: Any) -> RuleVersion:
    """A draft numbered after the scenario's last version. The caller holds the scenario's lock."""
    last = scenario.versions.aggregate(last=Max("number"))["last"] or 0
    return RuleVersion.objects.create(scenario=scenario, number=last + 1, **said)


def _in_todays_words(document: Mapping[str, Any], scenario: Scenario) -> dict[str, Any]:
    """A generic methodology's terms as the scenario has them now."""
    return {**document, "terms": scenario.terms} if document and scenario.terms else dict(document)


def with_author(authors: Sequence[int], by: User | None) -> list[int]:
    """The authors of a draft once somebody has written in it."""
    return [*authors] if by is None or by.pk in authors else [*authors, by.pk]


def check_document(document: Mapping[str, Any]) -> None:
    """Whether it is a whole rule. Raises `NotARule`."""
    try:
        Rule.from_document(document)
    except TermsError as error:
        raise NotARule(reason=terms_in_words(error)) from error
    except KeyError as error:
        raise NotARule(reason=f"{error.args[0]} is missing") from error
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise NotARule(reason=str(error)) from error
