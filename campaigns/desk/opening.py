"""From a draft to an open campaign: handed over by an author, opened or sent back by somebody else; then only told of.

Opening issues the budget: who wrote the campaign asks for it, who opens it agrees, and both stand in the funding.
Locks: the campaign, then its places, then the budget and the ledger.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from campaigns import pictures, refusals
from campaigns.models import (
    BonusKind,
    Campaign,
    CampaignStatus,
    CampaignStep,
    Places,
    SignUp,
    StepKind,
)
from campaigns.signups import joining, telling
from common.city_time import city_day
from common.editions import check
from common.texts import Text
from credits import budgets
from scenarios import rulebook
from scenarios.models import Scenario

FUNDS = "credits.fund_budget"


def begin(campaign: Campaign, *, by: User, now: datetime) -> Campaign:
    """Keeps a new draft."""
    with transaction.atomic():
        campaign.authors = [by.pk]
        campaign.save()
        _step(campaign, StepKind.BEGUN, by, now)
    return campaign


def write(campaign: Campaign, *, by: User) -> Campaign:
    """Keeps what somebody changed in a draft that the caller has locked: they are an author of it.

    What was handed over is a draft again. Raises `NotADraft`.
    """
    if campaign.is_published:
        raise refusals.NotADraft
    campaign.authors = sorted({*campaign.authors, by.pk})
    campaign.status = CampaignStatus.DRAFT
    campaign.save()
    return campaign


def put_picture(*, campaign: Campaign, content: bytes, by: User) -> Campaign:
    """The picture of a draft; who sends it is an author, too. Raises `NotADraft`, and what `pictures.keep` does."""
    with transaction.atomic():
        draft = _locked(campaign)
        if draft.is_published:
            raise refusals.NotADraft
        [draft.picture] = pictures.keep(draft, content)
        return write(draft, by=by)


def propose(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Hands a draft over to be opened. Raises `NotADraft`, `SignUpIsOver`, `UnknownScenario`, `BudgetUsed`."""
    with transaction.atomic():
        draft = _locked(campaign)
        if draft.status != CampaignStatus.DRAFT:
            raise refusals.NotADraft
        _check(draft, now)
        draft.status = CampaignStatus.PROPOSED
        draft.save(update_fields=["status"])
        _step(draft, StepKind.PROPOSED, by, now)
    return draft


def send_back(*, campaign: Campaign, words: Text, by: User, now: datetime) -> Campaign:
    """It is a draft again, for a reason. Raises `ReasonMissing`, `NotProposed`."""
    _check_words(words)
    with transaction.atomic():
        draft = _proposed(campaign)
        draft.status = CampaignStatus.DRAFT
        draft.save(update_fields=["status"])
        _step(draft, StepKind.RETURNED, by, now, words)
    return draft


def open_(*, campaign: Campaign, by: User, now: datetime, edition: str | None = None) -> Campaign:
    """Puts it before the public as its page, of which `edition` is, has shown it, and issues its budget.

    Raises `NotProposed`, `AuthorOpens`, `MayNotFund`, what `propose` and `common.editions.check` do.
    """
    with transaction.atomic():
        opened = _proposed(campaign)
        check(edition, *shown_of(opened))
        check_opener(opened, by)
        _check(opened, now)
        opened.status, opened.opened_by, opened.opened_at = CampaignStatus.OPEN, by, now
        opened.save(update_fields=["status", "opened_by", "opened_at"])
        Places.objects.create(campaign=opened, capacity=opened.capacity)
        _step(opened, StepKind.OPENED, by, now)
        if opened.has_bonus:
            _fund(opened, by, now)
    return opened


def check_opener(campaign: Campaign, by: User) -> None:
    """Whether somebody is the second person that it takes. Raises `AuthorOpens`, `MayNotFund`."""
    if by.pk in campaign.authors:
        raise refusals.AuthorOpens
    if campaign.has_bonus and not by.has_perm(FUNDS):
        raise refusals.MayNotFund


def announce(*, campaign: Campaign, words: Text, by: User, now: datetime) -> CampaignStep:
    """What is other than the terms say: it stands on the campaign's page, and who joined is told.

    Raises `ReasonMissing`, `NotOpen`, `CampaignOver`.
    """
    _check_words(words)
    with transaction.atomic():
        step = _step(_open(campaign, now), StepKind.ANNOUNCED, by, now, words)
        _tell(step, telling.ANNOUNCED, now)
    return step


