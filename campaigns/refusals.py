"""Why something of a campaign is refused: every error of this app."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class SignUpComes(DomainError):
    code = "sign_up_comes"
    message = _("Sign-up opens on %(since)s.")

    def words(self) -> Mapping[str, Any]:
        return {"since": date_format(localtime(self.facts["since"]), "DATETIME_FORMAT")}


class SignUpOver(DomainError):
    code = "sign_up_over"
    message = _("Sign-up for this campaign is over.")


class CampaignCancelled(DomainError):
    code = "campaign_cancelled"
    message = _("This campaign was cancelled.")


class GuardianDecides(DomainError):
    code = "campaign_for_adults_not_children"
    message = _("This campaign is for adults, and a parent or guardian has decided for you in teams.")


class ForAdults(DomainError):
    code = "campaign_for_adults"
    message = _("This campaign is for adults. Confirm that you are 18 or older.")


class ForItsDistrict(DomainError):
    code = "campaign_for_its_district"
    message = _("This campaign is for who lives in %(district)s. Your district is part of your profile.")


class OwnCampaign(DomainError):
    code = "own_campaign"
    message = _("You wrote or opened this campaign, so you cannot join it: who gains does not grant.")
    status = HTTPStatus.FORBIDDEN


class JoinedTooOften(DomainError):
    code = "joined_too_often"
    message = _("You have joined this campaign %(most)s times, so you cannot join it again.")


class NotSignedUp(DomainError):
    code = "not_signed_up"
    message = _("You are not signed up for this campaign.")


class WasThere(DomainError):
    code = "checked_in_already"
    message = _("Whoever was there cannot withdraw any more.")


class StillWaiting(DomainError):
    code = "still_waiting"
    message = _("You are on the waiting list and have no place yet, so you cannot check in.")


class NoCheckIn(DomainError):
    code = "no_check_in"
    message = _("This campaign has no such check-in.")


class CheckInNotNow(DomainError):
    code = "check_in_not_now"
    message = _("You can check in only while the campaign is under way: from %(since)s until %(until)s.")

    def words(self) -> Mapping[str, Any]:
        return {name: date_format(localtime(moment), "DATETIME_FORMAT") for name, moment in self.facts.items()}


class OldCode(DomainError):
    code = "old_check_in_code"
    message = _("This code is not the one on the screen now. It changes every 30 seconds: enter the newest one.")


class OldTicket(DomainError):
    code = "old_ticket"
    message = _("This ticket is out of date. Have the citizen open its page again: its code changes every 30 seconds.")


class NoSuchTicket(DomainError):
    code = "no_such_ticket"
    message = _("This is no ticket of this campaign.")


class YourOwnTicket(DomainError):
    code = "own_ticket"
    message = _("You cannot check yourself in: a colleague has to see you.")
    status = HTTPStatus.FORBIDDEN


class StaffCheckIn(DomainError):
    code = "staff_check_in"
    message = _("You may check citizens in, so the code does not count for you: a colleague has to see your ticket.")
    status = HTTPStatus.FORBIDDEN


class NotCheckedIn(DomainError):
    code = "not_checked_in"
    message = _("Nobody is checked in under this number, or the check-in was undone already.")


class MayNotUndo(DomainError):
    code = "may_not_undo_check_in"
    message = _(
        "You can undo your own check-ins for %(minutes)s minutes. After that, and for those of others, "
        "whoever may open campaigns does it and says why."
    )
    status = HTTPStatus.FORBIDDEN


class TooManyTries(DomainError):
    code = "too_many_tries"
    message = _("Too many codes were tried. Wait a few minutes, then try again.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class NotADraft(DomainError):
    code = "campaign_is_no_draft"
    message = _("This campaign is no draft any more, so nothing was changed.")
    status = HTTPStatus.CONFLICT


class NotProposed(DomainError):
    code = "campaign_not_proposed"
    message = _("This campaign was not handed over to be opened.")
    status = HTTPStatus.CONFLICT


class PlacesUnlimited(DomainError):
    code = "places_unlimited"
    message = _("This campaign has no limit of places.")


class SamePlaces(DomainError):
    code = "same_places"
    message = _("The campaign has as many places already.")


class FewerThanTaken(DomainError):
    code = "fewer_than_taken"
    message = _("%(taken)s have a place already. There can’t be fewer places than that.")


class NotOpen(DomainError):
    code = "campaign_not_open"
    message = _("This campaign is not open.")
    status = HTTPStatus.CONFLICT


class CampaignOver(DomainError):
    code = "campaign_over"
    message = _("This campaign is over, so it cannot be changed or cancelled any more. Publish its results instead.")
    status = HTTPStatus.CONFLICT


class AuthorOpens(DomainError):
    code = "author_opens"
    message = _("Whoever wrote a campaign does not open it: a second person has to.")
    status = HTTPStatus.FORBIDDEN


class MayNotFund(DomainError):
    code = "may_not_fund"
    message = _("Opening a campaign with a bonus issues its budget. That takes the right to put credits into a budget.")
    status = HTTPStatus.FORBIDDEN


class SignUpIsOver(DomainError):
    code = "sign_up_ends_in_the_past"
    message = _("Its sign-up would be over already. Give it other times.")


class UnknownScenario(DomainError):
    code = "unknown_scenario"
    message = _("There is no scenario “%(code)s” that pays now.")


class BudgetUsed(DomainError):
    code = "budget_code_used"
    message = _("There is a budget %(code)s already. Give the campaign another code.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class NotOver(DomainError):
    code = "campaign_not_over"
    message = _("Results are published once a campaign is over.")