def resize(
    *, campaign: Campaign, capacity: int, words: Text, by: User, now: datetime, edition: str | None = None
) -> CampaignStep:
    """So many places from now on: whoever waits and finds one moves up in order and is told, and so is everybody.

    Raises `ReasonMissing`, `NotOpen`, `CampaignOver`, `PlacesUnlimited`, `SamePlaces`, `FewerThanTaken`, and what
    `common.editions.check` does.
    """
    _check_words(words)
    with transaction.atomic():
        found = _open(campaign, now)
        places = Places.objects.select_for_update(no_key=True).get(pk=found.pk)
        check(edition, *places_shown(places))
        if places.capacity is None:
            raise refusals.PlacesUnlimited
        if capacity == places.capacity:
            raise refusals.SamePlaces
        if capacity < places.taken:
            raise refusals.FewerThanTaken(taken=places.taken)
        places.capacity = capacity
        places.save(update_fields=["capacity"])
        step = _step(found, StepKind.RESIZED, by, now, words, capacity=capacity)
        _tell(step, telling.ANNOUNCED, now)
        joining.let_in(found, places, now=now)
    return step


def places_shown(places: Places) -> list[object]:
    """What whoever changes the places goes by."""
    return [places.pk, places.capacity, places.taken]


def cancel(*, campaign: Campaign, words: Text, by: User, now: datetime) -> Campaign:
    """It does not take place, or goes on no more; everybody who joined or waits is told why. What was paid stays paid.

    Raises `ReasonMissing`, `NotOpen`, `CampaignOver`.
    """
    _check_words(words)
    with transaction.atomic():
        cancelled = _open(campaign, now)
        # Who signs up at this moment has either got in before, and is told, or reads that it was cancelled.
        Places.objects.select_for_update(no_key=True).get(pk=cancelled.pk)
        cancelled.status, cancelled.cancelled_at = CampaignStatus.CANCELLED, now
        cancelled.save(update_fields=["status", "cancelled_at"])
        _tell(_step(cancelled, StepKind.CANCELLED, by, now, words), telling.CANCELLED, now)
    return cancelled


def shown_of(campaign: Campaign) -> list[object]:
    """What whoever opens it goes by."""
    return [getattr(campaign, field.attname) for field in campaign._meta.concrete_fields if field.name not in _UNSHOWN]


_UNSHOWN = ("code_key", "screen_token")


def _check(campaign: Campaign, now: datetime) -> None:
    """Whether a campaign could be opened. Raises `SignUpIsOver`, `UnknownScenario`, `BudgetUsed`."""
    if campaign.signup_until <= now:
        raise refusals.SignUpIsOver
    if campaign.bonus == BonusKind.MULTIPLIER:
        _check_scenarios(campaign.scenario_codes, now)
    if campaign.has_bonus and campaign.budget_code in budgets.left():
        raise refusals.BudgetUsed(code=campaign.budget_code)


def _check_scenarios(codes: list[str], now: datetime) -> None:
    numbers = dict(Scenario.objects.filter(code__in=codes).values_list("code", "pk"))
    for code in codes:
        if code not in numbers or rulebook.current().rule_on(numbers[code], city_day(now)) is None:
            raise refusals.UnknownScenario(code=code)


def _fund(campaign: Campaign, agreed_by: User, now: datetime) -> None:
    """Of several authors the first one asks for it."""
    name = {language: f"{_BUDGET[language]}{title}" for language, title in campaign.title.items()}
    budget = budgets.open_budget(campaign.budget_code, name)
    author = User.objects.get(pk=campaign.authors[0])
    budgets.fund_by(
        budget, campaign.budget_credits, document=campaign.document, now=now, by=author, agreed_by=agreed_by
    )


_BUDGET = {"zh-hans": "活动：", "en": "Campaign: "}


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)


def _proposed(campaign: Campaign) -> Campaign:
    draft = _locked(campaign)
    if draft.status != CampaignStatus.PROPOSED:
        raise refusals.NotProposed
    return draft


def _open(campaign: Campaign, now: datetime) -> Campaign:
    """Locked, and not over: what took place is not called off afterwards."""
    found = _locked(campaign)
    if found.status != CampaignStatus.OPEN:
        raise refusals.NotOpen
    if now >= found.ends_at:
        raise refusals.CampaignOver
    return found


def _check_words(words: Text) -> None:
    if not words.get("zh-hans", "").strip():
        raise refusals.ReasonMissing


def _step(
    campaign: Campaign, kind: StepKind, by: User, now: datetime, words: Text | None = None, **more: Any
) -> CampaignStep:
    return CampaignStep.objects.create(campaign=campaign, kind=kind, words=words or {}, by=by, happened_at=now, **more)


def _tell(step: CampaignStep, code: str, now: datetime) -> None:
    tell(telling.step_taken(step, code, SignUp.objects.standing().filter(campaign=step.campaign_id)), now=now)
